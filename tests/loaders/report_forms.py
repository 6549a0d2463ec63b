"""One district's report, written in every form of workbook that a district may send."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

import openpyxl
import xlsxwriter
import xlwt

NOON = datetime(2024, 2, 15, 12, 30)
FORM: dict[str, list[list[Any]]] = {
    "สรุป": [
        [],
        [None, "แบบรายงาน Click ชุมชน", None, None],
        [],
        [None, "อำเภอ", "แม่สาย"],
        [None, "ประจำเดือน", "ก.พ. ๖๗"],
        [None, "วันที่รายงาน", datetime(2024, 3, 5)],
        [None, "ร้านค้าสมัครใหม่", 5, "ราย"],
        [None, "ดาวน์โหลดรวม", "๑,๒๓๔"],
        [],
        [None, "ลงชื่อ", "......"],
    ],
    "ดาวน์โหลดรายตำบล": [
        [],
        [None, None, "ดาวน์โหลดรายตำบล", None, None],
        [None, None, "อำเภอแม่สาย", None, None],
        [None, None, "ที่", "ตำบล", "จำนวน (ราย)"],
        [None, None, 1, "เวียงพางคำ", 12],
        [None, None, 2, "แม่สาย", "๑๒"],
        [],
        [None, None, 3, "โป่งผา", 1234.0],
        [None, None, None, "รวม", 1258],
        [],
        [None, None, "ลงชื่อ", "......"],
    ],
    "ประชาสัมพันธ์": [
        ["ช่องทาง", "วันที่", "ลิงก์", "#"],
        ["Line", datetime(2024, 2, 15), "https://line.me/a?b=1&c=2", "#คลิกชุมชน"],
        ["Facebook\nTikTok", "๑๕ ก.พ. ๖๗", None, "<b> & ]]>"],
    ],
    "กิจกรรม": [["วันที่", "ชื่อกิจกรรม", "ผู้เข้าร่วม"], [NOON, " อบรม  OTOP ", 0.5], ["15/2/67", "ประชุม", "10 คน"]],
    "บันทึกข้อมูล": [["บริการ", "ถูกต้อง", "ครบถ้วน", "เป็นปัจจุบัน"], ["มีทุน", True, "✓", 1], ["มีแหล่งน้ำ", False, "x", 0]],
}
MERGED = {"สรุป": (1, 1, 3), "ดาวน์โหลดรายตำบล": (1, 2, 4)}
DATES = [
    "dd/mm/yyyy",
    "[$-107041E]d mmm yy;@",
    "[$-D070000]d/mm/yyyy;@",
    "d mmmm bbbb",
    "yyyy-mm-dd",
    "[$-th-TH]d mmm yy",
]


def by_xlsxwriter(
    form: dict[str, list[list[Any]]] = FORM,
    date_format: str = DATES[0],
    also: Callable[..., Any] = lambda *_: None,
    **how: Any,
) -> bytes:
    """The form as Excel writes it; `also` gets the workbook and its sheets before it is closed."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"default_date_format": date_format, **how}) as book:
        for name, rows in form.items():
            sheet = book.add_worksheet(name)
            for row_number, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if cell is not None:
                        write = sheet.write_string if isinstance(cell, str) else sheet.write
                        write(row_number, column, cell)
            for row_number, first, last in [MERGED[name]] if name in MERGED and not how.get("constant_memory") else []:
                sheet.merge_range(row_number, first, row_number, last, rows[row_number][first])
        also(book, book.sheetnames)
    return content.getvalue()


def by_openpyxl() -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in FORM.items():
        sheet = book.create_sheet(name)
        for row_number, cells in enumerate(rows, 1):
            for column, cell in enumerate(cells, 1):
                if cell is not None:
                    sheet.cell(row_number, column, cell)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def by_xlwt(from_1904: bool = False, date_format: str = DATES[0]) -> bytes:
    """The form as an old workbook (.xls)."""
    book = xlwt.Workbook(encoding="utf-8")
    book.dates_1904 = from_1904
    dated = xlwt.easyxf(num_format_str=date_format)
    for name, rows in FORM.items():
        sheet = book.add_sheet(name)
        for row_number, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if name in MERGED and MERGED[name][:2] == (row_number, column):
                    sheet.write_merge(row_number, row_number, column, MERGED[name][2], cell)
                elif isinstance(cell, datetime):
                    sheet.write(row_number, column, cell, dated)
                elif cell is not None:
                    sheet.write(row_number, column, cell)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def decorated(book: Any, sheets: dict[str, Any]) -> None:
    """Everything that may stand around the cells without being one."""
    table = sheets["กิจกรรม"]
    table.add_table(0, 0, 2, 2, {"columns": [{"header": heading} for heading in FORM["กิจกรรม"][0]]})
    sheets["ประชาสัมพันธ์"].autofilter(0, 0, 2, 3)
    sheets["ประชาสัมพันธ์"].set_row(2, None, None, {"hidden": True})
    sheets["ประชาสัมพันธ์"].set_column("B:B", None, None, {"hidden": True})
    sheets["ดาวน์โหลดรายตำบล"].set_column("D:E", 30, book.add_format({"bold": True}))
    sheets["ดาวน์โหลดรายตำบล"].set_row(500, 30, book.add_format({"bg_color": "yellow"}))
    sheets["ดาวน์โหลดรายตำบล"].write_comment("E5", "ตรวจแล้ว")
    sheets["บันทึกข้อมูล"].data_validation("B2:D9", {"validate": "list", "source": ["ใช่", "ไม่ใช่"]})
    sheets["บันทึกข้อมูล"].conditional_format("B2:D9", {"type": "no_blanks", "format": book.add_format({"bold": True})})
    sheets["สรุป"].protect("ลับ")
    sheets["สรุป"].freeze_panes(3, 1)
    book.define_name("รายชื่อ", "=สรุป!$B$4")


def rich(book: Any, sheets: dict[str, Any]) -> None:
    """Some letters of a cell in bold."""
    bold = book.add_format({"bold": True})
    sheets["ดาวน์โหลดรายตำบล"].write_rich_string(4, 3, "เวียง", bold, "พาง", "คำ")
    sheets["ประชาสัมพันธ์"].write_rich_string(0, 1, bold, "วัน", "ที่")
    sheets["สรุป"].write_rich_string(3, 1, "อำ", bold, "เภอ")


def rewritten(content: bytes, part: str, pattern: str, replacement: Any) -> bytes:
    """The workbook with something replaced in the XML of some of its parts."""
    changed = io.BytesIO()
    count = 0
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            if re.search(part, name):
                written, replaced = re.subn(pattern, replacement, text.decode())
                text, count = written.encode(), count + replaced
            new.writestr(name, text)
    assert count
    return changed.getvalue()


def with_phonetic_runs() -> bytes:
    run = "</t></si>", '</t><rPh sb="0" eb="1"><t>อ่านว่า</t></rPh><phoneticPr fontId="1"/></si>'
    return rewritten(by_xlsxwriter(), "sharedStrings", *run)


def without_addresses() -> bytes:
    """Cells and rows that do not say where they are stand behind the ones before."""
    return rewritten(by_xlsxwriter(), "sheet4.xml", r'(<(?:c|row)) r="[A-Z]*\d+"', r"\1")


def with_a_prefix() -> bytes:
    """As .NET writes it: every element under a prefix."""
    named = rewritten(by_xlsxwriter(), "sheet|sharedStrings|xl/workbook.xml|styles", r"<(/?)(?=[a-zA-Z])", r"<\1x:")
    return rewritten(named, "sheet|sharedStrings|xl/workbook.xml|styles", r" xmlns=", " xmlns:x=")


def hidden(book: Any, sheets: dict[str, Any]) -> None:
    sheets["กิจกรรม"].hide()
    sheets["บันทึกข้อมูล"].very_hidden()
    sheets["สรุป"].activate()


FORMS: dict[str, Callable[[], bytes]] = {
    "xlsx": by_xlsxwriter,
    "texts in the cells": lambda: by_xlsxwriter(constant_memory=True),
    "days counted from 1904": lambda: by_xlsxwriter(date_1904=True),
    "openpyxl": by_openpyxl,
    "tables, filters, hidden rows and columns": lambda: by_xlsxwriter(also=decorated),
    "rich text": lambda: by_xlsxwriter(also=rich),
    "phonetic runs": with_phonetic_runs,
    "no addresses": without_addresses,
    "prefixed": with_a_prefix,
    "hidden sheets": lambda: by_xlsxwriter(also=hidden),
    "sheets in another order": lambda: by_xlsxwriter(dict(reversed(FORM.items()))),
    "xls": by_xlwt,
    "xls from 1904": lambda: by_xlwt(from_1904=True),
    **{f"dates as {code}": partial(by_xlsxwriter, date_format=code) for code in DATES[1:]},
    **{f"xls dates as {code}": partial(by_xlwt, date_format=code) for code in DATES[1:]},
}
