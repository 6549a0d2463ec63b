"""Rulebooks for as many months as are wanted: each province's last one, continued by fiscal years.

In every other continued year reports count by when they were received instead of the date they bear: a second at the
end of a deadline's day then decides.
"""

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import cycle
from pathlib import Path
from typing import Any

import yaml

from include.rulebook import DEFAULT_FOLDER, Rulebook, rulebooks
from include.simulator.calendar_months import fiscal_year_be, folder_name, month_after, months_between


@dataclass(frozen=True)
class Reporting:
    """The months of one province that are reported."""

    province_code: str
    months: Sequence[date]


def reporting(months: int) -> list[Reporting]:
    """Who reports in so many months on the calendar: each province until the month in which the next one begins."""
    first_of: dict[str, date] = {}
    for book in sorted(rulebooks(), key=lambda book: book.valid.from_):
        first_of.setdefault(book.province_code, book.valid.from_)
    last = month_after(min(first_of.values()), months - 1)
    ends = [*[min(last, first) for first in first_of.values()][1:], last]
    return [
        Reporting(province_code, months_between(first, end))
        for (province_code, first), end in zip(first_of.items(), ends, strict=True)
        if first <= end
    ]


def write(folder: Path, wanted: Sequence[Reporting]) -> None:
    """The project's rulebooks, and those that continue them, as a folder of rulebooks."""
    shutil.copytree(DEFAULT_FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    for province in wanted:
        books = [book for book in rulebooks() if book.province_code == province.province_code]
        last = max(books, key=lambda book: book.valid.from_)
        month = month_after(last.valid.to)
        clocks = cycle(("received", "reported"))
        while month <= province.months[-1]:
            year = [later for later in months_between(month, month_after(month, 11)) if _same_year(later, month)]
            _continue(folder, last, month, year[-1], next(clocks))
            month = month_after(year[-1])


def _continue(folder: Path, last: Rulebook, first: date, ends: date, clock: str) -> None:
    document: dict[str, Any] = yaml.safe_load((folder / f"{last.code}.yaml").read_text())
    span = {"from": folder_name(first), "to": folder_name(ends)}
    document["fiscal_year_be"] = fiscal_year_be(first)
    document["valid"] = span
    document["grade_basis"] = [span | {"basis": "adopted", "document": "adopted"}]
    document["readings"]["clock"]["value"] = clock
    name = re.sub(r"\d{4}$", str(fiscal_year_be(first)), last.code)
    (folder / f"{name}.yaml").write_text(yaml.safe_dump(document, allow_unicode=True, sort_keys=False))


def _same_year(one: date, other: date) -> bool:
    return fiscal_year_be(one) == fiscal_year_be(other)
