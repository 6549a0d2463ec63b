"""Whether a month costs the same whatever lies behind it: national months closed after 12 months and after 96.

`python -m benchmarks.flat [--months 12,96] [--pairs 3] [--provinces 50,57,…]` makes both warehouses beside each other,
the long one a copy of the short one with more months behind, and closes the same new months in both, one a pair: each
in one warehouse and then in the other, the first in turn. Every step is timed by the clock and by the processor's, that
of the server counted in.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import history
from benchmarks.landing import spread
from benchmarks.scratch import as_warehouse, copied_database, database_megabytes, empty_database, server_uri
from benchmarks.spent import Meter
from include import months, receipts, warehouse
from include.alerting import months as due_months
from include.loaders import landing
from include.publishing import bundle, publication_index
from include.publishing.results import editions, figures
from include.simulator.calendar_months import month_after
from include.simulator.national.country import province_codes

MONTH = date(2025, 1, 1)  # the one that is copied; those that are closed follow it
LOOKS = {
    "look: files to type": "select count(*) from ops.pending_file",
    "look: stale months": "select count(*) from ops.stale_month",
    "look: freezes due": "select count(*) from ops.due_publication(now())",
    "look: deadlines": "select count(*) from ops.due_month where revision is null",
    "look: health": "select count(*) from ops.health",
}


def measure(
    server: str,
    pairs: int = 3,
    lengths: tuple[int, int] = (12, 96),
    provinces: Sequence[str] = (),
    events: int = 20_000,
    operators: int = 20_000,
) -> dict[str, Any]:
    """Seconds by step in both warehouses, and their ratios; `server` is a superuser's URI.

    Takes some 10 GB while it is at work with every province and 96 months; with fewer of both it is a try.
    """
    with (
        tempfile.TemporaryDirectory() as folder,
        warehouses(
            server, Path(folder), lengths, list(provinces) or list(province_codes()), events, operators, pairs
        ) as made,
    ):
        return compared(made)


class Made:
    """Two warehouses that differ in the months behind them, and where their files and those of months to come lie."""

    def __init__(
        self, home: Path, uris: tuple[str, str], lengths: tuple[int, int], provinces: list[str], following: int
    ) -> None:
        self.home, self.uris, self.lengths, self.provinces, self.following = home, uris, lengths, provinces, following
        self.copy_seconds = 0.0
        self.built = [0, 0]

    def root(self, uri: str) -> Path:
        """Where a warehouse publishes."""
        folder = self.home / f"publish {self.lengths[self.uris.index(uri)]}"
        folder.mkdir(exist_ok=True)
        return folder


@contextmanager
def warehouses(
    server: str, home: Path, lengths: tuple[int, int], provinces: list[str], events: int, operators: int, following: int
) -> Iterator[Made]:
    """Both warehouses, dropped when the block ends; `following` is how many months are to be closed in them."""
    months_written = [month_after(MONTH, ahead) for ahead in range(following + 1)]
    history.write_country(home, provinces, months_written, events, operators)
    with ExitStack() as standing:
        short = standing.enter_context(empty_database(server))
        warehouse.migrate(short)
        with as_warehouse(short):
            history.fill(home, MONTH)
        history.extend_rulebooks(short, month_after(MONTH, 1 - lengths[1]))
        made = Made(home, (short, standing.enter_context(copied_database(short))), lengths, provinces, following)
        for uri, length in zip(made.uris, lengths, strict=True):
            made.copy_seconds = history.copy_back(uri, MONTH, range(1, length))
            history.settle(uri)
            with as_warehouse(uri), warehouse.publishing() as connection:
                publish_last(connection, made.root(uri))
        yield made


def publish_last(connection: Any, root: Path) -> None:
    """The folder of each province's last publication: it ends the search for what is not published yet."""
    for of_province in bundle.provinces(connection):
        publication = next(bundle.latest_first(connection, of_province))
        folder = root / bundle.place(publication)
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in bundle.files(connection, publication).items():
            (folder / name).write_bytes(content)


def compared(made: Made) -> dict[str, Any]:
    """The new months closed in both, each in turn."""
    pairs = made.following
    taken: list[dict[str, list[tuple[float, float]]]] = [{}, {}]
    for number in range(pairs):
        for side in (0, 1) if number % 2 == 0 else (1, 0):
            with as_warehouse(made.uris[side]):
                _close(made, side, month_after(MONTH, number + 1), taken[side])
    steps = {
        step: {
            "seconds": [_median(side[step], 0) for side in taken],
            "cpu_seconds": [_median(side[step], 1) for side in taken],
            "ratio": spread([ours[0] / theirs[0] for theirs, ours in zip(taken[0][step], taken[1][step], strict=True)]),
        }
        for step in taken[0]
    }
    totals = [
        [tuple(sum(side[step][pair][clock] for step in side) for clock in (0, 1)) for pair in range(pairs)]
        for side in taken
    ]
    return {
        "months": list(made.lengths),
        "provinces": len(made.provinces),
        "pairs": pairs,
        "database_megabytes": [round(database_megabytes(uri)) for uri in made.uris],
        "copy_seconds": round(made.copy_seconds),
        "close_seconds": [spread([total[0] for total in side]) for side in totals],
        "close_cpu_seconds": [spread([total[1] for total in side]) for side in totals],
        "ratio": spread([long[0] / short[0] for short, long in zip(*totals, strict=True)]),
        "cpu_ratio": spread([long[1] / short[1] for short, long in zip(*totals, strict=True)]),
        "months_built": made.built,
        "steps": steps,
    }


def _close(made: Made, side: int, month: date, taken: dict[str, list[tuple[float, float]]]) -> None:
    """A month of all provinces, step by step as the DAGs take it."""
    at = history.received_at(month)
    root = made.root(made.uris[side])
    clock = Clock(taken)
    with clock("land"), warehouse.connect() as connection:
        landing.register(connection, history.landed(made.home, month, made.provinces), at)
    with clock("find what to type"):
        pending = months.pending_provinces()
    with clock("type"):
        months.run_each(months.TYPE, pending)
    with clock("receipts"), warehouse.connect() as connection:
        receipts.issue(connection, root, at)
    with clock("find stale months"):
        stale = months.stale(made.provinces)
    # an export of shops also tells what became of those that waited: months are built again, all of which both have
    assert min(one["period"] for one in stale) >= month_after(MONTH, 1 - made.lengths[0])
    made.built[side] += len(stale)
    with clock("build"):
        months.run_each(months.BUILD, stale)
    with clock("compare and audit"):
        failures = months.audit(stale, history.RUN_ID)
    assert not [failed for failed in failures if failed["period"] == month], failures
    with clock("move"):
        months.run_each(months.MOVE, stale)
    with clock("find freezes due"):
        due = months.due(at, made.provinces)
    assert {one["period"] for one in due} == {month}, due
    with clock("freeze"):
        months.run_each(months.FREEZE, due)
    with clock("write files"), warehouse.publishing() as connection:
        bundle.write_missing(connection, root)
    with clock("publication index"), warehouse.publishing() as connection:
        touched = [
            edition
            for code in made.provinces
            for edition in editions.revisions(connection, code)
            if edition.period == month
        ]
        publication_index.write(connection, root, touched)
    with clock("scoreboard's figures"), warehouse.reading() as connection:
        for code in made.provinces:
            [edition] = editions.live(connection, code, period=month)
            figures.read(connection, edition)
    for name, look in LOOKS.items():
        with clock(name), warehouse.connect() as connection:
            warehouse.fetch(connection, look)
    with clock("look: alerts of deadlines"), warehouse.watching() as connection:
        due_months.alerts(connection, "benchmark")


class Clock:
    """Times blocks by name: seconds of the wall, and of the processor, this process's with the server's."""

    def __init__(self, taken: dict[str, list[tuple[float, float]]]) -> None:
        self.taken = taken
        self.meter = Meter(warehouse.uri())

    @contextmanager
    def __call__(self, step: str) -> Iterator[None]:
        wall, cpu = time.perf_counter(), self._cpu()
        yield
        self.taken.setdefault(step, []).append((time.perf_counter() - wall, self._cpu() - cpu))

    def _cpu(self) -> float:
        return time.process_time() + self.meter.server_seconds()


def _median(values: Sequence[tuple[float, float]], clock: int) -> float:
    return spread([value[clock] for value in values])["median"]


def main(arguments: list[str]) -> None:
    """Prints the result as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.flat", description="A month after 12 and after 96.")
    parser.add_argument("--months", default="12,96", help="how many months lie behind, of the two warehouses")
    parser.add_argument("--pairs", type=int, default=3, help="how many months are closed in both")
    parser.add_argument("--provinces", default="", help="codes; default: all 76")
    parser.add_argument("--events", type=int, default=20_000, help="downloads in a month")
    parser.add_argument("--operators", type=int, default=20_000)
    options = parser.parse_args(arguments)
    short, long = (int(text) for text in options.months.split(","))
    codes = [code for code in options.provinces.split(",") if code]
    found = measure(server_uri(), options.pairs, (short, long), codes, options.events, options.operators)
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main(sys.argv[1:])
