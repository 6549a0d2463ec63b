"""What becomes of people in a warehouse that has published: hashed, found, erased; no figure moves."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from include import months, personal, retention, warehouse
from include.publishing import handed_back
from tests.replay.conftest import Office
from tests.replay.test_retention import AFTER_FIVE_YEARS, proofs

NOW = datetime(2024, 6, 1, tzinfo=UTC)
PERSONAL = {
    "raw.submissions_summary": ("reporter", "phone"),
    "raw.otop_operators": ("operator_name", "national_id"),
    "raw.shop_registrations": ("shop_name",),
}
ASKED = {"reason": "หนังสือที่ 12", "asked_by": "เจ้าหน้าที่", **dict.fromkeys(("name", "phone", "national_id", "account"))}


def live(office: Office) -> dict[str, list[Any]]:
    """Every figure as it stands, and what was refused."""
    return {
        relation: office.rows(f"select {columns} from {relation} order by {columns}")
        for relation, columns in {
            "mart.measure": "period, district_code, measure_code, value, source",
            "mart.subdistrict_measure": "period, subdistrict_code, measure_code, value",
            "mart.district_grade": "period, district_code, points, grade, on_time",
            "quarantine.rejected_row": "file_id, sheet, row_number, rule, message_th",
            "ops.source_file": "file_id, rows_read, rows_loaded, rows_known, rows_rejected",
        }.items()
    }


def type_and_grade_again(office: Office) -> None:
    """Every row is judged again, and every month built again."""
    office.as_superuser("update ops.source_file set typed_with = 'before' where typed_with is not null")
    for province in months.pending_provinces():
        months.run(months.TYPE, province)
    for month in office.rows("select programme_code, province_code, period from ops.month order by period"):
        month |= {"code_version": "again"}
        months.run(months.BUILD, month)
        months.run(("staging/lock.sql",), month)
        with warehouse.connect() as connection:
            warehouse.fetch(connection, "update candidate.month set failed_expectations = '{}' returning period")
        months.run(months.MOVE, month)


def accounts(office: Office) -> dict[tuple[Any, ...], tuple[int, int]]:
    """Of each month and subdistrict how many events and people, and which digests there are."""
    counted = office.rows(
        "select period, subdistrict_code, count(*) as events, count(distinct user_id) as people"
        " from warehouse.app_download group by 1, 2"
    )
    return {(row["period"], row["subdistrict_code"]): (row["events"], row["people"]) for row in counted}


def digests(office: Office) -> set[str]:
    return {row["user_id"] for row in office.rows("select distinct user_id from warehouse.app_download")} - {None}


def test_another_key_hashes_everybody_anew_and_no_count_moves(office: Office) -> None:
    stale = "select programme_code, province_code, period from ops.stale_month order by period"
    people, was, figures, stale_before = accounts(office), digests(office), live(office), office.rows(stale)
    sent = {row["user_id"] for row in office.rows("select distinct user_id from raw.app_downloads")}
    assert was and not was & sent
    warehouse.use_personal_key(office.admin_uri, "another key of the tests, which is no secret")
    assert {row["source"] for row in office.rows("select source from ops.pending_file")} == {"app_downloads"}
    assert digests(office) == was  # until they are typed again, all of a province at once
    for province in months.pending_provinces():
        months.run(months.TYPE, province)
    assert office.rows("select * from ops.pending_file") == []
    assert accounts(office) == people and live(office) == figures
    assert not digests(office) & was and len(digests(office)) == len(was)
    *former, newest = office.rows("select * from ops.personal_key order by key_no")
    assert former and all(key["forgotten_at"] for key in former) and newest["forgotten_at"] is None
    assert office.rows(stale) == stale_before


def test_the_same_key_given_again_changes_nothing_and_a_short_one_is_refused(office: Office) -> None:
    before = office.rows("select * from ops.personal_key order by key_no")
    warehouse.use_personal_key(office.admin_uri, "a key that is no secret, of the tests alone")
    assert office.rows("select * from ops.personal_key order by key_no") == before
    with pytest.raises(Exception, match="32 characters"):
        warehouse.use_personal_key(office.admin_uri, "short")


def test_personal_cells_past_their_time_are_emptied_and_recorded_and_no_figure_moves(office: Office) -> None:
    formula = '=HYPERLINK("http://example.com","ร้านป้าสมศรี")'
    office.as_superuser(
        f"update raw.shop_registrations set shop_name = '{formula}'"
        " where row_number = (select min(row_number) from raw.shop_registrations)"
    )
    type_and_grade_again(office)
    before = live(office)
    assert any(row["rule"] == "formula_found" for row in before["quarantine.rejected_row"])
    assert retention.erase_expired_rows(NOW) == []
    erased = retention.erase_expired_rows(AFTER_FIVE_YEARS)
    assert retention.erase_expired_rows(AFTER_FIVE_YEARS) == []
    assert {row["source"] for row in erased} == {"submissions", "otop_operators", "shop_registrations"}
    assert all("ลบตามกำหนดเก็บรักษา 60 เดือน" in row["because"] and row["request_id"] is None for row in erased)
    assert sum(row["rows_erased"] for row in erased) > 0
    assert office.rows("select * from ops.erasure order by erasure_id") == sorted(
        erased, key=lambda row: row["erasure_id"]
    )
    for relation, columns in PERSONAL.items():
        for column in columns:
            left = office.rows(f"select distinct {column} as value from {relation} where {column} is not null")
            assert left == ([{"value": "="}] if column == "shop_name" else [])
    assert (
        office.rows("select * from raw.other_row where cells <> '{}' and file_id in (select file_id from ops.erasure)")
        == []
    )
    assert office.rows("select count(user_id) as left from raw.app_downloads")[0]["left"] > 0
    type_and_grade_again(office)
    assert live(office) == before


def test_what_was_handed_back_is_withdrawn_with_the_file_it_was_made_of(office: Office) -> None:
    root = office.folder / "publish"
    office.as_superuser(
        "update ops.source_file set hand_back_waits = true where source = 'submissions'",
        "insert into quarantine.rejected_row (file_id, sheet, row_number, column_name, value, rule, message_th, source,"
        " province_code, period, problems) select file_id, 'สรุป', 2, 'new_shops', 'x', 'count_unreadable', 'แก้',"
        " source, province_code, period, array[row('new_shops', 'x', 'count_unreadable', null)::quarantine.problem]"
        " from ops.source_file where source = 'submissions' and status = 'loaded' on conflict do nothing",
    )
    with warehouse.connect() as connection:
        waiting = handed_back.waiting(connection)
        assert handed_back.write(connection, root, waiting, office.archive.open)
    withdraw = partial(handed_back.withdraw, root=root)
    retention.erase_expired(office.archive, NOW)
    assert retention.withdraw_handed_back(withdraw, NOW) == []
    there = list(root.rglob("*.xlsx"))
    retention.erase_expired(office.archive, AFTER_FIVE_YEARS)
    erased = retention.withdraw_handed_back(withdraw, AFTER_FIVE_YEARS)
    assert len(erased) == len(there) > 0
    assert list(root.rglob("*.xlsx")) == [] and office.rows("select * from ops.handed_back") == []
    assert {row["place"] for row in office.rows("select distinct place from ops.erasure")} == {"archive", "handed_back"}


def person(office: Office) -> dict[str, Any]:
    """A reporter of the province, as one of their reports says."""
    return office.rows(
        "select reporter, phone, file_id from raw.submissions_summary"
        " where reporter is not null and length(regexp_replace(thai.digits(phone), '[^0-9]', '', 'g')) >= 9"
        " order by file_id limit 1"
    )[0]


def test_a_person_is_found_however_their_number_was_written_and_the_question_is_kept_without_it(office: Office) -> None:
    reporter = person(office)
    digits = "".join(
        letter for letter in office.rows(f"select thai.digits('{reporter['phone']}') as d")[0]["d"] if letter.isdigit()
    )
    international = "+66 " + "-".join(digits.removeprefix("0")[place : place + 3] for place in (0, 3, 6))
    with warehouse.connect() as connection:
        by_phone = personal.find(connection, ASKED | {"phone": international})
        by_name = personal.find(connection, ASKED | {"name": f"  นาย{reporter['reporter']} "})
    for found in (by_phone, by_name):
        own = [row for row in found if row["file_id"] == reporter["file_id"]]
        assert {"raw", "archive"} <= {row["place"] for row in own}
        assert all(row["kept_until"].year == 2029 for row in own if row["erased_by_rule"])
    asked = office.rows("select * from personal.subject_request order by request_id")
    assert [row["asked_for"] for row in asked] == [["phone"], ["name"]]
    assert [row["places"] for row in asked] == [len(by_phone), len(by_name)]
    assert digits not in str(asked) and reporter["reporter"] not in str(asked)


def test_an_account_is_found_as_it_was_sent_and_as_its_digest(office: Office) -> None:
    [sent] = office.rows("select user_id from raw.app_downloads where user_id is not null limit 1")
    with warehouse.connect() as connection:
        found = personal.find(connection, ASKED | {"account": sent["user_id"]})
    assert {row["place"] for row in found} == {"raw", "warehouse", "archive"}


@pytest.mark.parametrize("asked", [{"name": "นาย ก"}, {"phone": "081"}, {"national_id": "1-23"}])
def test_what_would_find_half_the_province_is_not_looked_for(office: Office, asked: dict[str, str]) -> None:
    with pytest.raises(Exception, match="สั้นเกินไป"), warehouse.connect() as connection:
        personal.find(connection, ASKED | asked)


def test_a_person_is_erased_on_request_and_what_cannot_be_built_again_says_so(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    type_and_grade_again(office)
    reporter, before = person(office), live(office)
    telephones = "select from raw.submissions_summary where phone is not null"
    others = len(office.rows(telephones))
    command = ["erase", "--reason", "หนังสือที่ 34", "--phone", reporter["phone"], "--files", str(reporter["file_id"])]
    assert personal.main(command) == 0
    assert "ฉบับที่" in capsys.readouterr().out
    assert person(office) == reporter  # only shown
    assert personal.main([*command, "--confirm"]) == 0
    assert "ลบแล้ว" in capsys.readouterr().out
    [emptied] = office.rows(
        f"select reporter, phone from raw.submissions_summary where file_id = {reporter['file_id']}"
    )
    assert (emptied["reporter"], emptied["phone"]) == (None, None)
    assert len(office.rows(telephones)) == others - 1
    [file] = office.rows(
        "select archived_file.* from ops.archived_file inner join ops.source_file using (sha256)"
        f" where file_id = {reporter['file_id']}"
    )
    assert office.archive.holds(file["sha256"], file["bytes"])
    [erased] = retention.erase_expired(office.archive, NOW + timedelta(days=1))
    assert erased["sha256"] == file["sha256"] and "ตามคำขอของเจ้าของข้อมูล" in erased["erased_because"]
    assert not office.archive.holds(file["sha256"], file["bytes"])
    with warehouse.connect() as connection:
        left = personal.find(connection, ASKED | {"phone": reporter["phone"]})
    assert [row for row in left if row["file_id"] == reporter["file_id"]] == []
    told = [
        row["reason_th"] for row in office.rows("select reason_th from ops.replayable_snapshot where not replayable")
    ]
    assert told and all("ตามคำขอของเจ้าของข้อมูลแล้ว" in reason for reason in told)
    assert proofs(office) == [True] * 6
    type_and_grade_again(office)
    assert live(office) == before
    assert {row["place"] for row in office.rows("select place from ops.erasure where request_id is not null")} == {
        "rows",
        "archive",
    }


def test_every_column_of_raw_that_may_hold_anything_is_on_the_list(office: Office) -> None:
    unlisted = office.rows(
        """
        select attrelid::regclass::text || '.' || attname as name
        from pg_attribute
        inner join pg_class on pg_class.oid = attrelid and relnamespace = 'raw'::regnamespace and relkind = 'r'
        where
            attname = any ('{extra,cells,reporter,phone,operator_name,national_id,shop_name,user_id,link}')
            and not exists (
                select from ops.personal_column
                where relation = attrelid::regclass::text and column_name = attname
            )
        """
    )
    assert unlisted == []
    masked = office.rows(
        "select column_name from ops.personal_column where kind in ('name', 'phone', 'national_id', 'account')"
        " and quarantine.kept_value(column_name, 'ค่า') <> '(ปกปิด)'"
    )
    assert masked == []
