"""What a province ordered, read from the rulebook's YAML and annexes as plain data."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from include.simulator.calendar_months import deadline_day, parse_month

POSITIONS = (
    "district_chief",
    "district_development_officer",
    "land_office_head",
    "local_administration_head",
    "subdistrict_heads",
    "village_heads",
)

# The reading taken where a rulebook does not speak of it, because none of its criteria asks.
DEFAULT_READINGS: Mapping[str, Any] = {
    "report_deadline_day": 15,
    "report_month_offset": 1,
    "deadline_on_holiday": "as_written",
    "clock": "reported",
    "leader_base": "parts",
    "subdistrict_minimum": 10,
    "download_platforms": ["Android", "iOS"],
    "downloads_graded_from": "platform",
    "channels_over": "month",
    "hashtags": "any",
    "quarter_rule": "mean_percent",
}


@dataclass(frozen=True)
class Condition:
    """One active condition of a criterion: its number there, a measure, a comparator and a target as ordered."""

    condition_no: int
    measure_code: str
    comparator: str
    target: Mapping[str, Any]


@dataclass(frozen=True)
class Criterion:
    """A criterion with the conditions that the readings make active."""

    code: str
    level: str
    points: int
    conditions: tuple[Condition, ...]


@dataclass(frozen=True)
class Rulebook:
    """One rulebook file, with its programme beside it."""

    data: Mapping[str, Any]
    programme: Mapping[str, Any]
    folder: Path

    @property
    def province_code(self) -> str:
        """The two-digit DOPA code."""
        return str(self.data["province_code"])

    @cached_property
    def first_month(self) -> date:
        """The first month of its validity."""
        return parse_month(self.data["valid"]["from"])

    @cached_property
    def last_month(self) -> date:
        """The last month of its validity."""
        return parse_month(self.data["valid"]["to"])

    def reading(self, name: str) -> Any:
        """The value taken for a reading; raises KeyError for a reading that neither the file nor the letters know."""
        readings = self.data["readings"]
        return readings[name]["value"] if name in readings else DEFAULT_READINGS[name]

    @cached_property
    def criteria(self) -> tuple[Criterion, ...]:
        """Every criterion with an active condition."""
        found = []
        for criterion in self.data["criteria"]:
            active = tuple(
                Condition(number, condition["measure"], condition["comparator"], condition["target"])
                for number, condition in enumerate(criterion["conditions"], start=1)
                if all(self.reading(name) == value for name, value in condition.get("when", {}).items())
            )
            if active:
                level = criterion.get("level", "district")
                found.append(Criterion(criterion["code"], level, criterion["points"], active))
        return tuple(found)

    def asks_for(self, code: str) -> bool:
        """Whether there is a criterion of this code."""
        return any(criterion.code == code for criterion in self.criteria)

    def fixed_target(self, measure_code: str, otherwise: int) -> Fraction:
        """The fixed number that a measure must reach, or `otherwise` where none is ordered."""
        for criterion in self.criteria:
            for condition in criterion.conditions:
                if condition.measure_code == measure_code and "fixed" in condition.target:
                    return Fraction(str(condition.target["fixed"]))
        return Fraction(otherwise)

    @cached_property
    def bands(self) -> tuple[tuple[str, Fraction], ...]:
        """Grades with their lower bounds in percent, best first."""
        bands = [(band["grade"], Fraction(str(band["from_percent"]))) for band in self.data["grade_bands"]["bands"]]
        return tuple(sorted(bands, key=lambda band: band[1], reverse=True))

    def grade_basis(self, month: date) -> str:
        """`ordered` or `adopted`; raises ValueError when the file does not say for that month."""
        for span in self.data["grade_basis"]:
            if parse_month(span["from"]) <= month <= parse_month(span["to"]):
                return str(span["basis"])
        raise ValueError(f"{self.province_code}: no grade basis for {month}")

    def annex(self, name: str) -> list[dict[str, str]]:
        """The rows of an annex CSV."""
        with (self.folder / "annexes" / name).open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    def base_counts(self, base: str) -> dict[str, int]:
        """The printed count of a base by district code; empty when the rulebook has no such base."""
        printed = self.data.get("bases", {}).get(base)
        if printed is None:
            return {}
        return {row["district_code"]: int(row[printed["count"]]) for row in self.annex(printed["annex"])}

    @cached_property
    def annex_headcounts(self) -> dict[str, dict[str, int]]:
        """Leaders by district code: the six positions and `printed_total`; empty where no annex counts them."""
        printed = self.data.get("headcounts")
        if not printed:
            return {}
        columns = (*POSITIONS, "printed_total")
        return {
            row["district_code"]: {column: int(row[column]) for column in columns}
            for row in self.annex(printed["annex"])
        }

    @property
    def related_services(self) -> tuple[str, ...]:
        """The codes of the services whose data districts answer for."""
        return tuple(self.data["related_services"]["services"])

    @property
    def publicity_hashtags(self) -> tuple[str, ...]:
        """The hashtags ordered on posts; one that ends in … is a prefix."""
        return tuple(self.data["hashtags"]["publicity"])

    def written_names(self, kind: str) -> dict[str, list[str]]:
        """For `service` or `channel`: every code with the ways it is written."""
        names: dict[str, list[str]] = {}
        for entry in self.programme[f"{kind}s"]:
            names[entry["code"]] = [entry.get("name_th", entry["code"]), *entry.get("aliases", [])]
        for written, code in self.data["aliases"][kind].items():
            names[code].append(written)
        return names

    def district_aliases(self, district_code: str) -> list[str]:
        """The other names of a district."""
        return [written for written, code in self.data["aliases"]["district"].items() if code == district_code]

    def deadline(self, month: date) -> date:
        """The day by whose end the report of a month is due."""
        return deadline_day(
            month,
            self.reading("report_deadline_day"),
            self.reading("report_month_offset"),
            self.reading("deadline_on_holiday"),
            frozenset(holiday["date"] for holiday in self.data.get("holidays", [])),
        )


def rulebooks(folder: Path, province_code: str | None = None) -> list[Rulebook]:
    """Every rulebook of a folder, or of one province, by province and validity."""
    books = []
    for path in sorted(folder.glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        named = re.search(r"^province_code: *[\"']?([0-9]{2})", text, re.MULTILINE)
        if province_code and named and named[1] != province_code:
            continue  # of seventy others only this line is read
        data = yaml.safe_load(text)
        programme = folder / "programmes" / f"{data['programme']}.yaml"
        books.append(Rulebook(data, yaml.safe_load(programme.read_text(encoding="utf-8")), folder))
    return sorted(books, key=lambda book: (book.province_code, book.first_month))


def rulebook_for(books: list[Rulebook], province_code: str, month: date) -> Rulebook:
    """The rulebook in force; raises ValueError when the province has none for that month."""
    for book in books:
        if book.province_code == province_code and book.first_month <= month <= book.last_month:
            return book
    raise ValueError(f"no rulebook for province {province_code} in {month:%Y-%m}")
