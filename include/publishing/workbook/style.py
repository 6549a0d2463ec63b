"""How the workbook looks: the civil service's typeface, colours that are told apart without colour, room for Thai text.

A workbook cannot carry its typeface: where TH Sarabun New is not installed, its family and Thai character set name
what stands in for it, and column widths, which count its digits, go with it.
"""

import re
import unicodedata
from decimal import Decimal
from math import ceil
from typing import Any

FONT = {"font_name": "TH Sarabun New", "font_size": 14, "font_family": 2, "font_charset": 222}
LINE_HEIGHT = 21.0  # points
HIGHEST_ROW = 400.0  # points; Excel allows 409
LONGEST_TEXT = 32_000  # characters of a cell; Excel allows 32,767
# The Thai calendar on show, over true dates.
DAY_FORMAT = "[$-187041E]d mmm yyyy;@"
MOMENT_FORMAT = "[$-187041E]d mmm yyyy hh:mm;@"
WHOLE_FORMAT, DECIMAL_FORMAT = "#,##0", "#,##0.0###"

INK, QUIET, ALARM = "#1F3A4D", "#505A63", "#9C2A10"
# Grades by their place in the scale, the best first; white upon each can be read, and each is told by its letter.
GRADES = ("#00704D", "#1D5FA8", "#9A5B00", "#B42318", "#4A4F55", "#6A7077")
MET, MISSED, NO_REPORT = ("#DDF1E8", "#00543A"), ("#FBE4E0", "#8F1C13"), ("#E9ECEF", "#3F464D")

_LINE = {"border": 1, "border_color": "#B8C4CC"}
_CELL = {**_LINE, "valign": "vcenter", "text_wrap": True}
_LINES = {"valign": "vcenter", "text_wrap": True}
_RIGHT = {**_CELL, "align": "right", "indent": 1}
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 20, "font_color": INK, **_LINES},
    "edition": {"bold": True, "font_color": INK, **_LINES},
    "unfinished": {"bold": True, "font_color": "#7A3E00", "bg_color": "#FFE9C7", **_LINES},
    "note": {"font_color": QUIET, **_LINES},
    "section": {"bold": True, "font_size": 16, "font_color": INK, "bottom": 2, "bottom_color": INK, **_LINES},
    "heading": {**_CELL, "bold": True, "bg_color": "#D6E6EE", "font_color": INK, "align": "center"},
    "label": {**_CELL, "indent": 1, "bold": True, "bg_color": "#EEF4F7", "font_color": INK},
    "link": {**_CELL, "indent": 1, "font_color": "#0B5394", "underline": 1},
    "text": {**_CELL, "indent": 1},
    "centre": {**_CELL, "align": "center"},
    "grade": {**_CELL, "align": "center", "bold": True},
    "number": {**_RIGHT, "num_format": WHOLE_FORMAT},
    "decimal": {**_RIGHT, "num_format": DECIMAL_FORMAT},
    "share": {**_RIGHT, "num_format": "0.00%"},
    "percent": {**_RIGHT, "num_format": "0.00"},
    "mean": {**_RIGHT, "num_format": "0.0000"},
    "day": {**_CELL, "align": "center", "num_format": DAY_FORMAT},
    "moment": {**_CELL, "align": "center", "num_format": MOMENT_FORMAT},
    "number_left": {**_CELL, "align": "left", "indent": 1, "num_format": WHOLE_FORMAT},
    "mean_left": {**_CELL, "align": "left", "indent": 1, "num_format": "0.0000"},
    "moment_left": {**_CELL, "align": "left", "indent": 1, "num_format": MOMENT_FORMAT},
}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_KEPT_JOINERS = "\u200b\u200c\u200d"  # zero-width space and joiners: Thai line breaks, emoji


def settings() -> dict[str, Any]:
    """Of every workbook: written row by row, and no text from outside acts as a formula, a link or a number."""
    return {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_row_height": LINE_HEIGHT * 4 / 3,  # pixels
        "default_format_properties": dict(FONT),
    }


class Styles:
    """The formats of one workbook, each made when it is first used."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[Any, Any] = {}

    def __call__(self, look: str, *, as_text: bool = False) -> Any:
        """The format of a look; `as_text` where the cell stays text even when a person edits it."""
        key = (look, as_text)
        if key not in self._made:
            self._made[key] = self._book.add_format(FONT | _LOOKS[look] | ({"quote_prefix": True} if as_text else {}))
        return self._made[key]

    def shade(self, background: str, ink: str) -> Any:
        """What a condition lays over a cell."""
        key = (background, ink)
        if key not in self._made:
            self._made[key] = self._book.add_format({"bg_color": background, "font_color": ink, "bold": True})
        return self._made[key]


def grade_colour(place: int) -> str:
    """The colour of the grade at a place of the scale, from 0."""
    return GRADES[min(place, len(GRADES) - 1)]


def clean(text: str) -> str:
    """Text from outside, as a cell can hold it and a reader sees it for what it is; line breaks stay."""
    text = _CONTROL.sub("�", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    shown = "".join(sign for sign in text if sign in _KEPT_JOINERS or unicodedata.category(sign) != "Cf")
    return shown if len(shown) <= LONGEST_TEXT else shown[: LONGEST_TEXT - 1] + "…"


def is_like_a_formula(text: str) -> bool:
    """Whether a spreadsheet might take it for one when a person edits the cell."""
    return text[:1] in tuple("=+-@")


def look_of(value: Any, kind: str) -> str:
    """The look of a value: numbers that are not whole show their decimals."""
    if kind == "number" and isinstance(value, Decimal) and value != value.to_integral_value():
        return "decimal"
    return kind


def lines_of(text: str, width: float) -> int:
    """In how many lines a cell of so many digits' width shows a text: marks above and below take no room."""
    room = max(1.0, width - 2)
    signs = (sum(unicodedata.category(sign) != "Mn" for sign in line) for line in text.split("\n"))
    return sum(max(1, ceil(count / room)) for count in signs)
