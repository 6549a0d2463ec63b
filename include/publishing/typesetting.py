"""Papers as PDF: typst with the Sarabun that is bundled, no other font, no network, and the same bytes for equal input.

What a paper says is handed over as data and never as markup. `shown` makes any text fit to be set: what came from
outside may hold anything.
"""

import json
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import fontpkg_sarabun
import typst
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).parent / "typst"
FONTS = fontpkg_sarabun.ROOT / "files"
UNKNOWN = "?"  # stands for what Sarabun has no letter for
LONGEST_RUN = 24  # letters without a place to break, before one is made
BREAK = "\u200b"
UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn")  # what steers, and what is nothing
SELECTORS = {chr(code) for code in range(0xFE00, 0xFE10)}  # say only how the letter before them looks


class Press:
    """One template, set again and again with other data."""

    def __init__(self, template: str) -> None:
        """`template` is a file of the folder `typst`."""
        fonts = typst.Fonts(False, False, [str(FONTS)])
        self._compiler = typst.Compiler(FOLDER / template, root=FOLDER, font_paths=fonts)

    def pdf(self, data: Mapping[str, Any], at: datetime | None) -> bytes:
        """The paper that says `data`, dated `at`. Every text in it is set as it is, whatever it holds."""
        content, warnings = self._compiler.compile_with_warnings(
            format="pdf",
            sys_inputs={"data": json.dumps(_fit(data), ensure_ascii=False)},
            timestamp=int(at.timestamp()) if at else 0,
        )
        if warnings or not isinstance(content, bytes):
            raise RuntimeError(f"the paper cannot be set: {[warning.message for warning in warnings]}")
        return content


def shown(text: str) -> str:
    """One line of letters that Sarabun has, and that can be broken where it would be too long for one."""
    seen = "".join(
        character
        for character in unicodedata.normalize("NFC", text)
        if character.isspace() or (unicodedata.category(character) not in UNSEEN and character not in SELECTORS)
    )
    line = " ".join(seen.split())
    known = "".join(
        UNKNOWN if unknown else "".join(run)
        for unknown, run in groupby(line, lambda character: ord(character) not in _letters())
    )
    return " ".join(_breakable(word) for word in known.split(" "))


def shortened(text: str, most: int) -> str:
    """The text, or its beginning and "…"."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _fit(value: Any) -> Any:
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, Mapping):
        return {key: _fit(held) for key, held in value.items()}
    if isinstance(value, (list, tuple)):
        return [_fit(held) for held in value]
    return value


def _breakable(word: str) -> str:
    """Thai is broken between its words; other writing without a space gets a place to break between any two letters."""
    made = []
    for thai, run in groupby(word, lambda character: "\u0e00" <= character <= "\u0e7f"):
        letters = "".join(run)
        made.append(letters if thai or len(letters) <= LONGEST_RUN else BREAK.join(letters))
    return "".join(made)


@cache
def _letters() -> frozenset[int]:
    with TTFont(FONTS / "Sarabun-Regular.ttf", lazy=True) as font:
        return frozenset(font.getBestCmap())
