"""The counts printed in the orders' annexes, by district: read, checked against the places and against the rule."""

import csv
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from include.rulebook.models import Base, Part

POSITIONS = (
    "district_chief",
    "district_development_officer",
    "land_office_head",
    "local_administration_head",
    "subdistrict_heads",
    "village_heads",
)


class BaseCount(Part):
    """A district's printed count, the base of a percentage, and the target printed beside it."""

    base_code: str
    district_code: str
    base_value: int
    printed_target: int | None = None
    printed_name_th: str


class Headcount(Part):
    """A district's printed headcount of leaders by position, and the total printed beside it."""

    district_code: str
    district_chief: int
    district_development_officer: int
    land_office_head: int
    local_administration_head: int
    subdistrict_heads: int
    village_heads: int
    printed_total: int
    printed_name_th: str

    @property
    def parts(self) -> int:
        """The sum of the six positions."""
        return sum(getattr(self, position) for position in POSITIONS)


def percent_target(count: int, percent: Decimal) -> int:
    """`percent` of a count, rounded half up, at least 1; exact."""
    numerator, denominator = percent.as_integer_ratio()
    return max(1, (2 * count * numerator + 100 * denominator) // (200 * denominator))


def read_base_counts(base_code: str, base: Base, path: Path) -> list[BaseCount]:
    """The rows of a base's annex. Raises ValueError for a missing file, column or count, or another date."""
    counts = []
    for row in _rows(path):
        if row.get("as_of_date", f"{base.as_of}") != f"{base.as_of}":
            raise ValueError(f"{path.name} is as of {row['as_of_date']}, not {base.as_of}")
        counts.append(
            BaseCount(
                base_code=base_code,
                district_code=_text(row, "district_code", path),
                base_value=_whole(row, base.count, path),
                printed_target=None if base.printed_target is None else _whole(row, base.printed_target, path),
                printed_name_th=_text(row, base.printed_name, path),
            )
        )
    return counts


def read_headcounts(path: Path) -> list[Headcount]:
    """The rows of a leaders' annex. Raises ValueError for a missing file, column or count."""
    return [
        Headcount(
            district_code=_text(row, "district_code", path),
            printed_total=_whole(row, "printed_total", path),
            printed_name_th=_text(row, "printed_name_th", path),
            **{position: _whole(row, position, path) for position in POSITIONS},
        )
        for row in _rows(path)
    ]


def district_problems(places: Mapping[str, tuple[str, str]], district_codes: list[str]) -> Iterator[str]:
    """Every district of the rulebook's months stands in an annex once, and no other does: what is wrong, in words.

    `places` has the districts' names by code.
    """
    for code in sorted(set(district_codes)):
        if code not in places:
            yield f"district {code} is no district of the province in these months"
        elif district_codes.count(code) > 1:
            yield f"district {code} stands more than once"
    for code in sorted(places.keys() - set(district_codes)):
        yield f"district {code} ({places[code][0]}) is missing"


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        raise ValueError(f"there is no annex {path.name}")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _text(row: dict[str, str], column: str, path: Path) -> str:
    if not row.get(column):
        raise ValueError(f"{path.name} has no {column} for district {row.get('district_code')}")
    return row[column]


def _whole(row: dict[str, str], column: str, path: Path) -> int:
    text = _text(row, column, path)
    if not (text.isascii() and text.isdigit()):
        raise ValueError(f"{path.name} has {text!r} as {column} of district {row.get('district_code')}")
    return int(text)
