"""Where each known column of a file stands is kept, so that what is refused can be shown at its cell."""

from typing import Any

import pytest

SHOPS = "shop_registrations/57/2024-02/shops"
REPORT = "submissions/57/2024-02/แม่สาย.xlsx"
HEADER = ["รหัสร้านค้า", "รหัสผู้ประกอบการ", "วันที่สมัคร", "สถานะ"]


def addresses(zone: Any, sheet: str) -> dict[str, str]:
    """The address of the first cell below the heading of each column, as a spreadsheet shows it."""
    rows = zone.fetch(
        "select column_name, ops.cell_address(column_number, row_number + 1) as address"
        " from ops.file_column where sheet = %s order by column_number, row_number",
        [sheet],
    )
    return {row["column_name"]: row["address"] for row in rows}


def test_merged_titles_blank_rows_and_blank_columns_shift_nothing(zone: Any, workbook: Any) -> None:
    rows = [[], [None, None, "ทะเบียนร้านค้า"], [], [None, None, None, *HEADER], [None, None, None, "S1", "P1", "d", "s"]]
    zone.load(f"{SHOPS}.xlsx", workbook({"ข้อมูล": rows}, {"ข้อมูล": ["C2:H2"]}))
    assert addresses(zone, "ข้อมูล") == {
        "shop_id": "D5",
        "operator_id": "E5",
        "registered_on": "F5",
        "status": "G5",
    }


def test_columns_in_another_order_are_where_they_stand(zone: Any, workbook: Any) -> None:
    rows = [["สถานะ", "ลำดับ", "ผู้บันทึก", "วันที่สมัคร", None, "รหัสผู้ประกอบการ", " รหัส\u200bร้านค้า : "]]
    zone.load(f"{SHOPS}.xlsx", workbook({"ข้อมูล": rows}))
    assert addresses(zone, "ข้อมูล") == {
        "status": "A2",
        "registered_on": "D2",
        "operator_id": "F2",
        "shop_id": "G2",
    }
    [shop] = zone.fetch("select heading from ops.file_column where column_name = 'shop_id'")
    assert shop["heading"] == " รหัส\u200bร้านค้า : "


def test_a_csv_has_its_columns_below_no_sheet(zone: Any) -> None:
    zone.load(f"{SHOPS}.csv", "ร้านค้า\n\nสถานะ;รหัสร้านค้า;รหัสผู้ประกอบการ;วันที่สมัคร\n")
    assert addresses(zone, "") == {"status": "A4", "shop_id": "B4", "operator_id": "C4", "registered_on": "D4"}


def test_every_sheet_of_a_report_keeps_its_own_places(zone: Any, workbook: Any) -> None:
    summary = [["แบบรายงาน"], [None, "อำเภอ", "แม่สาย", "ประจำเดือน", "ก.พ. 67"], [None, "วันที่รายงาน", "9/3/67"]]
    sheets = {
        "สรุป": summary,
        "กิจกรรม": [[], ["ที่", "ชื่อกิจกรรม", "วันที่"]],
        "ดาวน์โหลดรายตำบล": [["จำนวน", "ตำบล"], [3, "เวียง"]],
    }
    zone.load(REPORT, workbook(sheets))
    assert addresses(zone, "กิจกรรม") == {"activity": "B3", "held_on": "C3"}
    assert addresses(zone, "ดาวน์โหลดรายตำบล") == {"downloads": "A2", "subdistrict": "B2"}
    found = zone.fetch(
        "select column_name, ops.cell_address(column_number, row_number) as address, heading"
        " from ops.file_column where sheet = 'สรุป' order by address"
    )
    assert [tuple(row.values()) for row in found] == [
        ("district", "C2", "อำเภอ"),
        ("reported_on", "C3", "วันที่รายงาน"),
        ("period", "E2", "ประจำเดือน"),
    ]


@pytest.mark.parametrize("content", ["รหัสร้านค้า,สถานะ\n", "x"])
def test_a_rejected_file_has_no_columns(zone: Any, content: str) -> None:
    assert zone.load(f"{SHOPS}.csv", content)["status"] == "rejected"
    assert zone.fetch("select * from ops.file_column") == []
