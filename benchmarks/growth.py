"""A month of ever more events: what one of them costs to land, to type and to count, of few and of many.

One province's month comes in files of 100,000 events, into an empty warehouse each time; sizes take turns. What must be
as good as linear is the time for one event. The hardest case: a country divides its events among 76 provinces.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks import landing
from benchmarks.landing import spread
from benchmarks.scratch import as_warehouse, copied_database
from benchmarks.spent import Meter
from include import months, warehouse
from include.landing_zone import local_folder
from include.loaders import landing as loader

PROVINCE, PERIOD = "57", date(2024, 2, 1)  # of the events that landing.lines makes up
SUBDISTRICTS = ("570101", "570102", "570103", "570104", "570105", "570106", "570107", "570111")
_PART = 100_000


def measure(template_uri: str, pairs: int, sizes: Sequence[int]) -> dict[str, Any]:
    """Microseconds an event by step and size, on copies of an empty database that nobody is connected to."""
    microseconds: dict[int, list[dict[str, float]]] = {size: [] for size in sizes}
    with tempfile.TemporaryDirectory() as folder:
        zones = {size: _written(Path(folder, str(size)), size) for size in sizes}
        for _ in range(pairs):
            for size, zone in zones.items():
                with copied_database(template_uri) as uri:
                    microseconds[size].append({name: value / size for name, value in _taken(uri, zone).items()})
    smallest = microseconds[min(sizes)]

    def ratios(size: int, part: str) -> dict[str, float]:
        return spread([many[part] / few[part] for many, few in zip(microseconds[size], smallest, strict=True)])

    return {
        "sizes": list(sizes),
        "pairs": pairs,
        "microseconds": {
            str(size): {name: spread([each[name] for each in taken])["median"] for name in taken[0]}
            for size, taken in microseconds.items()
        },
        "ratio": ratios(max(sizes), "all"),
        "cpu_ratio": ratios(max(sizes), "cpu"),
    }


def _written(zone: Path, events: int) -> Path:
    """The landing zone of so many events."""
    folder = zone / "app_downloads" / PROVINCE / f"{PERIOD:%Y-%m}"
    folder.mkdir(parents=True)
    lines = landing.lines(SUBDISTRICTS, events)
    heading = next(lines)
    for number, part in enumerate(_parts(lines), 1):
        with (folder / f"events_{number:04}.csv").open("w", encoding="utf-8", newline="") as out:
            out.write(heading)
            out.writelines(part)
    return zone


def _parts(lines: Iterator[str]) -> Iterator[list[str]]:
    while part := list(islice(lines, _PART)):
        yield part


def _taken(uri: str, zone: Path) -> dict[str, float]:
    """Microseconds of each step, of all, and of processor time, by a process of its own."""
    command = [sys.executable, "-m", "benchmarks.growth", uri, str(zone)]
    ended = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1])
    steps = json.loads(ended.stdout)
    taken = {step["step"]: step["seconds"] * 1e6 for step in steps}
    cpu = sum(step["client_cpu_seconds"] + step["server_cpu_seconds"] for step in steps) * 1e6
    return taken | {"all": sum(taken.values()), "cpu": cpu}


def _close(uri: str, zone: Path) -> list[dict[str, Any]]:
    meter = Meter(uri)
    with as_warehouse(uri):
        with meter.step("land"), warehouse.connect() as connection:
            loader.register(connection, local_folder.files(zone), datetime.now(UTC))
        with meter.step("type"):
            months.run_each(months.TYPE, months.pending_provinces())
        with meter.step("build"):
            months.run_each(months.BUILD, months.stale())
    return meter.steps


if __name__ == "__main__":
    print(json.dumps(_close(sys.argv[1], Path(sys.argv[2]))))
