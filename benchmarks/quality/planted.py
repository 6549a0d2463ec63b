"""Takes two provinces' months with planted defects through the warehouse, and counts by class what was found.

The warehouse is the one that AIRFLOW_CONN_WAREHOUSE names; it has to be empty. What was planted is known from the
labels that the simulator writes; a refusal, rejection or finding that no label explains is a false alarm.
"""

import json
from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.quality import answers
from include import months, warehouse
from include.landing_zone import local_folder
from include.loaders import landing
from include.simulator import RULEBOOK_FOLDER, simulate
from include.simulator.calendar_months import months_between
from include.simulator.orders import rulebooks
from include.simulator.planting.labels import DefectClass, classes

SEED = 1
RECEIVED_AT = datetime(2026, 1, 15, 3, tzinfo=UTC)  # all files are seen at once, long after the last of them was sent
RUN_ID = "planted defects"

Key = tuple[object, ...]


@dataclass(frozen=True)
class Tally:
    """What became of one class: how often it was planted, and the keys of those missed and of false alarms."""

    of_class: DefectClass
    planted: int
    missed: list[Key]
    false_alarms: list[Key]

    @property
    def found(self) -> int:
        """How many were found."""
        return self.planted - len(self.missed)

    @property
    def recall(self) -> float:
        """The share that was found."""
        return self.found / self.planted if self.planted else 0.0

    @property
    def precision(self) -> float | None:
        """The share of what was found that was planted; None where nothing was found."""
        told = self.found + len(self.false_alarms)
        return self.found / told if told else None


@dataclass(frozen=True)
class Measured:
    """The tallies by class, and how often figures were called unusual that were not made so."""

    tallies: dict[str, Tally]
    months: int
    district_months: int
    outliers: int
    false_outliers: list[Key] = field(default_factory=list)

    @property
    def false_alarms_per_100(self) -> float:
        """Figures called unusual, and not planted, of 100 districts' months that were looked at."""
        return 100 * len(self.false_outliers) / self.district_months

    def of_kind(self, kind: str) -> list[Tally]:
        """The tallies of one kind, in the catalogue's order."""
        return [tally for tally in self.tallies.values() if tally.of_class.kind == kind]


def measure(folder: Path) -> Measured:
    """Simulates below `folder`, loads and builds everything, and counts."""
    _simulate(folder)
    zone = folder / "landing"
    labels = [
        json.loads(line)
        for path in sorted((folder / "truth").glob("*/planted.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    process(zone, {(label["province_code"], label["period"]) for label in labels if label["kind"] == "expectation"})
    with warehouse.connect() as connection:
        found = {kind: answers.found(connection, kind, zone) for kind in answers.KINDS}
        [looked_at] = warehouse.fetch(
            connection,
            """
            select
                (select count(*) from mart.province_summary) as months,
                (select count(*) from mart.district_grade) as district_months
            """,
        )
    return count(labels, found, **looked_at)


def _simulate(folder: Path) -> None:
    """Every month of each province's earliest rulebook."""
    seen = set()
    for book in rulebooks(RULEBOOK_FOLDER):
        if book.province_code not in seen:
            seen.add(book.province_code)
            of_book = months_between(book.first_month, book.last_month)
            simulate(folder / "landing", folder / "truth", book.province_code, of_book, SEED, planted=True)


def process(zone: Path, audited: Container[tuple[str, str]]) -> None:
    """Loads and types everything, then builds month after month, as time went; audits some, by province and month."""
    with warehouse.connect() as connection:
        landing.register(connection, local_folder.files(zone), RECEIVED_AT)
    for province in months.pending_provinces():
        months.run(months.TYPE, province)
    for month in sorted(months.stale(), key=lambda month: (month["period"], month["province_code"])):
        months.run(months.BUILD, month)
        if (month["province_code"], month["period"].isoformat()) in audited:
            months.audit([month], RUN_ID)
        else:
            months.run(months.COMPARE, month)
            with warehouse.connect() as connection, connection.cursor() as cursor:
                cursor.execute("update candidate.month set failed_expectations = '{}'")
        months.run(months.MOVE, month)


def count(
    labels: Collection[Mapping[str, Any]],
    found: Mapping[str, Collection[Mapping[str, Any]]],
    months: int,
    district_months: int,
) -> Measured:
    """Compares what was planted with what was found, by class."""
    catalogue = classes()
    answered = {kind: {answers.key(record) for record in records} for kind, records in found.items()}
    # Of what nothing can tell: whatever was said of the same figure.
    said = [record for kind in ("finding", "outlier") for record in found[kind] if record["measure_code"]]
    answered["silent"] = {answers.key({**record, "kind": "silent", "found_as": ""}) for record in said}
    planted: dict[str, set[Key]] = {code: set() for code in catalogue}
    for label in labels:
        planted[label["class_code"]].add(answers.key(label))
    tallies = {}
    for code, known in catalogue.items():
        keys, told = planted[code], answered[known.kind]
        alarms = {key for key in told - keys if key[0] == known.found_as} if known.kind in answers.EXACT else set()
        tallies[code] = Tally(known, len(keys), sorted(keys - told, key=str), sorted(alarms, key=str))
    # A figure that was changed takes others of its district and month with it: who downloads also signs in by web.
    explained = {answers.place(label) for label in labels if label["kind"] == "outlier"}
    copied = {(answers.place(label), label["measure_code"]) for label in labels if label["kind"] == "silent"}
    wrong = {
        answers.key(record)
        for record in found["outlier"]
        if answers.place(record) not in explained and (answers.place(record), record["measure_code"]) not in copied
    }
    return Measured(tallies, months, district_months, len(answered["outlier"]), sorted(wrong, key=str))
