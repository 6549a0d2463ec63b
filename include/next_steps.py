"""The smallest steps to the next letter, as one sentence an officer would say. Nothing here reads a database."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import groupby
from typing import Any

SHOWN_OPTIONS = 3  # of a district; of more it is said how many there are

Row = Mapping[str, Any]  # a row of `mart.next_step` or `snapshot.next_step`


def sentence(rows: Iterable[Row]) -> str:
    """The options of one district, the smallest first: "สมัครร้านค้าเพิ่มอีก 3 ราย หรือเผยแพร่เพิ่มอีก 1 ช่องทาง".

    An option that leads past `letter` says so. Empty where there are no rows: the district has the best letter, or no
    way is left to the next one.
    """
    rows = list(rows)
    options = [
        " และ".join(_steps(option)) + ("" if option[0]["grade"] == letter(rows) else f" (ได้ระดับ {option[0]['grade']})")
        for option in _options(rows)
    ]
    left_out = len(options) - SHOWN_OPTIONS
    told = " หรือ".join(options[:SHOWN_OPTIONS])
    return f"{told} หรืออีก {left_out} ทาง" if left_out > 0 else told


def letter(rows: Iterable[Row]) -> str | None:
    """The nearest letter that the options of one district lead to; None where there are no rows."""
    nearest = min(rows, key=lambda row: row["points"], default=None)
    return None if nearest is None else str(nearest["grade"])


def _options(rows: Iterable[Row]) -> Iterator[list[Row]]:
    ordered = sorted(rows, key=lambda row: (row["option_no"], row["criterion_code"], row["condition_no"]))
    for _, option in groupby(ordered, key=lambda row: row["option_no"]):
        yield list(option)


def _steps(option: list[Row]) -> list[str]:
    """What one option asks, each measure once: who does the most that is asked of it has done the rest too."""
    farthest: dict[str, Decimal] = {}
    for row in option:
        farthest[row["measure_code"]] = max(row["value_needed"], farthest.get(row["measure_code"], row["value_needed"]))
    option = sorted(option, key=lambda row: row["measure_code"] != "reports_on_time")  # all else comes with the report
    told = [row["step_th"] for row in option if row["value_needed"] == farthest[row["measure_code"]]]
    return list(dict.fromkeys(told))
