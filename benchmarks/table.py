"""The rows of what is promised of speed: what is measured, against what, and how much of it is allowed.

A row is data: whoever adds a benchmark adds its rows here and its call to `running.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Row:
    """One promise. `figure` is where its value lies in the benchmark's result: a number, or a median with its spread.

    `limit` is the most that is allowed, in the unit of the figure ("×": times the anchor), or with `least` the least
    that is promised; `stretch` is hoped for.
    `beside` is another figure that is told with it, by what it is.
    """

    name: str
    benchmark: str
    what: str
    anchor: str
    figure: tuple[str, ...]
    limit: float
    unit: str = "×"
    stretch: float | None = None
    below: bool = False  # the limit itself is too much
    least: bool = False  # more is better
    beside: tuple[str, tuple[str, ...]] | None = None

    @property
    def goal(self) -> str:
        """The goal as the page says it."""
        text = f"{'<' if self.below else '≥' if self.least else '≤'} {self.limit:g}{_unit(self.unit)}"
        return text if self.stretch is None else f"{text}, hoped for ≤ {self.stretch:g}{_unit(self.unit)}"


@dataclass(frozen=True)
class Outcome:
    """What was measured of a row."""

    row: Row
    median: float
    fastest: float
    slowest: float
    beside: float | None
    pairs: int | None

    @property
    def met(self) -> bool:
        """Whether the median keeps what is promised."""
        if self.row.least:
            return self.median >= self.row.limit
        return self.median < self.row.limit if self.row.below else self.median <= self.row.limit

    @property
    def share(self) -> float:
        """How much of what is allowed it takes; 1 is all of it."""
        return self.row.limit / self.median if self.row.least else self.median / self.row.limit


ROWS = (
    Row(
        "landing",
        "landing",
        "a CSV landed with file, row number and SHA-256, one stream",
        "`psql \\copy` into a text table",
        ("ratio",),
        1.0,
    ),
    Row(
        "landing_two_streams",
        "landing",
        "the speed of two files at a time, on two cores",
        "`psql \\copy` of one",
        ("two_streams_speed",),
        1.3,
        least=True,
    ),
    Row(
        "landing_memory",
        "memory",
        "the client's memory while a CSV lands, of 10 MB as of 1 GB",
        "",
        ("client_peak_megabytes", "1"),
        50.0,
        unit="MB",
    ),
    Row(
        "workbooks",
        "workbooks",
        "878 workbooks to the lines of COPY, CPU",
        "bare calamine, rows counted",
        ("load_ratio",),
        1.5,
        beside=("read as text", ("read_ratio", "median")),
    ),
    Row(
        "refusing",
        "refusing",
        "1M events judged, refused with reasons, in quarantine",
        "one counting statement written by hand",
        ("refusing_ratio",),
        1.2,
        beside=("with the good rows inserted", ("typing_ratio", "median")),
    ),
    Row("gate", "gate", "the gate of Great Expectations, import left aside", "the same statement", ("ratio",), 1.7),
    Row(
        "closing",
        "closing",
        "a national month closed: landed, typed, checked, measured, graded, frozen",
        "bare SQL, from typed COPY to the same tables of results",
        ("ratio",),
        2.0,
        stretch=1.6,
        beside=("CPU", ("cpu_ratio", "median")),
    ),
    Row("history", "history", "the same with 96 months before it", "with 12", ("ratio",), 1.05),
    Row(
        "growth",
        "growth",
        "an event landed, typed and counted, of the largest month",
        "of the smallest",
        ("ratio",),
        1.05,
        beside=("CPU", ("cpu_ratio", "median")),
    ),
    Row(
        "pandas",
        "engines",
        "attainment, grades and freeze of 878 districts",
        "pandas, handing over included",
        ("pandas_ratio",),
        1.0,
        below=True,
        beside=("CPU", ("pandas_cpu_ratio", "median")),
    ),
    Row(
        "duckdb",
        "engines",
        "the same",
        "DuckDB, handing over included",
        ("duckdb_ratio",),
        1.0,
        below=True,
        beside=("CPU", ("duckdb_cpu_ratio", "median")),
    ),
    Row("runner", "runner", "the runner over a month's SQL files", "psycopg2, one transaction", ("ratio",), 1.2),
    Row(
        "orchestration",
        "orchestration",
        "what Airflow adds to a province's month, three DAG runs",
        "the same functions in one process",
        ("overhead_seconds",),
        15.0,
        unit="s",
    ),
    Row(
        "receipts",
        "receipts",
        "a report checked by `make check`, 95 of 100",
        "",
        ("p95_seconds",),
        5.0,
        unit="s",
    ),
    Row(
        "publishing",
        "papers",
        "a scorecard among 878 districts'",
        "among 25",
        ("scorecards_ratio", "878"),
        1.05,
        beside=("s of CPU for all papers of 25 districts", ("seconds", "all", "median")),
    ),
    Row(
        "questions",
        "questions",
        "the slowest of twenty questions over 96 national months, 95 of 100, while a month is closed",
        "",
        ("p95_milliseconds", "beside_a_closing_month", "slowest"),
        50.0,
        unit="ms",
    ),
)


def outcomes(results: Mapping[str, Any]) -> list[Outcome]:
    """What was measured of the rows, in their order; a row of which nothing was is left out."""
    found = []
    for row in ROWS:
        value = at(results, (row.benchmark, *row.figure))
        if value is None:
            continue
        spread = value if isinstance(value, Mapping) else {"median": value, "fastest": value, "slowest": value}
        beside = None if row.beside is None else at(results, (row.benchmark, *row.beside[1]))
        pairs = at(results, (row.benchmark, "pairs"))
        found.append(Outcome(row, spread["median"], spread["fastest"], spread["slowest"], beside, pairs))
    return found


def at(results: Any, path: tuple[str, ...]) -> Any:
    """What lies at a place in results; None where nothing does."""
    for key in path:
        if isinstance(results, list) and key.isdigit() and int(key) < len(results):
            results = results[int(key)]
        elif isinstance(results, Mapping) and key in results:
            results = results[key]
        else:
            return None
    return results


def _unit(unit: str) -> str:
    return unit if unit == "×" else f" {unit}"


def told(value: float, unit: str) -> str:
    """A figure with its unit: as many digits as say something."""
    return f"{value:.2f}{_unit(unit)}" if value < 10 else f"{value:,.1f}{_unit(unit)}"
