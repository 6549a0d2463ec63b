"""A district's report: a workbook of five sheets, or the form tool's CSV, one a section."""

from datetime import datetime
from typing import Any

import pytest

REPORT = "submissions/57/2024-02/รายงาน.xlsx"
SUMMARY: list[list[Any]] = [
    ["แบบรายงาน Click ชุมชน"],
    [None, "อำเภอ :", None, " อ.เมือง", None, "ประจำเดือน", "ก.พ. ๖๗"],
    [None, "วันที่รายงาน*", datetime(2024, 3, 9)],
    [None, "ผู้รายงาน", "สมศรี", "เบอร์โทร", "081"],
    [None, "จำนวนผู้ประกอบการ OTOP ที่สมัครร้านค้าใน Shop ชุมชน (ราย)", 5, "ราย"],
    [None, "พอ.", 1, "ที่ดิน", None, "กำนัน", "๓"],
    [],
    [None, "ลงชื่อ", "........"],
    [None, "พัฒนาการอำเภอ", "(สมศรี)"],
]
SECTIONS: dict[str, list[list[Any]]] = {
    "บันทึกข้อมูล": [["บริการ", "ถูกต้อง", "ครบถ้วน", "เป็นปัจจุบัน"], ["มีทุน", True, "✓", 1]],
    "กิจกรรม": [["วันที่", "ชื่อกิจกรรม"], ["1/2/67", "อบรม"], ["2/2/67", "ประชุม"]],
    "ประชาสัมพันธ์": [["วันที่", "ช่องทาง", "#"], ["1/2/67", "Line", "#คลิกชุมชน"]],
    "ดาวน์โหลด รายตำบล": [["ที่", "ตำบล", "จำนวน (ราย)"], [1, "เวียง", 12], [None, "รวม", 12], [None, "ลงชื่อ"]],
}


def report(**changed: Any) -> dict[str, Any]:
    return {**SECTIONS, "สรุป": SUMMARY, **changed}


def test_the_sheets_are_found_by_name_in_any_order(zone: Any, workbook: Any) -> None:
    entry = zone.load(REPORT, workbook(report()))
    assert (entry["status"], entry["section"], entry["rows_read"]) == ("loaded", "", 6)
    counts = zone.fetch(
        "select (select count(*) from raw.submissions_summary) as summary,"
        " (select count(*) from raw.submissions_downloads) as downloads,"
        " (select count(*) from raw.submissions_publicity) as publicity,"
        " (select count(*) from raw.submissions_activities) as activities,"
        " (select count(*) from raw.submissions_services) as services"
    )
    assert counts == [{"summary": 1, "downloads": 1, "publicity": 1, "activities": 2, "services": 1}]
    assert zone.findings(entry["file_id"]) == []


def test_a_unit_printed_beside_an_empty_figure_is_not_the_figure(zone: Any, workbook: Any) -> None:
    summary = [["อำเภอ", "เทิง"], ["ประจำเดือน", "ก.พ. 67"], ["วันที่รายงาน", "9/3/67"], ["ร้านค้าสมัครใหม่", None, "ราย"]]
    zone.load(REPORT, workbook(report(สรุป=summary)))
    assert zone.fetch("select new_shops from raw.submissions_summary") in ([{"new_shops": None}], [{"new_shops": ""}])


def test_the_summary_is_one_row_under_the_districts_label(zone: Any, workbook: Any) -> None:
    zone.load(REPORT, workbook(report()))
    [row] = zone.fetch("select * from raw.submissions_summary")
    assert {name: value for name, value in row.items() if value is not None} == {
        "file_id": row["file_id"],
        "sheet": "สรุป",
        "row_number": 2,
        "cell_rows": {
            "district": 2,
            "period": 2,
            "reported_on": 3,
            "reporter": 4,
            "phone": 4,
            "new_shops": 5,
            "district_development_officer": 6,
            "land_office_head": 6,
            "subdistrict_heads": 6,
        },
        "district": " อ.เมือง",
        "period": "ก.พ. ๖๗",
        "reported_on": "2024-03-09T00:00:00",
        "reporter": "สมศรี",
        "phone": "081",
        "new_shops": "5",
        "district_development_officer": "1",
        "subdistrict_heads": "๓",
        "extra": {"D5": "ราย", "C9": "(สมศรี)"},
    }
    assert zone.other_rows("title")[0] == (1, ["แบบรายงาน Click ชุมชน"])
    assert (8, ["", "ลงชื่อ", "........"]) in zone.other_rows("signature")


def test_a_missing_or_empty_sheet_and_a_strange_one_are_told(zone: Any, workbook: Any) -> None:
    sheets = report(กิจกรรม=[[" "]], ภาพถ่าย=[["x"]])
    del sheets["ประชาสัมพันธ์"]
    entry = zone.load(REPORT, workbook(sheets))
    assert (entry["status"], entry["rows_read"]) == ("loaded", 3)
    assert [(code, text.split("”")[0]) for code, text in zone.findings(entry["file_id"])] == [
        ("unknown_sheet", "แผ่นงาน “ภาพถ่าย"),
        ("missing_sheet", "แผ่นงาน “ประชาสัมพันธ์"),
        ("missing_sheet", "แผ่นงาน “กิจกรรม"),
    ]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        (
            {"สรุป": [["อำเภอ", "เมือง"], ["ประจำเดือน", "ก.พ. 67"]]},
            "แผ่นงานสรุปขาดช่อง “วันที่รายงาน” โปรดใช้แบบฟอร์มตามที่กำหนดแล้วส่งใหม่",
        ),
        ({"สรุป": [*SUMMARY, ["อำเภอ", "แม่สาย"]]}, "แผ่นงานสรุปมีช่อง “อำเภอ” ซ้ำกัน โปรดเหลือไว้ช่องเดียวแล้วส่งใหม่"),
        (
            {"กิจกรรม": [["วันที่", "เรื่อง"]]},
            "แผ่นงาน “กิจกรรม”: หัวตาราง (แถวที่ 1) ขาดคอลัมน์ “ชื่อกิจกรรม” โปรดเพิ่มคอลัมน์แล้วส่งใหม่",
        ),
        ({"สรุป ": SUMMARY}, "มีแผ่นงาน “สรุป” ซ้ำกัน โปรดเหลือไว้แผ่นเดียวแล้วส่งใหม่"),
    ],
)
def test_a_report_that_cannot_be_read_is_rejected_whole(
    zone: Any, workbook: Any, changed: dict[str, Any], reason: str
) -> None:
    entry = zone.load(REPORT, workbook(report(**changed)))
    assert (entry["status"], entry["rows_read"], entry["reason"]) == ("rejected", 0, reason)
    assert zone.fetch("select * from raw.submissions_summary") == zone.fetch("select * from raw.other_row") == []


def test_a_report_without_a_summary_sheet_is_rejected(zone: Any, workbook: Any) -> None:
    assert zone.load(REPORT, workbook(SECTIONS))["reason"] == "ไม่มีแผ่นงาน “สรุป” โปรดใช้แบบฟอร์มตามที่กำหนดแล้วส่งใหม่"


FORM = "รหัสรายงาน,ประทับเวลา,อำเภอ,ประจำเดือน,"


@pytest.mark.parametrize(
    ("name", "section", "headings"),
    [
        ("summary.csv", "summary", "วันที่รายงาน"),
        ("Downloads (1).csv", "downloads", "ตำบล,จำนวน"),
        ("PUBLICITY_2.CSV", "publicity", "วันที่,ช่องทาง"),
        ("activities-2.csv", "activities", "วันที่,ชื่อกิจกรรม"),
        ("services(3).csv", "services", "บริการ,ถูกต้อง,ครบถ้วน,เป็นปัจจุบัน"),
    ],
)
def test_a_form_tools_section_is_known_by_its_file_name(zone: Any, name: str, section: str, headings: str) -> None:
    values = ",".join("x" for _ in headings.split(","))
    entry = zone.load(
        f"submissions/57/2024-02/{name}", f"{FORM}{headings}\nR1,2024-03-09 10:00,เมือง,ก.พ. 67,{values}\n"
    )
    assert (entry["status"], entry["section"], entry["rows_read"]) == ("loaded", section, 1)
    assert zone.fetch(f"select report_id, submitted_at, row_number from raw.submissions_{section}") == [
        {"report_id": "R1", "submitted_at": "2024-03-09 10:00", "row_number": 2}
    ]


def test_a_form_tools_section_has_to_say_whose_report_it_is(zone: Any) -> None:
    entry = zone.load("submissions/57/2024-02/downloads.csv", "ตำบล,จำนวน\nเวียง,3\n")
    assert entry["reason"] == "หัวตาราง (แถวที่ 1) ขาดคอลัมน์ “รหัสรายงาน” “อำเภอ” “ประจำเดือน” โปรดเพิ่มคอลัมน์แล้วส่งใหม่"
