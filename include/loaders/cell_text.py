"""What a cell of a workbook holds, as text. A real date keeps a form of its own, `2024-02-15T00:00:00`."""

import math
import re
from datetime import date, datetime, timedelta
from typing import Literal

Kind = Literal["number", "date", "duration", "percent"]

_LITERAL = re.compile(r'"[^"]*"|[\\_*].')
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_BRACKETED = re.compile(r"\[[^\]]*\]")
_PART_OF_DATE = re.compile("[dmyhsb]", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
# The formats that need no code in the file: Excel's own, then those of eastern and of Thai editions.
_DATE_IDS = frozenset({*range(14, 23), 45, 47, *range(27, 37), *range(50, 59), *range(71, 79), 80, 81})
_DURATION_IDS = frozenset({46, 79})
_PERCENT_IDS = frozenset({9, 10})
_NO_MORE_DIGITS = 10  # 0.07 of 1 comes to 7.000000000000001 of 100
_DAY_SECONDS = 86_400
_LAST_SERIAL = (date.max - date(1904, 1, 1)).days


def kind_of_format(format_id: int, code: str | None) -> Kind:
    """What a number format shows; `code` is None where the file leaves it to Excel."""
    if code is None:
        ids: dict[Kind, frozenset[int]] = {"date": _DATE_IDS, "duration": _DURATION_IDS, "percent": _PERCENT_IDS}
        return next((kind for kind, known in ids.items() if format_id in known), "number")
    shown = _LITERAL.sub("", code).split(";")[0]
    if _ELAPSED.search(shown):
        return "duration"
    if "%" in shown:
        return "percent"
    return "date" if _PART_OF_DATE.search(_BRACKETED.sub("", shown)) else "number"


def of_stored(value: str, kind: Kind = "number", from_1904: bool = False) -> str:
    """A number that is stored as text, as its format means it; what is no number stays as it is."""
    number = float(value) if _NUMBER.fullmatch(value) else math.inf
    return of_number(number, kind, from_1904) if math.isfinite(number) else value


def of_number(number: float, kind: Kind = "number", from_1904: bool = False) -> str:
    """A number as its format means it; as it is where no such day exists. 12 is written 12, not 12.0.

    A share keeps its sign, 100%: what was typed as 100 and is stored as 1 must not be read as 1.
    """
    if kind == "percent":
        return f"{of_number(round(number * 100, _NO_MORE_DIGITS))}%"
    if kind == "date" and 0 <= number <= _LAST_SERIAL:
        return _date(number, from_1904)
    if kind == "duration" and abs(number) <= _LAST_SERIAL:
        return _duration(number * _DAY_SECONDS)
    return f"{number:.0f}" if number.is_integer() else repr(number)


def _date(serial: float, from_1904: bool) -> str:
    """Excel counts days from 1900 with a 29 February 1900 that never was, or from 1904; below 1 it is a time of day."""
    days, seconds = divmod(round(serial * _DAY_SECONDS), _DAY_SECONDS)
    moment = timedelta(days=days, seconds=seconds)
    if serial < 1 and not from_1904:
        return (datetime.min + min(moment, timedelta(days=1, seconds=-1))).time().isoformat()
    first = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30 if days >= 60 else 31)
    return (first + moment).isoformat()


def _duration(total: float) -> str:
    minutes, seconds = divmod(round(total), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
