"""The sheet that tells a sender what to correct: a heading, then every refusal in order, with a link to its cell."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from typing import Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from include.publishing.workbook.style import is_like_a_formula

SHEET = "รายการที่ต้องแก้ไข"  # the intake passes it over when the workbook comes back
MOST_LISTED = 5_000  # more than a person corrects one by one

_TYPEFACE = "TH Sarabun New"
_LINE_HEIGHT = 22.0  # points of a line of the typeface in 15 points
_COLUMNS = {  # heading: width, in characters
    "ลำดับ": 8,
    "แผ่นงาน": 19,
    "แถว": 7,
    "ช่อง": 8,
    "หัวข้อ": 17,
    "ค่าที่พบ": 24,
    "สิ่งที่ต้องแก้ไข": 64,
}
_CENTRED = {"ลำดับ", "แถว", "ช่อง"}
_INK, _ALARM, _LINK = "FF1F3A4D", "FF9C0006", "FF0563C1"
_RULE = Side("thin", "FF8FA3AD")
_LAST_COLUMN = "G"


@dataclass(frozen=True)
class _Look:
    """How a cell looks: hashed at once, where a style of openpyxl takes thousands of steps."""

    size: int = 15
    bold: bool = False
    colour: str | None = None
    underline: str | None = None
    horizontal: str | None = None
    vertical: str = "center"
    indent: int = 0
    wrap: bool = False
    filled: bool = False
    ruled: bool = False

    def put_on(self, cell: Cell) -> None:
        """Lay the style into the workbook, and on a cell of it."""
        cell.font = Font(_TYPEFACE, self.size, bold=self.bold, color=self.colour, underline=self.underline)
        cell.alignment = Alignment(
            horizontal=self.horizontal, vertical=self.vertical, indent=self.indent, wrap_text=self.wrap
        )
        if self.filled:
            cell.fill = PatternFill("solid", start_color="FFD6E6EE")
        if self.ruled:
            cell.border = Border(_RULE, _RULE, _RULE, _RULE)


_TITLE = _Look(20, bold=True, colour=_ALARM)
_LABEL = _Look(bold=True, colour=_INK, vertical="top")
_LINE = _Look(wrap=True, vertical="top")
_HEADING = _Look(bold=True, colour=_INK, horizontal="center", filled=True, ruled=True)
_REST = _Look(bold=True, colour=_ALARM)
_CENTRE, _LEFT = (
    _Look(horizontal=horizontal, indent=indent, wrap=True, ruled=True)
    for horizontal, indent in (("center", 0), ("left", 1))
)


@dataclass
class _Page:
    """The sheet that is written, and the styles that its workbook has by now."""

    sheet: Worksheet
    styles: dict[_Look, Any] = field(default_factory=dict)

    def write(self, row: int, column: int, value: str | int, look: _Look) -> Cell:
        """One cell."""
        cell = self.sheet.cell(row, column)
        if look in self.styles:
            cell._style = copy(self.styles[look])
        else:
            look.put_on(cell)
            self.styles[look] = copy(cell._style)
        if isinstance(value, str):
            write_text(cell, value)
        else:
            cell.value = value
        return cell


@dataclass(frozen=True)
class Refusal:
    """One problem: where it lies, what was found there, and in `message` what is wrong and what to do.

    `sheet` is empty for a CSV; `cell` is None where no single cell is meant, `row_number` None for a whole file.
    """

    sheet: str
    row_number: int | None
    cell: str | None
    heading: str
    value: str
    message: str


def fill(
    sheet: Worksheet, title: str, lines: Mapping[str, str], refusals: Sequence[Refusal], links: Mapping[Refusal, str]
) -> None:
    """Write the sheet: a title, labelled lines of text, the table of refusals.

    `links` gives the cell that a refusal is shown at, on the refusal's own sheet of the same workbook. No text becomes
    a formula.
    """
    for letter, width in zip("ABCDEFG", _COLUMNS.values(), strict=True):
        sheet.column_dimensions[letter].width = width
    page = _Page(sheet)
    page.write(1, 1, title, _TITLE)
    sheet.row_dimensions[1].height = 32
    for row, (label, text) in enumerate(lines.items(), 2):
        page.write(row, 1, label, _LABEL)
        page.write(row, 3, text, _LINE)
        for area in (f"A{row}:B{row}", f"C{row}:{_LAST_COLUMN}{row}"):
            sheet.merged_cells.add(area)  # nothing else stands there, which `merge_cells` would look for
        sheet.row_dimensions[row].height = _LINE_HEIGHT * _lines(text, sum(list(_COLUMNS.values())[2:]))
    header = len(lines) + 3
    for column, heading in enumerate(_COLUMNS, 1):
        page.write(header, column, heading, _HEADING)
    sheet.row_dimensions[header].height = 26
    for number, refusal in enumerate(refusals[:MOST_LISTED], 1):
        _write_refusal(page, header + number, number, refusal, links.get(refusal))
    if len(refusals) > MOST_LISTED:
        rest = f"และอีก {len(refusals) - MOST_LISTED:,} จุด โปรดแก้ไขตามรายการข้างต้นก่อน แล้วส่งใหม่ ระบบจะแจ้งส่วนที่เหลือ"
        page.write(header + MOST_LISTED + 1, 1, rest, _REST)
    _set_up_page(sheet, header)


def clean(text: str, most: int = 500) -> str:
    """Text from outside as one line that a cell can hold and a reader sees for what it is."""
    shown = (sign for sign in ILLEGAL_CHARACTERS_RE.sub("�", text) if unicodedata.category(sign) != "Cf")
    line = re.sub(r"\s+", " ", "".join(shown)).strip()
    return line if len(line) <= most else line[: most - 1] + "…"


def write_text(cell: Cell, text: str) -> None:
    """Put text into a cell as text, whatever it begins with."""
    cell.value = text
    cell.data_type = "s"
    if is_like_a_formula(text):
        cell.quotePrefix = True


def _write_refusal(page: _Page, row: int, number: int, refusal: Refusal, link: str | None) -> None:
    place = refusal.cell or link or ""
    texts = (
        number,
        clean(refusal.sheet),
        "" if refusal.row_number is None else refusal.row_number,
        place,
        clean(refusal.heading),
        clean(refusal.value, 200),
        clean(refusal.message),
    )
    heights = []
    for column, ((heading, width), value) in enumerate(zip(_COLUMNS.items(), texts, strict=True), 1):
        look = _CENTRE if heading in _CENTRED else _LEFT
        if heading == "ค่าที่พบ":
            look = replace(look, colour=_ALARM)
        linked = link is not None and heading == "ช่อง"
        cell = page.write(row, column, value, replace(look, colour=_LINK, underline="single") if linked else look)
        if linked:
            cell.hyperlink = Hyperlink(cell.coordinate, location=f"{quote_sheetname(refusal.sheet)}!{link}")
        heights.append(_lines(str(value), width - 1))
    page.sheet.row_dimensions[row].height = _LINE_HEIGHT * max(heights) + 4


def _lines(text: str, width: int) -> int:
    """How many lines a text fills in a column; a Thai vowel or tone above or below a letter takes no room."""
    # the typeface is narrow: at 15 points it sets a fifth more than the column's width counts
    shown = sum(unicodedata.category(sign) != "Mn" for sign in text)
    return max(1, -(-shown // max(1, round(width * 1.1))))


def _set_up_page(sheet: Worksheet, header: int) -> None:
    """A4 across, one page wide, the table's heading on every page and in sight while one scrolls."""
    sheet.freeze_panes = f"A{header + 1}"
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.tabColor = _ALARM
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.5
    sheet.print_title_rows = f"{header}:{header}"
    sheet.print_area = f"A1:{_LAST_COLUMN}{sheet.max_row}"
    sheet.oddFooter.center.text = "หน้า &P / &N"
