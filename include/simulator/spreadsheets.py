"""The two forms of workbook, written cell by cell: .xlsx, and .xls as versions of Excel up to 2003 saved it."""

import io
import zipfile
from datetime import date, datetime
from typing import Any, Protocol

import xlsxwriter
import xlwt

from include.simulator.records import Cell, ErrorValue, Formula

CREATED = datetime(2024, 1, 1, 8, 30)


class Spreadsheet(Protocol):
    """A workbook in the making. Rows and columns count from 0."""

    def sheet(self, name: str, hidden: bool = False) -> Any:
        """A new sheet; the first one cannot be hidden."""

    def write(self, sheet: Any, row: int, column: int, cell: Cell, bold: bool = False) -> None:
        """Writes one cell: dates as real dates, numbers as numbers, any other text as text."""

    def write_title(self, sheet: Any, row: int, first: int, last: int, text: str) -> None:
        """Writes a text, or a formula, into one cell merged of several."""

    def close(self) -> bytes:
        """The workbook's bytes."""


class NewSpreadsheet:
    """An .xlsx workbook."""

    def __init__(self, day_format: str, from_1904: bool) -> None:
        self._buffer = io.BytesIO()
        self._book = xlsxwriter.Workbook(self._buffer, {"in_memory": True, "date_1904": from_1904})
        self._book.set_properties({"title": "แบบรายงาน Click ชุมชน", "created": CREATED})
        self._title = self._book.add_format({"bold": True, "align": "center"})
        self._bold = self._book.add_format({"bold": True, "border": 1, "text_wrap": True})
        self._day = self._book.add_format({"num_format": day_format})
        self._moment = self._book.add_format({"num_format": f"{day_format} hh:mm:ss"})
        self._errors: set[str] = set()

    def sheet(self, name: str, hidden: bool = False) -> Any:
        """A new sheet; the first one cannot be hidden."""
        sheet = self._book.add_worksheet(name)
        if hidden:
            sheet.hide()
        return sheet

    def write(self, sheet: Any, row: int, column: int, cell: Cell, bold: bool = False) -> None:
        """Writes one cell: dates as real dates, numbers as numbers, any other text as text."""
        if isinstance(cell, datetime):
            sheet.write_datetime(row, column, cell, self._moment)
        elif isinstance(cell, date):
            sheet.write_datetime(row, column, cell, self._day)
        elif isinstance(cell, (int, float)):
            sheet.write_number(row, column, cell)
        elif isinstance(cell, Formula):
            sheet.write_formula(row, column, cell)
        elif isinstance(cell, ErrorValue):
            self._errors.add(cell)
            sheet.write_formula(row, column, cell, None, cell)
        elif cell is not None:
            sheet.write_string(row, column, cell, self._bold if bold else None)

    def write_title(self, sheet: Any, row: int, first: int, last: int, text: str) -> None:
        """Writes a text, or a formula, into one cell merged of several."""
        sheet.merge_range(row, first, row, last, text, self._title)

    def close(self) -> bytes:
        """The workbook's bytes."""
        self._book.close()
        content = self._buffer.getvalue()
        return _with_bare_errors(content, self._errors) if self._errors else content


def _with_bare_errors(content: bytes, errors: set[str]) -> bytes:
    """A workbook in which an error is a value: xlsxwriter writes one only as the result of a formula."""
    bare = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(bare, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            part = old.read(member)
            if member.filename.startswith("xl/worksheets/"):
                for error in errors:
                    part = part.replace(f"<f>{error}</f>".encode(), b"")
            new.writestr(member, part)
    return bare.getvalue()


class OldSpreadsheet:
    """An .xls workbook."""

    def __init__(self, day_format: str, from_1904: bool) -> None:
        self._book = xlwt.Workbook(encoding="utf-8")
        self._book.dates_1904 = from_1904
        self._plain = xlwt.XFStyle()
        self._title = xlwt.easyxf("font: bold on; align: horiz center")
        self._bold = xlwt.easyxf("font: bold on; align: wrap on")
        self._day = xlwt.easyxf(num_format_str=day_format)
        self._moment = xlwt.easyxf(num_format_str=f"{day_format} hh:mm:ss")

    def sheet(self, name: str, hidden: bool = False) -> Any:
        """A new sheet; the first one cannot be hidden."""
        sheet = self._book.add_sheet(name)
        sheet.visibility = int(hidden)
        return sheet

    def write(self, sheet: Any, row: int, column: int, cell: Cell, bold: bool = False) -> None:
        """Writes one cell: dates as real dates, numbers as numbers, any other text as text."""
        if isinstance(cell, ErrorValue):
            sheet.row(row).set_cell_error(column, "#N/A!" if cell == "#N/A" else cell)  # as xlwt calls it
        elif isinstance(cell, Formula):
            sheet.write(row, column, _formula(cell))
        elif isinstance(cell, datetime):
            sheet.write(row, column, cell, self._moment)
        elif isinstance(cell, date):
            sheet.write(row, column, cell, self._day)
        elif cell is not None:
            sheet.write(row, column, cell, self._bold if bold else self._plain)

    def write_title(self, sheet: Any, row: int, first: int, last: int, text: str) -> None:
        """Writes a text, or a formula, into one cell merged of several."""
        cell = _formula(text) if isinstance(text, Formula) else text
        sheet.write_merge(row, row, first, last, cell, self._title)

    def close(self) -> bytes:
        """The workbook's bytes."""
        buffer = io.BytesIO()
        self._book.save(buffer)
        return buffer.getvalue()


def _formula(cell: Formula) -> Any:
    return xlwt.Formula(cell.removeprefix("="))
