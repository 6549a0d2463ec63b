"""A receipt says when a report was received, whether in time, what was refused of it, and what it comes to so far."""

import re
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from include.publishing import handed_back
from include.warehouse import connect
from tests.pipeline import driver
from tests.receipts.conftest import EXPORTS, Counter, moment, report

HOSTILE = "=HYPERLINK(1) <script>alert('x')</script> “😀” " + "ยาวมาก" * 25 + ".xlsx"
FORM = {"ประจำเดือน": "กุมภาพันธ์ 2567", "วันที่รายงาน": "10/03/2567"}


def form(report_id: str, district: str, **sections: Any) -> dict[str, Any]:
    """A report of the form tool."""
    written = {key: value for key, value in report(district=district).items() if key != "workbook"}
    return {**written, "report": report_id, "summary": {"อำเภอ": district, **FORM}, **sections}


def _erased(sha256: str) -> BinaryIO:
    raise FileNotFoundError(sha256)


def test_a_report_that_came_in_time_gets_a_receipt_that_says_so(open_counter: Counter) -> None:
    open_counter.hand_in(report(), at=moment(12, 9, 5))
    [place] = open_counter.issue(moment(12, 9, 6))
    [receipt] = open_counter.receipts()
    assert place == receipt["place"] == f"57/2024-02/districts/5704/receipt {receipt['file_id']}.html"
    assert (receipt["received_at"], receipt["issued_at"]) == (moment(12, 9, 5), moment(12, 9, 6))
    assert (receipt["on_time"], receipt["version"]) == (True, 1)
    for told in (receipt["text_th"], open_counter.page(place)):
        assert "อำเภอเทิง" in told and "จังหวัดเชียงราย" in told and "ประจำเดือนกุมภาพันธ์ 2567" in told
        assert "12 มีนาคม 2567 เวลา 09.05 น." in told
        assert "ส่งภายในกำหนด (ลงวันที่ 10 มีนาคม 2567)" in told
        assert "ภายในวันที่ 15 มีนาคม 2567 เวลา 23.59 น." in told


def test_a_late_report_is_told_that_it_is_late(open_counter: Counter) -> None:
    open_counter.hand_in(report(on="16/03/2567"), at=moment(16))
    open_counter.issue()
    [receipt] = open_counter.receipts()
    assert receipt["on_time"] is False
    assert "ส่งล่าช้า (ลงวันที่ 16 มีนาคม 2567)" in receipt["text_th"]


def test_figures_are_provisional_and_say_so(open_counter: Counter) -> None:
    open_counter.hand_in(report(activities=[]), at=moment(12))
    [place] = open_counter.issue()
    [receipt] = open_counter.receipts()
    assert (receipt["points"], receipt["max_points"], receipt["grade"]) == (8, 10, "B")
    page = open_counter.page(place)
    assert page.count("ผลเบื้องต้น") >= 3
    assert "คะแนน 8 จาก\N{NO-BREAK SPACE}10" in page
    assert "มิใช่ระดับที่จังหวัดเผยแพร่" in page
    assert receipt["steps_th"] and receipt["steps_th"] in page and receipt["steps_th"] in receipt["text_th"]
    assert receipt["steps_th"] == "จัดกิจกรรมเพิ่มอีก 1 กิจกรรม"
    assert "ยังขาดเพื่อให้ได้ระดับ\N{NO-BREAK SPACE}A: จัดกิจกรรมเพิ่มอีก 1 กิจกรรม" in receipt["text_th"]


def test_at_the_best_grade_no_step_is_left(open_counter: Counter) -> None:
    open_counter.hand_in(report(), at=moment(12))
    open_counter.issue()
    [receipt] = open_counter.receipts()
    assert (receipt["grade"], receipt["steps_th"]) == ("A", None)


def test_of_refused_rows_it_says_how_many_and_leads_to_the_workbook_that_says_why(open_counter: Counter) -> None:
    refused = [["31/1/2567", "อบรม"], ["20/2/2567", "อบรม"], ["x", "อบรม"]]
    open_counter.hand_in(report("รายงาน #1 เทิง.xlsx", activities=refused), at=moment(12))
    [place] = open_counter.issue()
    [receipt] = open_counter.receipts()
    assert (receipt["rows_accepted"], receipt["rows_refused"]) == (17, 2)
    with connect() as connection:
        waiting = handed_back.waiting(connection)
        [workbook] = handed_back.write(connection, open_counter.publish, waiting, _erased)
    assert Path(workbook).parent == (open_counter.publish / place).parent
    assert Path(workbook).name in receipt["text_th"]
    assert f">{Path(workbook).name}</a>" in open_counter.page(place)
    assert "ผ่าน 17 แถว ไม่ผ่าน 2 แถว" in receipt["text_th"]


def test_a_file_refused_whole_is_told_why(counter: Counter) -> None:
    counter.put("รายงาน.xlsx", b"no workbook", moment(12))
    [place] = counter.issue()
    [receipt] = counter.receipts()
    assert place.startswith("57/2024-02/districts/unknown/receipt ")
    assert (receipt["district_code"], receipt["version"], receipt["grade"], receipt["on_time"]) == (
        "unknown",
        *[None] * 3,
    )
    [file] = driver.rows("select reason from ops.source_file")
    assert f"ไม่รับทั้งไฟล์: {file['reason']}" in receipt["text_th"]
    assert "ส่งคืน" in receipt["text_th"] and "ไม่รับทั้งไฟล์" in counter.page(place)


def test_a_report_of_no_district_is_received_and_told_to_name_one(open_counter: Counter) -> None:
    open_counter.hand_in(report(district="เทิงง"), at=moment(12))
    [place] = open_counter.issue()
    [receipt] = open_counter.receipts()
    assert "/unknown/" in place
    assert (receipt["rows_accepted"], receipt["rows_refused"], receipt["points"]) == (0, 17, None)
    assert "ยังไม่ทราบว่าเป็นรายงานของอำเภอใด" in receipt["text_th"]


def test_a_second_version_replaces_the_first_and_says_so(open_counter: Counter) -> None:
    open_counter.hand_in(report("ฉบับแรก.xlsx", activities=[]), at=moment(12))
    open_counter.issue()
    open_counter.hand_in(report("แก้ไข.xlsx", on="17/03/2567"), at=moment(17))
    open_counter.issue()
    first, second = open_counter.receipts()
    assert [(row["version"], row["grade"], row["on_time"]) for row in (first, second)] == [
        (1, "B", True),
        (2, "A", True),
    ]
    assert "นับเป็นฉบับที่\N{NO-BREAK SPACE}2 ของอำเภอ แทนฉบับที่\N{NO-BREAK SPACE}1" in second["text_th"]
    assert "นับตามฉบับแรกที่ใช้ได้" in second["text_th"]


def test_two_versions_that_came_at_once_get_a_receipt_each(open_counter: Counter) -> None:
    open_counter.hand_in(
        report("ก.xlsx", activities=[], sent_at=moment(12, 8)), report("ข.xlsx", sent_at=moment(12, 9)), at=moment(12)
    )
    assert len(open_counter.issue()) == 2
    first, second = open_counter.receipts()
    assert [row["version"] for row in (first, second)] == [1, 2]
    assert "ไม่นับ เพราะฉบับที่\N{NO-BREAK SPACE}2 ได้รับภายหลัง" in first["text_th"]


def test_a_refused_summary_leaves_the_district_without_a_report(open_counter: Counter) -> None:
    wrong_month = {"อำเภอ": "เทิง", "ประจำเดือน": "มกราคม 2567", "วันที่รายงาน": "10/03/2567"}
    open_counter.hand_in(report(summary=wrong_month), at=moment(12))
    open_counter.issue()
    [receipt] = open_counter.receipts()
    assert (receipt["district_code"], receipt["on_time"], receipt["rows_accepted"]) == ("5704", None, 0)
    assert "ยังไม่นับ เพราะส่วนสรุปไม่ผ่านการตรวจสอบ" in receipt["text_th"]
    assert "ยังไม่มีรายงานที่นับได้" in receipt["text_th"]


def test_while_the_month_waits_it_says_for_what_and_what_is_reached_so_far(counter: Counter) -> None:
    counter.hand_in(report(), at=moment(12))
    [place] = counter.issue()
    [receipt] = counter.receipts()
    assert (receipt["points"], receipt["grade"], receipt["steps_th"], receipt["on_time"]) == (None, None, None, True)
    assert "ถึงเป้าหมายแล้ว 3 จาก 5 ข้อ · คะแนนและระดับรอข้อมูลจากระบบ" in receipt["text_th"]
    assert "ยังไม่ได้รับไฟล์ app_downloads" in receipt["text_th"]
    assert "เดือนนี้ยังจัดระดับไม่ได้" in counter.page(place)
    assert 'class="letter"' not in counter.page(place)


def test_every_district_in_the_form_tools_files_gets_its_own_receipt_and_one(open_counter: Counter) -> None:
    open_counter.hand_in(form("R1", "เทิง"), form("R2", "พาน", activities=[["31/1/2567", "อบรม"]]), at=moment(12))
    places = open_counter.issue()
    teng, phan = open_counter.receipts()
    assert sorted(places) == sorted([teng["place"], phan["place"]])
    assert [
        (row["district_code"], row["rows_accepted"], row["rows_refused"], row["grade"]) for row in (teng, phan)
    ] == [
        ("5704", 17, 0, "A"),
        ("5705", 16, 1, "B"),
    ]
    assert "ส่งคืน" not in teng["text_th"]
    assert phan["text_th"].count("ส่งคืน") == 1
    assert all(f"{name}.csv" in teng["text_th"] for name in ("summary", "publicity", "activities", "services"))


def test_an_export_of_the_form_tool_tells_those_alone_who_reported_anew(open_counter: Counter) -> None:
    both = (form("R1", "เทิง"), form("R2", "พาน", activities=[]))
    open_counter.hand_in(*both, at=moment(12))
    open_counter.issue()
    open_counter.hand_in(both[0], form("R2", "พาน"), form("R3", "ป่าแดด"), at=moment(13))
    open_counter.issue()
    told = [(row["district_code"], row["grade"]) for row in open_counter.receipts()]
    assert sorted(told) == [("5704", "A"), ("5705", "A"), ("5705", "B"), ("5706", "B")]
    assert driver.rows("select from ops.source_file where receipt_waits") == []


def test_rows_that_belong_to_no_report_are_told_to_their_district(open_counter: Counter) -> None:
    open_counter.put(
        "activities.csv", "รหัสรายงาน,อำเภอ,ประจำเดือน,วันที่,ชื่อกิจกรรม\nX-9,พาน,ก.พ. 67,5/2/2567,อบรม\n", moment(12)
    )
    open_counter.issue()
    [receipt] = open_counter.receipts()
    assert (receipt["district_code"], receipt["version"], receipt["rows_refused"]) == ("5705", None, 1)
    assert "แถวที่ส่งมายังไม่เป็นรายงานของอำเภอ" in receipt["text_th"]


def test_no_name_from_outside_becomes_markup_or_breaks_a_line(open_counter: Counter) -> None:
    name = HOSTILE.replace("/", "∕")
    summary = {**report()["summary"], "ผู้รายงาน": "นางสาวชื่อลับ", "โทรศัพท์": "0899999999"}
    open_counter.hand_in(report(name[:80] + ".xlsx", summary=summary, activities=[["x", HOSTILE]]), at=moment(12))
    [place] = open_counter.issue()
    [receipt] = open_counter.receipts()
    page = open_counter.page(place)
    assert "<script" not in page.lower() and "&lt;script&gt;" in page
    assert name[:80] in receipt["text_th"]
    assert not [secret for secret in ("ชื่อลับ", "0899999999") if secret in page + receipt["text_th"]]


def test_a_page_needs_nothing_but_itself(open_counter: Counter) -> None:
    open_counter.hand_in(report(), at=moment(12))
    page = open_counter.page(open_counter.issue()[0])
    page, fonts = re.subn(r"url\(data:font/woff2;base64,[A-Za-z0-9+/=]{20000,30000}\)", "", page)
    assert fonts == 2  # the letters of the house are in it
    assert not any(part in page for part in ("http:", "https:", "src=", "<link", "url(", "@import"))


def test_a_month_without_rules_is_received_all_the_same(counter: Counter) -> None:
    path = counter.zone / "submissions" / "57" / "2019-02" / "ก.xlsx"
    counter.put("ก.xlsx", b"", moment(12))
    path.parent.mkdir(parents=True)
    counter.hand_in(report("ข.xlsx"), at=moment(12))
    (counter.zone / "submissions" / "57" / "2024-02" / "ข.xlsx").rename(path)
    counter.take_in(moment(13))
    counter.issue()
    told = [row for row in counter.receipts() if row["period"].year == 2019]
    assert [(row["programme_code"], row["grade"]) for row in told] == [(None, None)]
    assert "ไม่มีเกณฑ์ของเดือนกุมภาพันธ์ 2562" in told[0]["text_th"]


def test_exports_of_the_platform_get_no_receipt(open_counter: Counter) -> None:
    assert EXPORTS and open_counter.issue() == []


@pytest.mark.parametrize("name", ["~$เทิง.xlsx", "อ่านก่อน.txt"])
def test_what_is_no_report_is_told_as_it_is_handed_back(counter: Counter, name: str) -> None:
    counter.put(name, b"x", moment(12))
    assert len(counter.issue()) == 1
