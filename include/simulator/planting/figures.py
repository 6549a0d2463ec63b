"""Figures of the platform that go wrong in one district and month: what only a comparison with other figures can show.

A month's figures are changed before its files are written, so that every row of them is good.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from random import Random

from include.simulator.places import District
from include.simulator.planting.labels import Label

HISTORY = 4  # months that go by unharmed, so that there is something to compare with
SPIKES = {"shops_fourfold": 4, "shops_tenfold": 10}  # times the shops that a district is asked for
ASKED_AT_LEAST = 3  # or would be, where that is fewer
COLLAPSE_FROM = 7  # shops that a district usually has, for none to be a collapse

Persons = dict[str, dict[str, int]]  # persons of every subdistrict, by district


class Figures:
    """Chooses the districts of each month, in turn, and changes their figures; `labels` says where."""

    def __init__(self, random: Random, province_code: str, places: Sequence[District], months: Sequence[date]) -> None:
        self._random = random
        self._province_code = province_code
        self._months = months
        self._turn = random.sample([place.code for place in places], len(places))
        self._before: Persons = {}
        self._shops: dict[str, str] = {}
        self.labels: list[Label] = []

    def begin(self, month: date, targets: Mapping[str, int]) -> None:
        """Chooses where shops will be many or none, given about how many each district is asked for."""
        self._shops = {}
        if month in self._planted_months():
            self._shops = {self._next(): class_code for class_code in SPIKES}
            large = [code for code in self._turn if targets[code] >= COLLAPSE_FROM and code not in self._shops]
            if large:
                code = large[0]
                self._turn.append(self._turn.pop(self._turn.index(code)))
                self._shops[code] = "shops_collapsed"

    def shops(self, month: date, district_code: str, target: int, count: int) -> int:
        """How many shops open in a district, instead of `count`."""
        class_code = self._shops.get(district_code)
        if class_code is None:
            return count
        self._label(class_code, month, district_code, "new_shops")
        return SPIKES.get(class_code, 0) * max(target, ASKED_AT_LEAST)

    def persons(self, month: date, persons: Persons) -> None:
        """Changes the persons of some districts."""
        if month in self._planted_months():
            code = self._next()
            persons[code] = {subdistrict: 10 * count for subdistrict, count in persons[code].items()}
            self._label("downloads_tenfold", month, code, "downloads")
            code = self._next()
            persons[code] = dict.fromkeys(persons[code], 0)
            self._label("downloads_collapsed", month, code, "downloads")
            code = self._next()
            persons[code] = dict(self._before[code])
            self._label("downloads_copied", month, code, "downloads")
            if (month.month % 2) == 0:
                self._exchange(month, persons)
        self._before = {code: dict(counts) for code, counts in persons.items()}

    def _exchange(self, month: date, persons: Persons) -> None:
        """Two districts' figures change places: the largest and the smallest of four."""
        four = sorted(self._turn[:4], key=lambda code: sum(persons[code].values()))
        one, other = four[0], four[-1]
        totals = {one: sum(persons[other].values()), other: sum(persons[one].values())}
        for code, total in totals.items():
            self._turn.append(self._turn.pop(self._turn.index(code)))
            places = len(persons[code])
            persons[code] = {
                subdistrict: total // places + (number < total % places)
                for number, subdistrict in enumerate(persons[code])
            }
            self._label("downloads_exchanged", month, code, "downloads")

    def _planted_months(self) -> Sequence[date]:
        return self._months[HISTORY:]

    def _next(self) -> str:
        code = self._turn.pop(0)
        self._turn.append(code)
        return code

    def _label(self, class_code: str, month: date, district_code: str, measure_code: str) -> None:
        self.labels.append(
            Label(
                class_code,
                self._province_code,
                period=month,
                district_code=district_code,
                measure_code=measure_code,
            )
        )
