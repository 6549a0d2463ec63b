"""After personal data was erased by rule a snapshot still verifies, and says that it cannot be built again."""

from datetime import UTC, datetime, timedelta
from typing import Any

from include import months, retention
from tests.replay.conftest import Office

AFTER_FIVE_YEARS = datetime(2029, 6, 1, tzinfo=UTC)
# docs/methodology.md, Proof
PROOF = r"""
select
    publication.content_sha256 = encode(sha256(convert_to(
        concat(E'rulebook\t', publication.rulebook_sha256, E'\n', lines.text), 'UTF8'
    )), 'hex') as stands
from snapshot.publication
cross join lateral (
    select string_agg(line, E'\n' order by line collate "C") as text
    from snapshot.canonical_line
    where canonical_line.snapshot_id = publication.snapshot_id
) as lines
"""


def proofs(office: Office) -> list[Any]:
    return [row["stands"] for row in office.rows(PROOF)]


def test_what_is_past_its_time_is_erased_and_recorded_and_nothing_else(office: Office) -> None:
    assert retention.erase_expired(office.archive, datetime(2024, 6, 1, tzinfo=UTC)) == []
    erased = retention.erase_expired(office.archive, AFTER_FIVE_YEARS)
    assert retention.erase_expired(office.archive, AFTER_FIVE_YEARS) == []
    sources = office.rows(
        "select source, bool_and(erased_at is not null) as erased from ops.source_file"
        " inner join ops.archived_file using (sha256) where status = 'loaded' group by source order by source"
    )
    assert {row["source"]: row["erased"] for row in sources} == {
        "app_downloads": False,
        "content_records": False,
        "leader_roster": False,
        "otop_operators": True,
        "shop_registrations": True,
        "submissions": True,
    }
    assert all("ลบตามกำหนดเก็บรักษา" in file["erased_because"] for file in erased)
    for file in office.rows("select sha256, bytes, erased_at from ops.archived_file"):
        assert office.archive.holds(file["sha256"], file["bytes"]) == (file["erased_at"] is None)


def test_a_snapshot_of_erased_files_verifies_and_is_marked(office: Office) -> None:
    assert proofs(office) == [True] * 6
    retention.erase_expired(office.archive, AFTER_FIVE_YEARS)
    assert proofs(office) == [True] * 6
    marked = office.rows("select replayable, reason_th, missing_files from ops.replayable_snapshot")
    assert not any(row["replayable"] for row in marked)
    assert all("ลบต้นฉบับตามกำหนดเก็บรักษาแล้ว" in row["reason_th"] for row in marked)
    assert all(file["erased_at"] for row in marked for file in row["missing_files"])
    results = office.replay()
    assert {result["outcome"] for result in results} == {"not_replayable"}
    assert office.rows("select * from ops.replay_stop") == []


def test_files_that_came_before_the_archive_are_told_from_erased_ones(office: Office) -> None:
    office.as_superuser(
        "delete from ops.archived_file where sha256 in"
        " (select sha256 from ops.source_file where source = 'submissions' and period = '2024-02-01')"
    )
    outcomes = {f"{result['period']:%Y-%m}": result for result in office.replay()}
    assert {month: result["outcome"] for month, result in outcomes.items()} == {
        "2024-01": "same",
        "2024-02": "not_replayable",
        "2024-03": "same",
    }
    assert "รับไว้ก่อนมีคลังเก็บ" in outcomes["2024-02"]["reason_th"]


def test_a_stopped_province_freezes_nothing_until_a_replay_is_right_again(office: Office) -> None:
    taken = office.rows("select taken_at from snapshot.publication where snapshot_id = 6")[0]["taken_at"]
    office.as_superuser(
        "delete from snapshot.publication where snapshot_id = 6",
        "update snapshot.district_grade set points = points + 1 where snapshot_id = 4",
    )
    office.replay()
    at = taken + timedelta(minutes=1)
    assert months.freeze_due(at, "tests") == []
    [stopped] = months.stopped(at)
    assert "กุมภาพันธ์ 2567" in stopped["stopped_because"]
    assert (stopped["period"].month, stopped["kind"]) == (3, "final")
    office.as_superuser("update snapshot.district_grade set points = points - 1 where snapshot_id = 4")
    office.replay()
    assert months.stopped(at) == []
    assert [month["kind"] for month in months.due(at)] == ["final"]
