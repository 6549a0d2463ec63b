"""Thai text folded before it is compared, as `thai.fold` does in SQL. What is stored stays as it came."""

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

# Text of ASCII and Thai signs stays as it is, unless two of these stand where another order or sign is the usual one.
_AS_IT_IS = re.compile("[!-~]+(?: [!-~]+)*|[!-~ก-ฺเ-์๎-๛]+(?: [!-~ก-ฺเ-์๎-๛]+)*")
_OUT_OF_ORDER = re.compile("เเ|[\u0e48-\u0e4b][\u0e38-\u0e3a]|[\u0e38\u0e39]\u0e3a|\u0e33[\u0e48-\u0e4b]")
_WIDTHLESS = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]+")
_SPACES = re.compile("[\u0009-\u000d\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_NIKHAHIT_AA = re.compile("([\u0e48-\u0e4b]*)\u0e4d([\u0e48-\u0e4b]*)\u0e32")
_AM_TONE = re.compile("\u0e33([\u0e48-\u0e4b]+)(?![\u0e48-\u0e4b\u0e33])")
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|（[^（）]*）")
_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_LONGEST_HEADING = 200
_LONGEST_REPEATED = 40  # a name, a unit, a figure: what the cells of many files hold
_UNITS = ("ราย", "คน", "ครั้ง", "กิจกรรม", "แห่ง", "ร้าน", "รายการ")
_NUMBER = re.compile(rf"([+-]?[0-9][0-9,]*(?:\.[0-9]+)?) ?(?:{'|'.join(_UNITS)})?", re.ASCII)


def fold(text: str) -> str:
    """The text as it is compared; empty when nothing in it is visible."""
    return _repeated(text) if len(text) <= _LONGEST_REPEATED else _fold(text)


@lru_cache(maxsize=4096)
def _repeated(text: str) -> str:
    return _fold(text)


def _fold(text: str) -> str:
    if _AS_IT_IS.fullmatch(text) and (text.isascii() or not _OUT_OF_ORDER.search(text)):
        return text
    folded = unicodedata.normalize("NFC", _SPACES.sub(" ", _WIDTHLESS.sub("", text)).strip(" "))
    folded = _NIKHAHIT_AA.sub("\\1\\2\u0e33", folded.replace("เเ", "แ"))
    return unicodedata.normalize("NFC", _AM_TONE.sub("\\1\u0e33", folded))


def is_blank(text: str) -> bool:
    """Whether a cell shows nothing."""
    return not text or (not ("!" <= text[0] <= "~" or "ก" <= text[0] <= "๛") and not fold(text))


def is_unit(text: str) -> bool:
    """Whether a cell holds the unit of a figure and nothing else, as forms print it beside the cell to fill in."""
    return fold(text) in _UNITS


def fold_heading(text: str) -> str:
    """A heading, label or sheet name as it is compared: without units in brackets, closing `:` `*`, case and spaces."""
    return _folded_before(text) if len(text) <= _LONGEST_HEADING else _fold_heading(text)


@lru_cache(maxsize=4096)
def _folded_before(text: str) -> str:
    return _fold_heading(text)


def _fold_heading(text: str) -> str:
    folded = _BRACKETED.sub("", fold(text)).rstrip(" :：*")
    return folded.casefold().replace(" ", "")


def read_number(text: str) -> Decimal | None:
    """The number a cell looks like (Thai digits, thousands commas and a unit are fine), else None."""
    if text and ("ก" <= text[0] <= "ๆ" or "A" <= text[0] <= "z"):
        return None
    return _repeated_number(text) if len(text) <= _LONGEST_REPEATED else _number(text)


@lru_cache(maxsize=4096)
def _repeated_number(text: str) -> Decimal | None:
    return _number(text)


def _number(text: str) -> Decimal | None:
    match = _NUMBER.fullmatch(_fold(text).translate(_THAI_DIGITS))
    return Decimal(match[1].replace(",", "")) if match else None
