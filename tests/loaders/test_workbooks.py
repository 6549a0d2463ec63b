"""Workbooks give every cell as text, under the row number the sheet shows."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import xlsxwriter

from include.loaders import limits, workbooks
from include.loaders.refusal import FileRefused

SHOPS = "shop_registrations/57/2024-02/shops"
HEADER = ["รหัสร้านค้า", "รหัสผู้ประกอบการ", "วันที่สมัคร", "สถานะ"]


@pytest.mark.parametrize(
    ("cell", "form", "text"),
    [
        (12, None, "12"),
        (12.0, None, "12"),
        (0, None, "0"),
        (1234567890123.0, None, "1234567890123"),
        (1e20, None, "100000000000000000000"),
        (12.5, None, "12.5"),
        (0.1, None, "0.1"),
        (-3.0, None, "-3"),
        (True, None, "TRUE"),
        (False, None, "FALSE"),
        (date(2024, 2, 15), "dd/mm/yyyy", "2024-02-15T00:00:00"),
        (date(2024, 2, 15), "[$-1070000]d mmm bb;@", "2024-02-15T00:00:00"),
        (datetime(2567, 2, 15, 14, 30), "d/m/yyyy h:mm", "2567-02-15T14:30:00"),
        (datetime(2024, 2, 15, 23, 59, 58, 999_999), "h:mm:ss", "2024-02-15T23:59:59"),
        (date(1900, 1, 1), "d/m/yy", "1900-01-01T00:00:00"),
        (time(9, 5), "h:mm", "09:05:00"),
        (timedelta(days=1, hours=12, seconds=7), "[h]:mm:ss", "36:00:07"),
        (45_337, '#,##0 "day"', "45337"),
        (-1, "d/m/yyyy", "-1"),
        (" ๑๕ ก.พ. ๖๗ ", None, " ๑๕ ก.พ. ๖๗ "),
        ("เม้าท์ & <ข่าว>\nใหม่", None, "เม้าท์ & <ข่าว>\nใหม่"),
        ("a_x000D_b\r", None, "a_x000D_b\r"),
    ],
)
def test_a_cell_is_the_text_that_was_there(cell: Any, form: str | None, text: str) -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        book.add_worksheet().write(0, 0, cell, book.add_format({"num_format": form} if form else {}))
    assert list(workbooks.open_workbook(content).rows("Sheet1")) == [(1, [text])]


@pytest.mark.parametrize("format_id", [14, 22, 71, 77, 81])
def test_a_date_in_one_of_excels_own_forms_is_a_date_in_its_thai_forms_too(format_id: int) -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        book.add_worksheet().write(0, 0, 45_337.5, book.add_format({"num_format": format_id}))
    assert list(workbooks.open_workbook(content).rows("Sheet1")) == [(1, ["2024-02-15T12:00:00"])]


def changed(content: bytes, member: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same workbook with one of its members changed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == member else old.read(name))
    return packed.getvalue()


def of_one_sheet(data: str) -> bytes:
    """A workbook of one sheet with these rows, as XML."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        book.add_worksheet()
    return changed(
        content.getvalue(),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"<sheetData/>", f"<sheetData>{data}</sheetData>".encode()),
    )


def rows_of(content: bytes) -> list[tuple[int, list[str]]]:
    workbook = workbooks.open_workbook(io.BytesIO(content))
    return list(workbook.rows(workbook.sheet_names[0]))


@pytest.mark.parametrize(
    ("cells", "texts"),
    [
        ('<c r="A1"><f>1+1</f><v>2</v></c>', ["=1+1"]),
        ('<c r="A1"><f>1+1</f></c>', ["=1+1"]),
        ('<c r="A1" t="str"><f>"a"&amp;"b"</f><v>ab</v></c>', ['="a"&"b"']),
        ('<c r="A1"><f t="shared" si="0"/><v>2</v></c>', ["=…"]),
        ('<c r="A1"><f></f><v>2</v></c>', ["=…"]),
        ('<c r="A1" t="e"><v>#REF!</v></c>', ["#REF!"]),
        ('<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', ["=1/0"]),
        ('<c r="A1" t="inlineStr"><is><t>ก</t></is></c>', ["ก"]),
        ('<c r="A1" t="inlineStr"><is><r><t>ก</t></r><r><rPh><t>x</t></rPh><t> ข</t></r></is></c>', ["ก ข"]),
        ('<c r="A1" t="str"><v>a&amp;b</v></c>', ["a&b"]),
        ('<c r="A1" t="d"><v>2024-02-15</v></c>', ["2024-02-15T00:00:00"]),
        ('<c r="A1"><v>1e400</v></c>', ["1e400"]),
        ("<c><v>1</v></c><c/><c><v>3</v></c>", ["1", "", "3"]),
        ("<c r='A1'><v>1</v></c><c r='C1' t='b'><v>1</v></c>", ["1", "", "TRUE"]),
        ('<c r="A1"><!-- x --><v>1</v></c><c r="B1"><v><![CDATA[2]]></v></c>', ["1", "2"]),
        ('<c r="A1"><v>1</v><extLst><ext><c r="B1"><v>9</v></c></ext></extLst></c>', None),
        ('<c r="B1"><v>1</v></c><c r="A1"><v>2</v></c>', None),
        ('<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>', None),
        ('<c r="A1" t="s"><v>0</v></c>', None),
        ('<c r="A1" t="s"><v>-1</v></c>', None),
        ('<c r="A1" t="unknown"><v>1</v></c>', None),
        ('<c r="A1" s="77"><v>1</v></c>', None),
        ('<c r="A1"><v>&lol;</v></c>', None),
    ],
)
def test_every_way_of_writing_a_cell_is_understood_or_refused(cells: str, texts: list[str] | None) -> None:
    content = of_one_sheet(f'<row r="1">{cells}</row>')
    if texts is None:
        with pytest.raises(FileRefused) as refused:
            rows_of(content)
        assert refused.value.code == "broken_workbook"
    else:
        assert rows_of(content) == [(1, texts)]


def test_rows_without_a_number_follow_the_one_before() -> None:
    assert rows_of(of_one_sheet("<row/><row><c><v>1</v></c></row><row r='7'><c><v>2</v></c></row>")) == [
        (2, ["1"]),
        (7, ["2"]),
    ]


def test_no_row_is_lost_or_doubled_where_a_large_sheet_is_read_in_pieces() -> None:
    strange = {20_000: "<c r='A20000'><v>20000</v></c>", 40_000: '<c r="A40000"><f>1</f><v>7</v></c>'}
    rows = (f'<c r="A{number}"><v>{number}</v></c><c r="C{number}" s="0"/>' for number in range(1, 60_001))
    data = "".join(
        f'<row r="{number}" spans="1:3">{strange.get(number, cells)}</row>' for number, cells in enumerate(rows, 1)
    )
    expected = [(number, [str(number)]) for number in range(1, 60_001)]
    expected[39_999] = (40_000, ["=1"])
    assert rows_of(of_one_sheet(data)) == expected


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
    [(code, told)] = zone.findings(entry["file_id"])
    assert code == "unknown_sheet" and told.startswith("แผ่นงาน “คำอธิบาย”: ไม่ใช่แผ่นงานของแบบฟอร์ม จึงไม่ได้อ่าน")


def test_without_a_header_in_any_sheet_the_nearest_is_named(zone: Any, workbook: Any) -> None:
    entry = zone.load(f"{SHOPS}.xlsx", workbook({"ก": [["x"]], "ข": [HEADER[:3]], "ค": []}))
    assert entry["status"] == "rejected"
    assert entry["reason"] == "หัวตาราง (แถวที่ 1) ขาดคอลัมน์ “สถานะ” โปรดเพิ่มคอลัมน์แล้วส่งใหม่"


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
    for content, reason in [
        (b"<html><table></table></html>", "ไม่ใช่ไฟล์ Excel"),
        (good[:-100], "ไฟล์เสียหรือส่งมาไม่ครบ"),
        (good[:300] + bytes(50) + good[350:], "ไฟล์เสียหรือส่งมาไม่ครบ"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "ไฟล์เสียหรือส่งมาไม่ครบ"),
        (
            old_workbook([["x"]]).replace("Workbook".encode("utf-16-le"), "Contents".encode("utf-16-le")),
            "ไม่ใช่ไฟล์ Excel",
        ),
        (of_one_sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "เกิน 1,000 คอลัมน์"),
        (of_one_sheet('<row r="1048576"><c r="A1048576"><v>1</v></c></row>'), "ไม่มีข้อมูลเกิน 100,000 แถว"),
        (bomb(), "ขยายใหญ่ผิดปกติ"),
        (bytes(limits.WORKBOOK_BYTES + 1), "ใหญ่เกิน 64 MB"),
    ]:
        with pytest.raises(FileRefused, match=reason):
            rows_of(content)


def test_a_far_cell_that_only_has_a_format_does_no_harm() -> None:
    data = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'
    assert rows_of(of_one_sheet(data)) == [(1, ["1"])]
