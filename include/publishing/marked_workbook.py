"""A sender's own workbook with what was refused in it: each cell coloured, with a note; nothing else changed."""

import io
import re
import zipfile
from collections.abc import Sequence
from copy import copy
from datetime import UTC, datetime, time
from typing import Any

import openpyxl
import python_calamine
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from include.publishing.refusal_sheet import SHEET, Refusal, clean, write_text

AUTHOR = "Click ชุมชน"  # of the notes: those of an earlier hand-back are known by it, and taken out
# A district's workbook has some tens of kilobytes; openpyxl lays it out in fifty times its unpacked size.
LARGEST_BYTES = 8 << 20
LARGEST_UNPACKED = 32 << 20
LARGEST_CELLS = 1_000_000

_MARK = PatternFill("solid", start_color="FFFFA3A3")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_WIDEST, _NARROWEST = 60, 9
_DAY, _MOMENT = "dd/mm/yyyy", "dd/mm/yyyy hh:mm:ss"
_MODIFIED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


class CannotCopy(Exception):
    """A workbook that is not copied; its text says why, in Thai, as part of a sentence."""


def copy_of(content: bytes) -> Workbook:
    """The workbook, without the marks of an earlier hand-back. Raises CannotCopy.

    An .xls comes as an .xlsx with the same values in the same cells; so does an .xlsx that openpyxl cannot lay out.
    """
    if len(content) > LARGEST_BYTES:
        raise CannotCopy(f"ไฟล์ใหญ่เกิน {LARGEST_BYTES >> 20} MB")
    if content.startswith(_ZIP):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
        if unpacked > LARGEST_UNPACKED:
            raise CannotCopy(f"ไฟล์มีข้อมูลเกิน {LARGEST_UNPACKED >> 20} MB")
        try:
            book = openpyxl.load_workbook(io.BytesIO(content))
        except Exception:  # openpyxl has many ways to say that it does not know something in a workbook
            return _values_of(content)
        _take_out_marks(book)
        return book
    if content.startswith(_OLE):
        return _values_of(content)
    raise CannotCopy("ไฟล์ไม่ใช่ Excel")


def mark(book: Workbook, refusals: Sequence[Refusal]) -> dict[Refusal, str]:
    """Colour the cells of the refusals and put notes on them; returns the cell at which each is shown.

    A refusal without a cell is shown at the first filled cell of its row. What was hidden is brought into sight.
    """
    links: dict[Refusal, str] = {}
    notes: dict[tuple[str, str], list[str]] = {}
    for refusal in refusals:
        if refusal.row_number is None or refusal.sheet not in book.sheetnames:
            continue
        sheet = book[refusal.sheet]
        address = _first_of_merged(sheet, refusal.cell or _first_filled(sheet, refusal.row_number))
        links[refusal] = address
        notes.setdefault((refusal.sheet, address), []).append(clean(refusal.message))
    for (name, address), messages in notes.items():
        _mark_cell(book[name], address, messages)
    return links


def add_first_sheet(book: Workbook) -> Worksheet:
    """A sheet for the list of refusals, in front and the one that is open."""
    if SHEET in book.sheetnames:
        del book[SHEET]
    sheet = book.create_sheet(SHEET, 0)
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet
    book.active = 0
    return sheet


def as_bytes(book: Workbook, at: datetime) -> bytes:
    """The workbook's file. It says of itself that it was made `at`: the same content gives the same bytes."""
    written = io.BytesIO()
    ExcelWriter(book, zipfile.ZipFile(written, "w", zipfile.ZIP_STORED)).save()
    stamp = at.timetuple()[:6]
    result = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "docProps/core.xml":
                part = _MODIFIED.sub(rb"\g<1>" + f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}".encode(), part)
            target.writestr(zipfile.ZipInfo(name, stamp), part, zipfile.ZIP_DEFLATED)
    return result.getvalue()


def _values_of(content: bytes) -> Workbook:
    """A new workbook with the values of another, cell by cell. Raises CannotCopy."""
    book = Workbook()
    book.remove(book.active)
    try:
        source = python_calamine.load_workbook(io.BytesIO(content))
        for name in source.sheet_names:
            found = source.get_sheet_by_name(name)
            if found.total_height * found.total_width > LARGEST_CELLS:
                raise CannotCopy("ไฟล์มีข้อมูลในช่องที่อยู่ไกลมาก")
            _write_values(book.create_sheet(name), found.to_python(skip_empty_area=False))
    except (CannotCopy, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as failure:  # the reader panics on some damaged files, which is no Exception
        raise CannotCopy("เปิดไฟล์ต้นฉบับไม่ได้") from failure
    return book


def _write_values(sheet: Worksheet, rows: list[list[Any]]) -> None:
    widths: dict[int, int] = {}
    for row_number, values in enumerate(rows, 1):
        for column, value in enumerate(values, 1):
            if value == "":
                continue
            cell = sheet.cell(row_number, column)
            if isinstance(value, str):
                write_text(cell, value)
            else:
                cell.value = int(value) if isinstance(value, float) and value.is_integer() else value
                if cell.is_date:
                    has_time = isinstance(value, datetime) and value.time() != time.min
                    cell.number_format = _MOMENT if has_time else _DAY
            widths[column] = max(widths.get(column, _NARROWEST), min(len(str(value)) + 2, _WIDEST))
    for column, width in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = width


def _take_out_marks(book: Workbook) -> None:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.comment is not None and cell.comment.author == AUTHOR:
                    cell.comment = None
                    cell.fill = PatternFill()


def _mark_cell(sheet: Worksheet, address: str, messages: list[str]) -> None:
    cell = sheet[address]
    cell.fill = copy(_MARK)
    lines = [f"• {message}" for message in dict.fromkeys(messages)]
    if cell.comment is not None:
        lines.insert(0, cell.comment.text)
    text = "\n".join(lines)
    shown = sum(-(-len(line) // 42) for line in text.split("\n"))
    cell.comment = Comment(text, AUTHOR, height=24 + 20 * shown, width=320)
    sheet.sheet_state = "visible"
    sheet.row_dimensions[cell.row].hidden = False
    sheet.column_dimensions[cell.column_letter].hidden = False


def _first_filled(sheet: Worksheet, row_number: int) -> str:
    if row_number > sheet.max_row:
        return f"A{row_number}"
    filled = (cell.coordinate for cell in sheet[row_number] if cell.value not in (None, ""))
    return next(filled, f"A{row_number}")


def _first_of_merged(sheet: Worksheet, address: str) -> str:
    """The cell itself, or the first of the merged ones it is part of: the others hold nothing."""
    found = (area.start_cell.coordinate for area in sheet.merged_cells.ranges if address in area)
    return next(found, address)
