"""The same table in every form that the contract names gives the same texts, under the same sheet, row and column."""

import csv
import gzip
import io
import itertools
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
import xlwt

from include.loaders import workbooks

from .report_forms import FORM, FORMS, MERGED, by_xlsxwriter, by_xlwt, with_a_prefix

SHOPS = "shop_registrations/57/2024-02/shops"
REPORT = "submissions/57/2024-02/แม่สาย"
HEADINGS = ["สถานะ", "รหัสร้านค้า", "ชื่อร้านค้า", "วันที่สมัคร", "รหัสผู้ประกอบการ", "จำนวนสินค้า"]
TABLE = [
    ["อนุมัติแล้ว", "S1", "ร้าน “แม่ฟ้า”", "๑๕ ก.พ. ๖๗", "P1", "๑,๒๓๔"],
    ["รออนุมัติ", "S2", 'ร้าน "สอง\nบรรทัด", ใหม่; เก่า\tสด', "15/02/2567", "P2", "12.0"],
    ["ไม่อนุมัติ", "S3", "", "2024-02-15", "P3", ""],
]
# What stands there in the older Thai encoding alone: 0x80, 0x85, 0xA0.
SIGNS = ["อนุมัติแล้ว", "S4", "€ … น้ำ\u00a0ปลา", "15-2-67", "P4", "3"]


def shops(zone: Any, entry: dict[str, Any]) -> list[list[str | None]]:
    """The texts of one file's shops in the order of HEADINGS, behind their row numbers."""
    assert (entry["status"], entry["reason"]) == ("loaded", None)
    found = zone.fetch(
        "select * from raw.shop_registrations where file_id = %s order by row_number", [entry["file_id"]]
    )
    columns = ("row_number", "status", "shop_id", "shop_name", "registered_on", "operator_id", "products")
    return [[row[column] for column in columns] for row in found]


def as_csv(rows: list[list[str]], separator: str, end: str) -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=separator, lineterminator=end).writerows(rows)
    return written.getvalue()


def expected(rows: list[list[str]], first: int) -> list[list[Any]]:
    return [[row_number, *(cell or None for cell in row)] for row_number, row in enumerate(rows, first)]


MARKS = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "cp874", "tis-620"])
def test_a_csv_says_the_same_in_every_encoding_separator_line_end_and_packed(zone: Any, encoding: str) -> None:
    rows = [row[:] for row in TABLE]
    if encoding == "tis-620":
        rows[0][2] = "ร้านแม่ฟ้า"
    elif encoding == "cp874":
        rows.append(SIGNS)
    for separator, end, is_packed in itertools.product(",;\t", ["\n", "\r\n"], [False, True]):
        text = as_csv([["ทะเบียนร้านค้า"], [], HEADINGS, *rows], separator, end)
        content = MARKS.get(encoding, b"") + text.encode(encoding)
        name = f"{SHOPS} {ord(separator)} {len(end)}.csv" + ".gz" * is_packed
        entry = zone.load(name, gzip.compress(content) if is_packed else content)
        assert shops(zone, entry) == expected(rows, 4), (separator, end, is_packed)


def test_a_gzip_of_several_parts_is_read_to_its_end(zone: Any) -> None:
    parts = [as_csv([row], ",", "\n").encode() for row in [HEADINGS, *TABLE]]
    entry = zone.load(f"{SHOPS}.csv.gz", b"".join(map(gzip.compress, parts)))
    assert shops(zone, entry) == expected(TABLE, 2)


def test_a_csv_is_known_by_its_bytes_not_by_the_gz_of_its_name(zone: Any) -> None:
    content = as_csv([HEADINGS, *TABLE], ",", "\n").encode()
    assert shops(zone, zone.load(f"{SHOPS}.csv.gz", content)) == expected(TABLE, 2)
    assert shops(zone, zone.load(f"{SHOPS}.csv", gzip.compress(content))) == expected(TABLE, 2)


def test_another_kind_of_file_in_a_gzip_or_under_the_name_of_a_csv_is_told(zone: Any, workbook: Any) -> None:
    book = workbook({"ก": [HEADINGS, *TABLE]})
    table = as_parquet()
    for number, content in enumerate([book, gzip.compress(book), table, gzip.compress(table)]):
        entry = zone.load(f"{SHOPS}{number}.csv" + ".gz" * (number % 2), content)
        assert entry["status"] == "rejected" and "ไฟล์นี้ไม่ใช่ CSV" in entry["reason"]
    for number, content in enumerate([gzip.compress(book), table, as_csv([HEADINGS, *TABLE], ",", "\n").encode()]):
        entry = zone.load(f"{SHOPS}{number}.xlsx", content)
        assert entry["status"] == "rejected" and "ไม่ใช่ไฟล์ Excel" in entry["reason"]


@pytest.mark.parametrize(
    ("header", "rows"),
    [("cp874", "utf-8"), ("utf-8", "cp874"), ("cp874", "latin-1"), ("utf-8", "latin-1")],
)
def test_a_file_of_two_encodings_is_refused_not_misread(zone: Any, header: str, rows: str) -> None:
    cells = "S1,P1,1/2/67,s,Café Ünïque ÿ" if rows == "latin-1" else "S1,P1,1/2/67,s,ยะลา"
    content = "รหัสร้านค้า,รหัสผู้ประกอบการ,วันที่สมัคร,สถานะ,ชื่อร้านค้า\n".encode(header) + cells.encode(rows)
    entry = zone.load(f"{SHOPS}.csv", content)
    assert entry["status"] == "rejected" and "อ่านตัวอักษรในไฟล์ไม่ได้" in entry["reason"]


def as_parquet() -> bytes:
    content = io.BytesIO()
    pq.write_table(
        pa.table({heading: list(cells) for heading, cells in zip(HEADINGS, zip(*TABLE, strict=True), strict=True)}),
        content,
    )
    return content.getvalue()


def test_an_export_says_the_same_as_a_csv_a_workbook_and_a_parquet(zone: Any, workbook: Any, old_workbook: Any) -> None:
    rows = [HEADINGS, *TABLE]
    files = {
        "csv": as_csv(rows, ",", "\n").encode(),
        "xlsx": workbook({"ข้อมูล": rows}),
        "xls": old_workbook(rows),
        "parquet": as_parquet(),
    }
    for kind, content in files.items():
        first = 1 if kind == "parquet" else 2
        assert shops(zone, zone.load(f"{SHOPS}.{kind}", content)) == expected(TABLE, first), kind


def texts(zone: Any, table: str, *columns: str) -> list[tuple[Any, ...]]:
    found = zone.fetch(f"select {', '.join(('sheet', 'row_number', *columns))} from raw.{table} order by row_number")
    return [tuple(row.values()) for row in found]


@pytest.mark.parametrize("form", FORMS)
def test_a_report_says_the_same_in_every_form_of_workbook(zone: Any, form: str) -> None:
    content = FORMS[form]()
    entry = zone.load(f"{REPORT}.{'xlsx' if content.startswith(b'PK') else 'xls'}", content)
    assert (entry["status"], entry["reason"], entry["rows_read"]) == ("loaded", None, 10)
    assert texts(zone, "submissions_summary", "district", "period", "reported_on", "new_shops", "downloads_total") == [
        ("สรุป", 4, "แม่สาย", "ก.พ. ๖๗", "2024-03-05T00:00:00", "5", "๑,๒๓๔")
    ]
    assert texts(zone, "submissions_downloads", "subdistrict", "downloads") == [
        ("ดาวน์โหลดรายตำบล", 5, "เวียงพางคำ", "12"),
        ("ดาวน์โหลดรายตำบล", 6, "แม่สาย", "๑๒"),
        ("ดาวน์โหลดรายตำบล", 8, "โป่งผา", "1234"),
    ]
    assert texts(zone, "submissions_publicity", "posted_on", "channel", "link", "hashtags") == [
        ("ประชาสัมพันธ์", 2, "2024-02-15T00:00:00", "Line", "https://line.me/a?b=1&c=2", "#คลิกชุมชน"),
        ("ประชาสัมพันธ์", 3, "๑๕ ก.พ. ๖๗", "Facebook\nTikTok", None, "<b> & ]]>"),
    ]
    assert texts(zone, "submissions_activities", "held_on", "activity", "participants") == [
        ("กิจกรรม", 2, "2024-02-15T12:30:00", " อบรม  OTOP ", "0.5"),
        ("กิจกรรม", 3, "15/2/67", "ประชุม", "10 คน"),
    ]
    assert texts(zone, "submissions_services", "service", "correct", "complete", '"current"') == [
        ("บันทึกข้อมูล", 2, "มีทุน", "TRUE", "✓", "1"),
        ("บันทึกข้อมูล", 3, "มีแหล่งน้ำ", "FALSE", "x", "0"),
    ]
    assert zone.findings(entry["file_id"]) == []
    kinds = zone.fetch("select sheet, kind, array_agg(row_number order by row_number) from raw.other_row group by 1, 2")
    assert {(row["sheet"], row["kind"]): row["array_agg"] for row in kinds} == {
        ("สรุป", "title"): [2],
        ("สรุป", "signature"): [10],
        ("ดาวน์โหลดรายตำบล", "title"): [2, 3],
        ("ดาวน์โหลดรายตำบล", "header"): [4],
        ("ดาวน์โหลดรายตำบล", "total"): [9],
        ("ดาวน์โหลดรายตำบล", "signature"): [11],
        **{(sheet, "header"): [1] for sheet in ("ประชาสัมพันธ์", "กิจกรรม", "บันทึกข้อมูล")},
    }
    places = zone.fetch(
        "select sheet, column_name, ops.cell_address(column_number, row_number) as at from ops.file_column"
    )
    assert {f"{row['sheet']}.{row['column_name']}": row["at"] for row in places} == {
        "สรุป.district": "C4",
        "สรุป.period": "C5",
        "สรุป.reported_on": "C6",
        "สรุป.new_shops": "C7",
        "สรุป.downloads_total": "C8",
        "ดาวน์โหลดรายตำบล.subdistrict": "D4",
        "ดาวน์โหลดรายตำบล.downloads": "E4",
        "ประชาสัมพันธ์.channel": "A1",
        "ประชาสัมพันธ์.posted_on": "B1",
        "ประชาสัมพันธ์.link": "C1",
        "ประชาสัมพันธ์.hashtags": "D1",
        "กิจกรรม.held_on": "A1",
        "กิจกรรม.activity": "B1",
        "กิจกรรม.participants": "C1",
        "บันทึกข้อมูล.service": "A1",
        "บันทึกข้อมูล.correct": "B1",
        "บันทึกข้อมูล.complete": "C1",
        "บันทึกข้อมูล.current": "D1",
    }


def test_sheets_are_known_whatever_stands_around_their_names(zone: Any) -> None:
    names = {
        "สรุป": " สรุป ",
        "ดาวน์โหลดรายตำบล": "ดาวน์โหลด รายตำบล",
        "ประชาสัมพันธ์": "ประชา\u200bสัมพันธ์",
        "กิจกรรม": "กิจกรรม\u00a0",
    }
    entry = zone.load(f"{REPORT}.xlsx", by_xlsxwriter({names.get(name, name): rows for name, rows in FORM.items()}))
    assert (entry["reason"], entry["rows_read"], zone.findings(entry["file_id"])) == (None, 10, [])
    assert [row[0] for row in texts(zone, "submissions_activities")] == ["กิจกรรม\u00a0"] * 2


# A number as its format shows it to whoever fills in the form: cell, format, text.
SHOWN: list[tuple[Any, str, str]] = [
    (0.5, "0%", "50%"),
    (1, "0%", "100%"),  # typed as 100 into a cell with this format: never a count of 1
    (0.07, "0.00%", "7%"),
    (0.125, "0.0%", "12.5%"),
    (-0.5, "0%;[Red]-0%", "-50%"),
    (12, '0"%"', "12"),
    (12, '0" ราย"', "12"),
    (12, "[$-D00041E]0", "12"),
    (1234, "#,##0.00", "1234"),
    (45337, "General", "45337"),
    (45337, "d mmm bbbb", "2024-02-15T00:00:00"),
    (45337.5, "[$-101041E]d mmm yy hh:mm", "2024-02-15T12:00:00"),
    (0.395833333333333, "hh:mm", "09:30:00"),
    (1.5, "[h]:mm:ss", "36:00:00"),
]


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_a_number_is_what_its_format_makes_of_it(kind: str) -> None:
    content = io.BytesIO()
    if kind == "xlsx":
        with xlsxwriter.Workbook(content) as book:
            sheet = book.add_worksheet("ก")
            for row_number, (cell, code, _) in enumerate(SHOWN):
                sheet.write(row_number, 0, cell, book.add_format({"num_format": code}))
    else:
        old_book = xlwt.Workbook()
        old_sheet = old_book.add_sheet("ก")
        for row_number, (cell, code, _) in enumerate(SHOWN):
            old_sheet.write(row_number, 0, cell, xlwt.easyxf(num_format_str=code))
        old_book.save(content)
    opened = workbooks.open_workbook(content)
    assert [cells for _, cells in opened.rows("ก")] == [[text] for _, _, text in SHOWN]


def test_merged_ranges_are_known_in_every_form_of_workbook() -> None:
    for content in (by_xlsxwriter(), with_a_prefix(), by_xlwt()):
        opened = workbooks.open_workbook(io.BytesIO(content))
        assert {name: opened.merged(name) for name in MERGED} == {
            name: {(row_number + 1, first): last} for name, (row_number, first, last) in MERGED.items()
        }
