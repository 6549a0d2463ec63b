"""Workbooks give every cell as text, under the row number the sheet shows."""

import io
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from include.loaders import workbooks
from include.loaders.refusal import FileRefused

SHOPS = "shop_registrations/57/2024-02/shops"
HEADER = ["รหัสร้านค้า", "รหัสผู้ประกอบการ", "วันที่สมัคร", "สถานะ"]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (12, "12"),
        (12.0, "12"),
        (1234567890123.0, "1234567890123"),
        (1e20, "100000000000000000000"),
        (12.5, "12.5"),
        (0.1, "0.1"),
        (-3.0, "-3"),
        (True, "TRUE"),
        (False, "FALSE"),
        (date(2024, 2, 15), "2024-02-15T00:00:00"),
        (datetime(2567, 2, 15, 14, 30), "2567-02-15T14:30:00"),
        (datetime(2024, 2, 15, 23, 59, 58, 999_999), "2024-02-15T23:59:59"),
        (time(9, 5), "09:05:00"),
        (timedelta(days=1, hours=12, seconds=7), "36:00:07"),
        (" ๑๕ ก.พ. ๖๗ ", " ๑๕ ก.พ. ๖๗ "),
    ],
)
def test_a_cell_is_the_text_that_was_there(cell: Any, text: str) -> None:
    assert workbooks.cell_text(cell) == text


def test_row_numbers_are_the_sheets_own(zone: Any, workbook: Any) -> None:
    shop = [None, None, "S1", 101, datetime(2024, 2, 15, 8, 30), "รออนุมัติ"]
    rows = [[], ["ร้านค้า"], [], [None, None, *HEADER], [], shop, [], [None, None, "S2", 10.5, "15/2/67", True]]
    assert zone.load(f"{SHOPS}.csv.XLSX", workbook({"ข้อมูล": rows}))["rows_read"] == 2
    found = zone.fetch("select * from raw.shop_registrations order by row_number")
    assert [
        (row["sheet"], row["row_number"], row["operator_id"], row["registered_on"], row["status"]) for row in found
    ] == [
        ("ข้อมูล", 6, "101", "2024-02-15T08:30:00", "รออนุมัติ"),
        ("ข้อมูล", 8, "10.5", "15/2/67", "TRUE"),
    ]
    assert zone.other_rows("header") == [(4, ["", "", *HEADER])]


def test_an_old_workbook_is_read_like_a_new_one(zone: Any, old_workbook: Any) -> None:
    assert zone.load(f"{SHOPS}.xls", old_workbook([HEADER, ["S1", 101.0, "15/2/67", "รออนุมัติ"]]))["reason"] is None
    found = zone.fetch("select sheet, row_number, operator_id, status from raw.shop_registrations")
    assert [tuple(row.values()) for row in found] == [("Sheet1", 2, "101", "รออนุมัติ")]


def test_every_sheet_with_the_header_is_read(zone: Any, workbook: Any) -> None:
    sheets = {
        "มกราคม": [HEADER, ["S1", "P1", "d", "s"]],
        "คำอธิบาย": [["รหัสร้านค้า คือ ..."]],
        "กุมภาพันธ์": [HEADER, ["S2", "P2", "d", "s"]],
    }
    entry = zone.load(f"{SHOPS}.xlsx", workbook(sheets))
    assert entry["rows_read"] == 2
    assert zone.findings(entry["file_id"]) == [("unknown_sheet", "มีแผ่นงาน “คำอธิบาย” นอกแบบฟอร์ม จึงไม่ได้อ่าน")]


def test_without_a_header_in_any_sheet_the_nearest_is_named(zone: Any, workbook: Any) -> None:
    entry = zone.load(f"{SHOPS}.xlsx", workbook({"ก": [["x"]], "ข": [HEADER[:3]], "ค": []}))
    assert entry["status"] == "rejected"
    assert entry["reason"] == "หัวตาราง (แถวที่ 1) ขาดคอลัมน์ “สถานะ” โปรดเพิ่มคอลัมน์แล้วส่งใหม่"


def with_far_cell(content: bytes, cell: bytes) -> bytes:
    """The same workbook, with one more cell in its last possible row."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            row = b'<row r="1048576">' + cell + b"</row></sheetData>"
            new.writestr(name, old.read(name).replace(b"</sheetData>", row))
    return changed.getvalue()


def bomb() -> bytes:
    """A small archive that unfolds to a gigabyte."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as file,
    ):
        for _ in range(600):
            file.write(bytes(1 << 20))
    return packed.getvalue()


def test_what_is_no_workbook_or_a_dangerous_one_is_refused(workbook: Any, old_workbook: Any) -> None:
    good = workbook({"ก": [HEADER]})
    protected = old_workbook([["x"]]) + "EncryptedPackage".encode("utf-16-le")
    for content, reason in [
        (b"<html><table></table></html>", "ไม่ใช่ไฟล์ Excel"),
        (good[:-100], "ไฟล์เสียหรือส่งมาไม่ครบ"),
        (good[:300] + bytes(50) + good[350:], "ไฟล์เสียหรือส่งมาไม่ครบ"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "ไฟล์เสียหรือส่งมาไม่ครบ"),
        (protected, "ตั้งรหัสผ่านไว้"),
        (with_far_cell(good, b'<c r="XFD1048576"><v>1</v></c>'), "ขยายใหญ่ผิดปกติ"),
        (bomb(), "ขยายใหญ่ผิดปกติ"),
        (bytes(workbooks.LARGEST_BYTES + 1), "ใหญ่เกิน 64 MB"),
    ]:
        with pytest.raises(FileRefused, match=reason):
            workbooks.open_workbook(io.BytesIO(content))


def test_a_far_cell_that_only_has_a_format_does_no_harm(workbook: Any) -> None:
    content = with_far_cell(workbook({"ก": [HEADER]}), b'<c r="XFD1048576" s="1"/>')
    opened = workbooks.open_workbook(io.BytesIO(content))
    assert list(workbooks.sheet_rows(opened, "ก")) == [(1, HEADER)]
