"""A report checked before it is sent, as `make check` does: from starting the program to the receipt it prints.

A quarter of a province stands graded; workbooks of its districts are then checked one after the other, each by a
program of its own, which is what a person at a desk waits for. Of twenty, nineteen are back within the figure.
"""

import os
import subprocess
import sys
import tempfile
import time
from itertools import cycle
from pathlib import Path
from typing import Any

from benchmarks import papers
from benchmarks.landing import spread
from benchmarks.scratch import as_warehouse
from include import periods
from include.simulator import simulate

_PROJECT = Path(__file__).parents[1]


def measure(uri: str, checks: int) -> dict[str, Any]:
    """Seconds of so many checks, on a migrated database."""
    with as_warehouse(uri), tempfile.TemporaryDirectory() as folder:
        papers.publish()
        month = periods.add_months(papers.FIRST, papers.MONTHS - 1)
        # another seed: reports that the warehouse does not know yet
        simulate(Path(folder, "landing"), Path(folder, "truth"), papers.PROVINCE, [month], 2)
        reports = sorted(Path(folder, "landing", "submissions").rglob("*.xlsx"))
        assert reports, "no workbook was simulated"
        taken = [_checked(file, f"{month:%Y-%m}") for file, _ in zip(cycle(reports), range(checks + 1), strict=False)]
    measured = sorted(taken[1:])  # the first one reads from disk what the others find in memory
    return {
        "checks": checks,
        "first_seconds": round(taken[0], 3),
        "seconds": spread(measured),
        "p95_seconds": round(measured[-(-95 * checks // 100) - 1], 3),
    }


def _checked(file: Path, period: str) -> float:
    command = [sys.executable, "-m", "include.checking", "--file", str(file)]
    began = time.perf_counter()
    ended = subprocess.run(
        [*command, "--province", papers.PROVINCE, "--period", period],
        capture_output=True,
        text=True,
        cwd=_PROJECT,
        env=os.environ.copy(),
    )
    seconds = time.perf_counter() - began
    assert ended.returncode in (0, 1), ended.stdout + ended.stderr
    return seconds
