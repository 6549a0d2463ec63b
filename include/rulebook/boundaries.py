"""Places in time: districts and subdistricts of a month, by the register of places and the changes since noted."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from include.rulebook.models import Month, Part, Text
from include.rulebook.names import districts, subdistricts


def _parts(value: object) -> object:
    return tuple(value.split()) if isinstance(value, str) else value


OptionalMonth = Annotated[Month | None, BeforeValidator(lambda value: value or None)]


class BoundaryChange(Part):
    """A place that began or ended: `valid_from` is its first month, `valid_to` the first in which it is no more.

    `successors` are the codes of the places that an ended one became, or became part of.
    """

    level: Literal["district", "subdistrict"]
    code: Text
    name_th: Text
    name_en: Text
    notice_th: Text
    valid_from: OptionalMonth = None
    valid_to: OptionalMonth = None
    successors: Annotated[tuple[Text, ...], BeforeValidator(_parts), Field(strict=False)]

    @property
    def province_code(self) -> str:
        """The province of the place, by its code."""
        return self.code[:2]

    def is_there(self, month: date) -> bool:
        """Whether the place exists in a month."""
        return (self.valid_from is None or self.valid_from <= month) and (
            self.valid_to is None or month < self.valid_to
        )


class Places:
    """The places of one province, month by month. Without changes they are today's, for ever."""

    def __init__(self, province_code: str, changes: Sequence[BoundaryChange] = ()) -> None:
        self.province_code = province_code
        self.changes: dict[tuple[str, str], BoundaryChange] = {
            (change.level, change.code): change for change in changes if change.province_code == province_code
        }
        self._today = {"district": districts(province_code), "subdistrict": subdistricts(province_code)}

    def ever(self, level: str) -> dict[str, tuple[str, str]]:
        """Every place there was, is or will be: names in Thai and English by DOPA code."""
        changed = {code: (change.name_th, change.name_en) for (of, code), change in self.changes.items() if of == level}
        return self._today[level] | changed

    def of(self, level: str, month: date) -> dict[str, tuple[str, str]]:
        """The places that exist in a month: names in Thai and English by DOPA code."""
        return {code: names for code, names in self.ever(level).items() if self._is_there(level, code, month)}

    def span(self, level: str, code: str) -> tuple[date | None, date | None]:
        """A place's first month, and the first in which it is no more; None where it has none."""
        change = self.changes.get((level, code))
        return (change.valid_from, change.valid_to) if change else (None, None)

    def changed_in(self, months: Sequence[date]) -> date | None:
        """The first of the months whose districts are not those of the month before; None where all have the same."""
        for before, month in pairwise(months):
            if self.of("district", before).keys() != self.of("district", month).keys():
                return month
        return None

    def _is_there(self, level: str, code: str, month: date) -> bool:
        change = self.changes.get((level, code))
        within = level == "district" or self._is_there("district", code[:4], month)
        return within and (change is None or change.is_there(month))


def problems(changes: Sequence[BoundaryChange]) -> Iterator[str]:
    """What is wrong with the changes noted, in words."""
    ever = {province: Places(province, changes) for province in {change.province_code for change in changes}}
    for change in changes:
        places, digits = ever[change.province_code], {"district": 4, "subdistrict": 6}[change.level]
        if not (change.code.isdigit() and len(change.code) == digits):
            yield f"{change.code} is no code of a {change.level}"
        if change.level == "subdistrict" and change.code[:4] not in places.ever("district"):
            yield f"{change.code} lies in no district"
        if change.valid_from is None and change.valid_to is None:
            yield f"{change.code} neither begins nor ends"
        if change.valid_from and change.valid_to and change.valid_from >= change.valid_to:
            yield f"{change.code} ends before it begins"
        if change.successors and change.valid_to is None:
            yield f"{change.code} has successors and does not end"
        for successor in change.successors:
            if successor not in places.ever(change.level) or successor == change.code:
                yield f"{change.code} has {successor} as successor, which is no other {change.level} of the province"
