"""A sheet of the workbook: its heading and edition, tables with headings that stay in sight, and how it is printed.

Rows are written downwards only, each once: the workbook is streamed to disk and never whole in memory.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from include.periods import BANGKOK
from include.publishing import wording
from include.publishing.results.shapes import Edition
from include.publishing.workbook.style import (
    HIGHEST_ROW,
    LINE_HEIGHT,
    Styles,
    clean,
    is_like_a_formula,
    lines_of,
    look_of,
)

NOTHING = "ไม่มีรายการ"
_PAPER_A4 = 9
_LONGEST_REASON = 160  # the summary has all of it
_HEADING_WIDTH = 100.0  # digits that the lines above a table may take

Cells = Sequence[Any]


class Column(NamedTuple):
    """A column of a table; `kind` is a look of style.py."""

    heading: str
    width: float
    kind: str = "text"


class As(NamedTuple):
    """A value that looks otherwise than its column."""

    value: Any
    kind: str


class Span(NamedTuple):
    """Where a table's rows stand, counted from 0; `last` is before `first` where there is none."""

    first: int
    last: int

    @property
    def empty(self) -> bool:
        """Whether it has no rows."""
        return self.last < self.first


@dataclass
class Book:
    """A workbook in the making: what all its sheets share."""

    book: Any
    style: Styles
    edition: Edition

    def page(self, name: str, note: str, widths: Sequence[float], *, landscape: bool = True) -> "Page":
        """A new sheet with its heading, columns of the widths given."""
        page = Page(self, name, self.book.add_worksheet(name), list(widths))
        page.begin(note, landscape)
        return page

    @property
    def month(self) -> str:
        """Which province and month it is of."""
        edition = self.edition
        return f"{edition.programme_name_th} จังหวัด{edition.province_name_th} เดือน{wording.month(edition.period)}"

    @property
    def mark(self) -> str:
        """Which edition it is, and its proof code."""
        edition = self.edition
        kind = wording.edition(edition.kind, edition.revision)
        if edition.taken_at is None:
            return kind
        reason = edition.reason or ""
        told = reason if len(reason) <= _LONGEST_REASON else reason[: _LONGEST_REASON - 1] + "…"
        because = f" · เหตุที่แก้ไข: {told}" if edition.kind == "restated" else ""
        return f"{kind} · เผยแพร่ {wording.day(edition.taken_at)} · รหัสพิสูจน์ {edition.proof_code}{because}"


@dataclass
class Page:
    """A sheet in the making; `row` is the next one to write."""

    of: Book
    name: str
    sheet: Any
    widths: list[float]
    row: int = 0

    def begin(self, note: str, landscape: bool) -> None:
        """Title, edition and note, and how the sheet is printed."""
        sheet, edition = self.sheet, self.of.edition
        for place, width in enumerate(self.widths):
            sheet.set_column(place, place, width)
        sheet.set_paper(_PAPER_A4)
        if landscape:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.7)
        sheet.set_footer(_footer(self.of.month, edition))
        sheet.hide_gridlines(2)
        self.line(f"{self.name} · {self.of.month}", "title", 30)
        self.line(self.of.mark, "edition" if edition.kind in ("final", "restated") else "unfinished")
        self.line(note, "note")

    def line(self, text: str, look: str, line_height: float = LINE_HEIGHT) -> None:
        """A line across the sheet."""
        last, across = 0, self.widths[0]
        while last + 1 < len(self.widths) and across < _HEADING_WIDTH:
            last += 1
            across += self.widths[last]
        text = clean(text)
        lines = lines_of(text, across * LINE_HEIGHT / line_height)
        self.sheet.set_row(self.row, min(HIGHEST_ROW, line_height * lines + 2))
        look_made = self.of.style(look, as_text=is_like_a_formula(text))
        if last:
            self.sheet.merge_range(self.row, 0, self.row, last, "", look_made)
        self.sheet.write_string(self.row, 0, text, look_made)
        self.row += 1

    def section(self, text: str) -> None:
        """A line that begins a part of a sheet, after a free one."""
        self.row += 1
        self.line(text, "section", 26)

    def heading(self, columns: Sequence[Column]) -> None:
        """The headings of a table."""
        lines = max(lines_of(column.heading, column.width) for column in columns)
        self.sheet.set_row(self.row, LINE_HEIGHT * lines + 6)
        for place, column in enumerate(columns):
            self.sheet.write_string(self.row, place, clean(column.heading), self.of.style("heading"))
        self.row += 1

    def rows(self, columns: Sequence[Column], rows: Iterable[Cells]) -> Span:
        """The rows of a table."""
        first = self.row
        for cells in rows:
            self._write(columns, cells)
        if self.row == first:
            self._write([Column("", _HEADING_WIDTH, "note")], [NOTHING])
            return Span(first, first - 1)
        return Span(first, self.row - 1)

    def table(self, columns: Sequence[Column], rows: Iterable[Cells], *, frozen_columns: int = 0) -> Span:
        """The one table of a sheet: headings that stay in sight and on every page, and a filter."""
        header = self.row
        self.heading(columns)
        self.sheet.freeze_panes(self.row, frozen_columns)
        self.sheet.repeat_rows(header)
        span = self.rows(columns, rows)
        self.sheet.autofilter(header, 0, max(span.last, header), len(columns) - 1)
        self.end()
        self.sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{self.row + 1}"})
        return span

    def end(self) -> None:
        """Print what was written and no further."""
        self.sheet.print_area(0, 0, self.row - 1, len(self.widths) - 1)

    def _write(self, columns: Sequence[Column], cells: Cells) -> None:
        lines = 1
        for place, (column, cell) in enumerate(zip(columns, cells, strict=True)):
            value, kind = cell if isinstance(cell, As) else (cell, column.kind)
            if isinstance(value, str):
                value = clean(value)
                lines = max(lines, lines_of(value, column.width))
            self.put(self.row, place, value, kind)
        self.sheet.set_row(self.row, min(HIGHEST_ROW, LINE_HEIGHT * lines + 3))
        self.row += 1

    def put(self, row: int, place: int, value: Any, kind: str) -> None:
        """A value in a cell, text as text whatever it begins with."""
        sheet, style = self.sheet, self.of.style
        if value is None:
            sheet.write_blank(row, place, None, style(kind))
        elif isinstance(value, str):
            sheet.write_string(row, place, value, style(kind, as_text=is_like_a_formula(value)))
        elif isinstance(value, datetime):
            sheet.write_datetime(row, place, value.astimezone(BANGKOK).replace(tzinfo=None), style(kind))
        elif isinstance(value, date):
            sheet.write_datetime(row, place, value, style(kind))
        else:
            sheet.write_number(row, place, float(value), style(look_of(value, kind)))


def _footer(month: str, edition: Edition) -> str:
    """Whose it is and its proof code, and the page; 255 characters are allowed."""
    kind = wording.edition(edition.kind, edition.revision)
    code = f" · รหัสพิสูจน์ {edition.proof_code}" if edition.proof_code else ""
    left = clean(f"{month[:90]} · {kind}{code}").replace("\n", " ").replace("&", "&&")
    return f'&L&"TH Sarabun New"&12{left}&R&"TH Sarabun New"&12&A · หน้า &P จาก &N'
