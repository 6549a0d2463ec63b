"""Publishing what people look at: a month of a province, kind by kind, and scorecards of ever more districts.

A simulated month is taken through the warehouse and frozen. Each kind of paper is then made several times as
`publish_months` makes it, over a reader's connection; what is given is processor time, of this process and, where the
server runs on this machine, of the server's that answers it. Scorecards are made of 25, 100, 400 and 878 districts,
which are those of the month again and again: what one costs must not depend on how many there are.
"""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import psutil

from benchmarks.landing import spread
from benchmarks.scratch import as_warehouse
from include import months, periods, warehouse
from include.landing_zone import local_folder
from include.loaders import landing
from include.publishing import papers
from include.publishing.results import editions, figures
from include.publishing.results.shapes import Month
from include.simulator import simulate

PROVINCE, FIRST, MONTHS = "34", date(2025, 1, 1), 3  # of 25 districts; the last one has a trend and a quarter behind it
GOAL_SECONDS = 10.0


def measure(uri: str, times: int, districts: tuple[int, ...] = (25, 100, 400, 878)) -> dict[str, Any]:
    """CPU seconds of each kind and of all, and of a scorecard by the number of districts, on a migrated database."""
    with as_warehouse(uri):
        publish()
        with warehouse.reading(uri) as connection:
            month = figures.read(connection, editions.standing(connection, PROVINCE)[-1])
            seconds: dict[str, list[float]] = {"figures": [], **{maker.name: [] for maker in papers.MAKERS}}
            written = {maker.name: 0 for maker in papers.MAKERS}
            for number in range(times + 1):  # the first one imports what is imported late
                with _cpu(connection, seconds["figures"]):
                    month = figures.read(connection, month.edition)
                for maker in papers.MAKERS:
                    with _cpu(connection, seconds[maker.name]):
                        written[maker.name] = sum(len(content) for _, content in maker.files(connection, month))
                if number == 0:
                    first = sum(taken.pop() for taken in seconds.values())
            each = {count: _of_scorecards(connection, month, count) for count in districts}
    totals = [sum(parts) for parts in zip(*seconds.values(), strict=True)]
    per_district = {count: taken / count for count, taken in each.items()}
    return {
        "districts": len(month.districts),
        "times": times,
        "goal_seconds": GOAL_SECONDS,
        "first_seconds": round(first, 3),
        "seconds": {name: spread(taken) for name, taken in seconds.items()} | {"all": spread(totals)},
        "bytes": written,
        "scorecards_seconds": {str(count): round(taken, 3) for count, taken in each.items()},
        "scorecards_ratio": {  # of one scorecard among so many, to one among the fewest
            str(count): round(taken / per_district[districts[0]], 3) for count, taken in per_district.items()
        },
    }


def publish() -> None:
    """The quarter: made up, landed, typed, built, unaudited, and frozen as it is due."""
    last = periods.add_months(FIRST, MONTHS - 1)
    now = datetime.now(UTC)
    with tempfile.TemporaryDirectory() as folder:
        simulate(Path(folder, "landing"), Path(folder, "truth"), PROVINCE, periods.months(FIRST, last), 1)
        with warehouse.connect() as connection:
            landing.register(connection, local_folder.files(Path(folder, "landing")), now)
    for province in months.pending_provinces():
        months.run(months.TYPE, province)
    for month in months.stale([PROVINCE], FIRST, last):
        months.run(months.BUILD, month)
        months.run(months.COMPARE, month)
        with warehouse.connect() as connection, connection.cursor() as cursor:
            cursor.execute("update candidate.month set failed_expectations = '{}'")
        months.run(months.MOVE, month)
    for due in months.due(now, [PROVINCE], FIRST, last):
        months.run(months.FREEZE, due)


def _of_scorecards(connection: Any, month: Month, count: int) -> float:
    """CPU seconds of the scorecards of so many districts, one after the other."""
    [maker] = [maker for maker in papers.MAKERS if maker.one_a_district]
    among = [replace(month.districts[number % len(month.districts)], rank=number + 1) for number in range(count)]
    taken: list[float] = []
    with _cpu(connection, taken):
        made = sum(1 for _ in maker.files(connection, replace(month, districts=among)))
    assert made == count
    return taken[0]


@contextmanager
def _cpu(connection: Any, taken: list[float]) -> Iterator[None]:
    """Adds the processor time of this process and of the server's that answers the connection."""
    server = _server(connection)
    began = time.process_time() + _spent(server)
    yield
    taken.append(time.process_time() + _spent(server) - began)


def _server(connection: Any) -> psutil.Process | None:
    """The server's process, where it runs on this machine."""
    try:
        process = psutil.Process(connection.info.backend_pid)
        return process if "postgres" in process.name() else None
    except psutil.Error:
        return None


def _spent(process: psutil.Process | None) -> float:
    if process is None:
        return 0.0
    spent = process.cpu_times()
    return float(spent.user + spent.system)
