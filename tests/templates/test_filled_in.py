"""A form that is filled in comes back whole; one that is not never counts as a report."""

import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from include.periods import add_months
from include.rulebook import DEFAULT_FOLDER, load_all
from include.templates.asked import Asked, District
from tests.templates.conftest import Office
from tests.templates.filling import Answers, fill_in

LEADERS = ("นายอำเภอ", "พัฒนาการอำเภอ", "เจ้าพนักงานที่ดิน", "ท้องถิ่นอำเภอ", "กำนัน", "ผู้ใหญ่บ้าน")
THIRD_PROVINCE = Path(__file__).parents[1] / "pipeline" / "third_province"
YES_NO = {True: "ใช่", False: "ไม่ใช่"}

Choose = Callable[[int, int], int]


def answers(asked: Asked, district: District, choose: Choose) -> Answers:
    """A form filled in to its last cell; `choose` picks a number from the first to the second."""
    days = (add_months(asked.period, 1) - asked.period).days
    tags = " ".join(asked.hashtags["publicity"])

    def day() -> date:
        return asked.period + timedelta(days=choose(0, days - 1))

    def channels() -> str:
        return ", ".join(asked.channels[: choose(1, len(asked.channels))])

    def service() -> dict[str, Any]:
        questions = ("เกี่ยวข้อง", "ถูกต้อง", "ครบถ้วน", "เป็นปัจจุบัน")
        answered = {question: YES_NO[bool(choose(0, 1))] for question in questions}
        return {**answered, "จำนวนรายการ": choose(0, 10**6), "ปรับปรุงล่าสุด": day(), "ระบบที่บันทึก": "BPM"}

    return Answers(
        reported_on=add_months(asked.period, 1) + timedelta(days=choose(0, 20)),
        summary={
            "ผู้รายงาน": "ผู้รายงาน หนึ่ง",
            "โทรศัพท์": "053000000",
            "ร้านค้าสมัครใหม่": choose(0, 10**6),
            "ดาวน์โหลดรวม": choose(0, 10**6),
            **{leader: choose(0, 200) for leader in LEADERS},
        },
        downloads={name: choose(0, 10**6) for name in district.subdistricts},
        publicity=[
            {"วันที่": day(), "ช่องทาง": channels(), "หัวข้อ": f"ข่าวที่ {number}", "ลิงก์": "https://example.org", "แฮชแท็ก": tags}
            for number in range(choose(1, 5))
        ],
        activities=[
            {"วันที่": day(), "ชื่อกิจกรรม": f"อบรมรุ่นที่ {number}", "ประเภท": "อบรม", "ผู้เข้าร่วม": choose(0, 500)}
            for number in range(choose(1, 5))
        ],
        services={name: service() for name in asked.related},
        others=[{"บริการ": name, **service()} for name in asked.services if name not in asked.related][:6],
    )


def read_back(office: Office, file_id: int) -> Answers:
    """What the intake holds of a file, in the form's own words."""

    def fetch(sql: str) -> list[dict[str, Any]]:
        return office.fetch(sql, {"file_id": file_id})

    [summary] = fetch(
        "select (reported_at at time zone 'Asia/Bangkok')::date as reported_on, new_shops, downloads_total,"
        " district_chief, district_development_officer, land_office_head, local_administration_head,"
        " subdistrict_heads, village_heads from staging.submission where file_id = %(file_id)s"
    )
    reported_on, new_shops, downloads_total, *leaders = summary.values()
    services = {
        row["name_th"]: row
        for row in fetch(
            "select name_th, related, ready, records, updated_on from staging.submission_service"
            " inner join rulebook.service using (service_code) where file_id = %(file_id)s and accepted"
        )
    }
    return Answers(
        reported_on=reported_on,
        summary={
            "ร้านค้าสมัครใหม่": new_shops,
            "ดาวน์โหลดรวม": downloads_total,
            **dict(zip(LEADERS, leaders, strict=True)),
        },
        downloads={
            row["name_th"]: row["downloads"]
            for row in fetch(
                "select name_th, downloads from staging.submission_download"
                " inner join rulebook.subdistrict using (subdistrict_code) where file_id = %(file_id)s"
            )
        },
        publicity=fetch(
            "select posted_on, channels, title, cardinality(hashtags) as hashtags from staging.submission_publicity"
            " where file_id = %(file_id)s order by row_number"
        ),
        activities=fetch(
            "select held_on, activity, kind, participants from staging.submission_activity"
            " where file_id = %(file_id)s order by row_number"
        ),
        services=services,
    )


def assert_read_as(office: Office, file_id: int, filled: Answers) -> None:
    """Every figure that was filled in is the figure that the warehouse holds, and no other."""
    held = read_back(office, file_id)
    assert held.reported_on == filled.reported_on
    assert held.summary == {label: filled.summary[label] for label in held.summary}
    assert held.downloads == filled.downloads
    tags = len(office.asked.hashtags["publicity"])
    assert [tuple(row.values()) for row in held.publicity] == [
        (row["วันที่"], sorted(row["ช่องทาง"].split(", ")), row["หัวข้อ"], tags) for row in filled.publicity
    ]
    assert [tuple(row.values()) for row in held.activities] == [tuple(row.values()) for row in filled.activities]
    services = {**filled.services, **{row["บริการ"]: row for row in filled.others}}
    assert {name: tuple(row.values())[1:] for name, row in held.services.items()} == {
        name: (
            row["เกี่ยวข้อง"] == "ใช่",
            all(row[question] == "ใช่" for question in ("ถูกต้อง", "ครบถ้วน", "เป็นปัจจุบัน")),
            row["จำนวนรายการ"],
            row["ปรับปรุงล่าสุด"],
        )
        for name, row in services.items()
    }


def hand_in_every_district(office: Office) -> None:
    random = Random(office.asked.province_code)
    filled = {name: answers(office.asked, district, random.randint) for name, district in office.districts.items()}
    entries = office.hand_in({name: fill_in(office.form(name), filled[name]) for name in filled})
    assert len(entries) == len(office.districts)
    assert [(entry["uri"], entry["reason"]) for entry in entries if entry["status"] != "loaded"] == []
    assert office.refused() == []
    assert office.fetch("select uri, message_th from ops.file_finding inner join ops.source_file using (file_id)") == []
    for entry in entries:
        name = entry["uri"].rsplit("/", 1)[1].removesuffix(".xlsx")
        assert_read_as(office, entry["file_id"], filled[name])
        [version] = office.fetch("select * from warehouse.submission where file_id = %s", [entry["file_id"]])
        assert (version["district_code"], version["counts"]) == (office.districts[name].code, True)


def test_every_district_of_a_province_fills_in_its_form_and_nothing_is_refused(office: Office) -> None:
    assert len(office.districts) == {"57": 18, "34": 25}[office.asked.province_code]
    hand_in_every_district(office)


def test_a_third_province_has_its_forms_without_a_line_of_code(connection: Any, tmp_path: Path) -> None:
    folder = tmp_path / "rulebook"
    shutil.copytree(DEFAULT_FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    shutil.copytree(THIRD_PROVINCE, folder, ignore=shutil.ignore_patterns("83_*.yaml"), dirs_exist_ok=True)
    load_all(connection, folder)
    connection.commit()
    hand_in_every_district(Office(connection, "83", date(2025, 4, 1)))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_a_district_fills_in_is_what_the_warehouse_holds(chiang_rai: Office, data: st.DataObject) -> None:
    district = data.draw(st.sampled_from(chiang_rai.asked.districts))
    filled = answers(chiang_rai.asked, district, lambda first, last: data.draw(st.integers(first, last)))
    try:
        [entry] = chiang_rai.hand_in({"แบบรายงาน": fill_in(chiang_rai.form(district.name), filled)}, tried=True)
        assert (entry["status"], chiang_rai.refused()) == ("loaded", [])
        assert_read_as(chiang_rai, entry["file_id"], filled)
    finally:
        chiang_rai.connection.rollback()


def test_a_form_sent_back_as_it_was_handed_out_is_no_report(office: Office) -> None:
    name, district = next(iter(office.districts.items()))
    [entry] = office.hand_in({name: office.form(name)})
    refused = office.refused()
    [(column, message)] = [(column, message) for sheet, column, message in refused if sheet == "สรุป"]
    assert column == "reported_on" and message.startswith("ช่อง “วันที่รายงาน” ว่าง")
    assert entry["rows_read"] == entry["rows_rejected"] == 1 + len(district.subdistricts) + len(office.asked.related)
    assert office.fetch("select * from warehouse.submission") == []


def test_a_form_with_its_date_alone_makes_no_late_office_punctual(office: Office) -> None:
    name, district = next(iter(office.districts.items()))
    [entry] = office.hand_in({name: fill_in(office.form(name), Answers(add_months(office.asked.period, 1)))})
    refused = office.refused()
    assert {sheet for sheet, _, _ in refused} == {"ดาวน์โหลดรายตำบล", "บันทึกข้อมูล"}
    assert len(refused) == len(district.subdistricts) + len(office.asked.related)
    assert all("โปรดเลือก" in message for sheet, _, message in refused if sheet == "บันทึกข้อมูล")
    versions = office.fetch("select valid, first_valid, counts from warehouse.submission")
    assert [tuple(version.values()) for version in versions] in ([], [(False, False, False)])
    [summary] = office.fetch("select * from raw.submissions_summary where file_id = %s", [entry["file_id"]])
    assert not summary["new_shops"] and not summary["downloads_total"] and not summary["village_heads"]


def test_a_subdistrict_left_empty_is_asked_for_and_the_rest_counts(chiang_rai: Office) -> None:
    name, district = next(iter(chiang_rai.districts.items()))
    filled = answers(chiang_rai.asked, district, Random(1).randint)
    left_out, *others = district.subdistricts
    del filled.downloads[left_out]
    chiang_rai.hand_in({name: fill_in(chiang_rai.form(name), filled)})
    [(sheet, column, message)] = chiang_rai.refused()
    assert (sheet, column) == ("ดาวน์โหลดรายตำบล", "downloads") and message.startswith("ช่อง “จำนวน” ว่าง")
    [version] = chiang_rai.fetch("select * from warehouse.submission")
    assert version["counts"]
    [claimed] = chiang_rai.fetch("select count(*) as subdistricts from warehouse.claimed_download")
    assert claimed["subdistricts"] == len(others)


def test_an_answer_left_to_choose_is_asked_for(chiang_rai: Office) -> None:
    name, district = next(iter(chiang_rai.districts.items()))
    filled = answers(chiang_rai.asked, district, Random(1).randint)
    del filled.services["มีทุน"]["ครบถ้วน"]
    chiang_rai.hand_in({name: fill_in(chiang_rai.form(name), filled)})
    [(sheet, column, message)] = chiang_rai.refused()
    assert (sheet, column) == ("บันทึกข้อมูล", "complete")
    assert message.startswith("ช่อง “ครบถ้วน” ต้องตอบ ใช่ หรือ ไม่ใช่ แต่พบ “โปรดเลือก”")


@pytest.mark.parametrize("filled", [True, False])
def test_which_form_a_report_was_made_from_can_be_asked_later(chiang_rai: Office, filled: bool) -> None:
    name, district = next(iter(chiang_rai.districts.items()))
    form = chiang_rai.form(name)
    chiang_rai.hand_in(
        {name: fill_in(form, answers(chiang_rai.asked, district, Random(1).randint)) if filled else form}
    )
    kept = chiang_rai.fetch("select cells[1] as version from raw.other_row where sheet = 'รายการตัวเลือก'")
    assert kept == [{"version": "click-1 57 2024-02"}]
