"""`python -m benchmarks.closing.ours URI LANDING`: closes the month as the DAGs' tasks do, step by step.

A process of its own, so that its memory is that of the work; prints what each step took, as JSON.
"""

import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psutil

from benchmarks import country
from benchmarks.scratch import as_warehouse, database_megabytes
from benchmarks.spent import Meter
from include import months, warehouse
from include.landing_zone import local_folder
from include.loaders import landing
from include.prepared import Prepared

RUN_ID = "benchmark"


def closed(uri: str, zone: Path) -> dict[str, Any]:
    """Lands, types, builds, audits, moves and freezes what a landing zone holds; what each step and SQL file took."""
    meter, files, empty = Meter(uri), _Files(), database_megabytes(uri)
    began = time.perf_counter()
    with as_warehouse(uri), files.told():
        with meter.step("land"), warehouse.connect() as connection:
            landing.register(connection, local_folder.files(zone), country.RECEIVED_AT)
        with meter.step("type"):
            months.run_each(months.TYPE, months.pending_provinces())
        with meter.step("build"):
            stale = months.stale()
            months.run_each(months.BUILD, stale)
        with meter.step("check"):
            failures = months.audit(stale, RUN_ID)
        with meter.step("move"):
            months.run_each(months.MOVE, stale)
        with meter.step("freeze"):
            frozen = months.freeze_due(country.DUE_AT, RUN_ID)
    assert not failures, failures
    return {
        "seconds": round(time.perf_counter() - began, 3),
        "months": len(stale),
        "freezes": len(frozen),
        "empty_megabytes": empty,
        "database_megabytes": database_megabytes(uri),
        "steps": meter.steps,
        "files": files.listed(),
    }


class _Files:
    """How long each file of SQL took over all months, and the processor time of the server's process that ran it."""

    def __init__(self) -> None:
        self._seconds: dict[str, float] = defaultdict(float)
        self._cpu_seconds: dict[str, float] = defaultdict(float)

    @contextmanager
    def told(self) -> Iterator[None]:
        """Every file that the warehouse runs meanwhile is timed."""
        run = Prepared.run_one

        def timed(prepared: Prepared, path: str, parameters: Mapping[str, Any]) -> None:
            process = psutil.Process(prepared.connection.info.backend_pid)
            before, began = process.cpu_times(), time.perf_counter()
            run(prepared, path, parameters)
            self._seconds[path] += time.perf_counter() - began
            after = process.cpu_times()
            self._cpu_seconds[path] += after.user + after.system - before.user - before.system

        with patch.object(Prepared, "run_one", timed):
            yield

    def listed(self) -> list[dict[str, Any]]:
        """Longest first."""
        return [
            {"file": path, "seconds": round(seconds, 3), "cpu_seconds": round(self._cpu_seconds[path], 3)}
            for path, seconds in sorted(self._seconds.items(), key=lambda item: -item[1])
        ]


if __name__ == "__main__":
    print(json.dumps(closed(sys.argv[1], Path(sys.argv[2]))))
