"""Whatever was altered since a month was published is found when it is built again, and named."""

from typing import Any

from tests.replay.conftest import Office


def by_month(results: list[dict[str, Any]]) -> dict[tuple[str, int], dict[str, Any]]:
    return {(f"{result['period']:%Y-%m}", result["revision"]): result for result in results}


def test_a_quarter_is_built_again_as_it_was_published(office: Office) -> None:
    results = office.replay()
    assert {name: result["outcome"] for name, result in by_month(results).items()} == {
        (month, revision): "same" for month in ("2024-01", "2024-02", "2024-03") for revision in (0, 1)
    }
    kept = office.rows("select * from ops.latest_replay order by snapshot_id")
    assert [row["outcome"] for row in kept] == ["same"] * 6
    assert office.rows("select * from ops.replay_stop") == []
    assert office.rows("select datname from pg_database where starts_with(datname, 'replay_office')") == []


def test_a_figure_that_somebody_altered_in_a_snapshot_is_named(office: Office) -> None:
    office.as_superuser(
        "update snapshot.district_grade set points = points + 1, grade = 'A' where district_code = '8302'"
        " and snapshot_id = (select snapshot_id from snapshot.publication where period = '2024-02-01' and revision = 1)"
    )
    results = by_month(office.replay())
    assert [name for name, result in results.items() if result["outcome"] == "differs"] == [("2024-02", 1)]
    found = results["2024-02", 1]["differences"]
    cells = {(each["table"], each["key"], each["column"]) for each in found}
    assert ("district_grade", "8302", "points") in cells
    assert ("publication", "4", "content_sha256") in cells
    [points] = [each for each in found if each["column"] == "points"]
    assert int(points["was"]) == int(points["is"]) + 1


def test_a_row_that_somebody_removed_from_a_snapshot_is_named(office: Office) -> None:
    office.as_superuser("delete from snapshot.attainment where snapshot_id = 2 and district_code = '8301'")
    results = by_month(office.replay())
    missing = [each for each in results["2024-01", 1]["differences"] if each["table"] == "attainment"]
    assert missing and all(each["was"] is None and each["is"] for each in missing)


def test_an_archived_file_that_was_altered_on_disk_is_named(office: Office) -> None:
    [file] = office.rows(
        "select uri, sha256 from ops.source_file where status = 'loaded' and source = 'submissions'"
        " and period = '2024-03-01' and section = '' and rows_rejected = 0 order by received_at limit 1"
    )
    place = office.folder / "archive" / file["sha256"][:2] / file["sha256"]
    place.chmod(0o600)
    place.write_bytes(place.read_bytes()[:-1] + b"?")
    results = by_month(office.replay())
    for name, result in results.items():
        if name[0] != "2024-03":
            assert result["outcome"] == "same", result["differences"]
    [found] = results["2024-03", 1]["differences"]
    assert (found["table"], found["key"], found["was"]) == ("archive", file["uri"], file["sha256"])
    assert found["is"] not in (None, file["sha256"])


def test_a_file_that_the_archive_lost_is_named(office: Office) -> None:
    [file] = office.rows(
        "select uri, sha256 from ops.source_file where source = 'app_downloads' and period = '2024-01-01' limit 1"
    )
    office.archive.erase(file["sha256"])
    found = [result for result in office.replay() if result["outcome"] == "differs"]
    assert {f"{result['period']:%Y-%m}" for result in found} == {"2024-01"}
    assert found[0]["differences"][0]["key"] == file["uri"]
    assert found[0]["differences"][0]["is"] is None


def test_a_rulebook_version_that_was_altered_or_is_gone_is_named(office: Office) -> None:
    office.as_superuser(
        "update rulebook.version set document = jsonb_set(document, '{readings,subdistrict_minimum,value}', '9')"
        " where province_code = '83'"
    )
    altered = office.replay()
    found = {(each["table"], each["key"]) for result in altered for each in result["differences"]}
    assert found == {("version", f"click {number}") for number in (1, 2, 3)}
    office.as_superuser("delete from rulebook.version where province_code = '83'")
    gone = office.replay()
    assert [result["outcome"] for result in gone] == ["differs"] * 6


def test_a_file_that_the_file_list_forgot_is_named(office: Office) -> None:
    office.as_superuser("update ops.source_file set uri = uri || '.old' where source = 'content_records'")
    office.as_superuser("update ops.source_file set uri = uri || '.old' where source = 'leader_roster'")
    results = office.replay()
    assert {result["outcome"] for result in results} == {"differs"}
    assert {each["table"] for result in results for each in result["differences"]} == {"source_file"}


def test_what_another_program_counts_otherwise_is_a_difference_that_names_both_programs(office: Office) -> None:
    office.as_superuser(
        "update snapshot.publication set code_version = '0.0.1+older'",
        "update snapshot.measure set value = value + 1 where measure_code = 'downloads' and district_code = '8301'",
    )
    results = office.replay()
    assert {result["outcome"] for result in results} == {"differs"}
    assert all("0.0.1+older" in result["reason_th"] for result in results)
    assert all(result["code_version"] in result["reason_th"] for result in results)
