"""How the form looks: the civil service's typeface, and light colours that a black and white printer keeps apart."""

import unicodedata
from typing import Any

FONT = {"font_name": "TH Sarabun New", "font_size": 16}
LINE_HEIGHT = 26  # points
# The Thai calendar on show, and in what is typed.
DAY_FORMAT = "[$-187041E]d mmmm yyyy;@"
COUNT_FORMAT = "#,##0"
TEXT_FORMAT = "@"

_THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_INK = "#1F3A4D"
_LINE = {"border": 1, "border_color": "#8FA3AD"}
_CELL = {**_LINE, "valign": "vcenter", "text_wrap": True}
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 22, "font_color": _INK},
    "subtitle": {"bold": True, "font_size": 18, "font_color": _INK},
    "due": {"bold": True, "font_color": "#9C2A10"},
    "note": {"italic": True, "font_color": "#505050"},
    "section": {"bold": True, "font_size": 18, "font_color": _INK, "bottom": 2, "bottom_color": _INK},
    "heading": {**_CELL, "bold": True, "bg_color": "#D6E6EE", "align": "center", "valign": "vcenter"},
    "label": {**_CELL, "indent": 1, "bold": True, "bg_color": "#EEF4F7"},
    "text": {**_CELL, "indent": 1},
    "points": {**_CELL, "align": "center"},
    "plain": {},
    "source": {"font_size": 13, "font_color": "#505050"},
    "unit": {"valign": "vcenter", "indent": 1, "font_color": "#505050"},
    "running": {**_CELL, "align": "center", "font_color": "#808080"},
    "given": {**_CELL, "indent": 1, "bg_color": "#E7E6E6", "num_format": TEXT_FORMAT},
    "required": {**_CELL, "indent": 1, "bg_color": "#FFF2B8"},
    "optional": {**_CELL, "indent": 1},
    "unanswered": {"bold": True, "font_color": "#9C2A10"},
    "too_many": {"bold": True, "bg_color": "#F6C7A8"},
}


class Styles:
    """The formats of one workbook, each made when it is first used."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, str, str], Any] = {}

    def __call__(self, look: str, num_format: str = "", align: str = "") -> Any:
        """The format of a look, with a number format and an alignment where they are given."""
        key = (look, num_format, align)
        if key not in self._made:
            properties = FONT | _LOOKS[look]
            if num_format:
                properties["num_format"] = num_format
            if align:
                properties["align"] = align
            if align == "center":
                properties["indent"] = 0  # a cell with an indent is never centred
            self._made[key] = self._book.add_format(properties)
        return self._made[key]


def lines_of(text: str, width: float) -> int:
    """In how many lines a cell of so many characters' width shows a text: marks above and below take no room."""
    return sum(
        1 + int(sum(unicodedata.category(character) != "Mn" for character in line) / width) for line in text.split("\n")
    )


def in_thai_digits(number: int) -> str:
    """A number as it is printed on the form."""
    return str(number).translate(_THAI_DIGITS)
