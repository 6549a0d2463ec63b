"""`python -m benchmarks [name …] [--pairs 7] [--quick] [--full]` measures, keeps the results and writes their pages.

Without a name all are run but those that take a disk of their own; the names are those of `running.py`. `--quick` takes
small sizes and one pair, to try it; what it finds is shown and not kept. `--full` measures growth up to 20 million
events too. Sizes: `--events 1000000 --workbooks 878 --megabytes 1000 --spoilt 0.02 --provinces 50,57 --sizes
1000000,5000000`.

Without `--uri` the embedded warehouse's server is used, started if need be. All work is done in scratch databases that
are dropped at the end. Results go to docs/performance.json, a line a row to docs/performance-history.csv, and both
to docs/performance.md and docs/scaling.md; `--pages` writes these alone.
"""

import argparse
import sys
import traceback
from datetime import UTC, datetime
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks import keeping, page
from benchmarks.running import BENCHMARKS, LONG, given
from benchmarks.scratch import described_machine, server_uri
from benchmarks.table import Outcome, outcomes, told

QUICK: dict[str, Any] = {
    "pairs": 1,
    "events": 20_000,
    "workbooks": 20,
    "megabytes": 20,
    "provinces": "82,91,94",
    "sizes": (10_000, 20_000),
    "districts": (5, 10),
}
FULL: dict[str, Any] = {"sizes": (1_000_000, 5_000_000, 20_000_000)}


def main(arguments: list[str]) -> int:
    """Runs what is asked for; 1 when one of them failed, the others done."""
    options, failed = _parsed(arguments), False
    if not options.pages:
        sizes = QUICK if options.quick else FULL if options.full else {}
        asked = {name: value for name, value in vars(options).items() if name in _SIZES and value is not None}
        server = options.uri or server_uri()
        with given(server, **sizes | asked) as places:
            for name in options.names or BENCHMARKS:
                machine = described_machine(server)
                try:
                    measured = (BENCHMARKS | LONG)[name](places)
                    measured_at = datetime.now(UTC).isoformat(timespec="seconds")
                    result = {"measured_at": measured_at} | measured | {"machine": machine}
                except Exception:
                    failed = True
                    Console(stderr=True).print(f"{name} failed:\n{traceback.format_exc()}", markup=False)
                    continue
                show(outcomes({name: result}))
                if not options.quick:
                    keeping.keep(name, result)
    if not options.quick:
        page.write()
    return int(failed)


_SIZES = ("pairs", "events", "spoilt", "workbooks", "megabytes", "provinces", "sizes")


def _parsed(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure the warehouse on this machine.")
    parser.add_argument("names", nargs="*", type=_name, metavar="name", help=", ".join(BENCHMARKS | LONG))
    parser.add_argument("--uri", help="a superuser's libpq URI; default: the embedded warehouse")
    parser.add_argument("--pairs", type=int, help="how often the two sides take turns; default: 7, or 5 of long ones")
    parser.add_argument("--quick", action="store_true", help="small sizes, one pair, nothing kept")
    parser.add_argument("--full", action="store_true", help="growth up to 20 million events too")
    parser.add_argument("--pages", action="store_true", help="measure nothing: write the pages of what was kept")
    parser.add_argument("--events", type=int, help="download events of a month")
    parser.add_argument("--spoilt", type=float, help="share of the events that is spoilt, to be refused")
    parser.add_argument("--workbooks", type=int, help="workbooks that are read: one a district")
    parser.add_argument("--megabytes", type=int, help="size of the large CSV, at least 10")
    parser.add_argument("--provinces", help="codes of the country's provinces, such as 50,57; default: all")
    parser.add_argument("--sizes", type=_sizes, help="events of the months that grow, such as 1000000,5000000")
    return parser.parse_args(arguments)


def _name(text: str) -> str:
    if text not in BENCHMARKS | LONG:
        raise argparse.ArgumentTypeError(f"{text} is none of {', '.join(BENCHMARKS | LONG)}")
    return text


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(int(size) for size in text.split(","))


def show(found: list[Outcome]) -> None:
    """A line for each row of the table that was measured."""
    table = Table(show_header=False, box=None)
    for outcome in found:
        row = outcome.row
        table.add_row(
            row.name,
            told(outcome.median, row.unit),
            f"{told(outcome.fastest, row.unit)} to {told(outcome.slowest, row.unit)}",
            row.goal,
            "[green]met[/green]" if outcome.met else "[red]missed[/red]",
            "" if outcome.beside is None or row.beside is None else f"{row.beside[0]}: {outcome.beside:.2f}",
        )
    Console().print(table)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
