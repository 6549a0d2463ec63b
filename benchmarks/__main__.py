"""`python -m benchmarks [--uri SUPERUSER_URI] [--pairs 7] [--events 1000000] [--workbooks 878] [--megabytes 1000]`

Measures, prints, and keeps the results. `--spoilt 0.02` is the share of events that the benchmark of refusing spoils.

Without a URI the embedded warehouse's server is used, started if need be. All work is done in a scratch database that
is dropped at the end. Results go to docs/performance.json, under the name of what was measured.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg2
from rich.console import Console
from rich.table import Table

from benchmarks import gate, landing, memory, papers, refusing, workbooks
from include import rulebook, warehouse
from include.local import postgres

RESULTS = Path(__file__).parents[1] / "docs" / "performance.json"


def main(arguments: list[str]) -> None:
    """Run every benchmark in a scratch database."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure the warehouse on this machine.")
    parser.add_argument("--uri", help="a superuser's libpq URI; default: the embedded warehouse")
    parser.add_argument("--pairs", type=int, default=7, help="how often the two sides take turns (at least 5)")
    parser.add_argument("--events", type=int, default=1_000_000, help="download events in the landed file")
    parser.add_argument("--spoilt", type=float, default=0.02, help="share of the events that is spoilt, to be refused")
    parser.add_argument("--workbooks", type=int, default=878, help="workbooks that are read: one a district")
    parser.add_argument("--megabytes", type=int, default=1_000, help="size of the large CSV, at least 10")
    options = parser.parse_args(arguments)
    pairs = max(5, options.pairs)
    server_uri = options.uri or postgres.start().admin_uri
    if server_uri is None:
        parser.error("the warehouse is another Postgres: give a superuser's URI with --uri")
    with scratch_database(server_uri) as uri:
        machine = describe_machine(uri)
        landed = landing.measure(uri, pairs, options.events)
        keep("landing", landed | {"machine": machine})
        refused = refusing.measure(uri, pairs, options.events, options.spoilt)
        keep("refusing", refused | {"machine": machine})
        remembered = memory.measure(uri, options.megabytes)
        keep("memory", remembered | {"machine": machine})
        gated = gate.measure(uri, pairs, options.events)
        keep("gate", gated | {"machine": machine})
    with scratch_database(server_uri) as uri:
        made = papers.measure(uri, pairs)
        keep("papers", made | {"machine": machine})
    read = workbooks.measure(pairs, options.workbooks)
    keep("workbooks", read | {"machine": machine})
    show(landed)
    show_refusing(refused)
    show_memory(remembered)
    show_gate(gated)
    show_papers(made)
    show_workbooks(read)


@contextmanager
def scratch_office() -> Iterator[Path]:
    """A folder, and a scratch database of the embedded server as the warehouse, for as long as the block lasts."""
    server_uri = postgres.start().admin_uri
    if server_uri is None:
        raise SystemExit("the warehouse is another Postgres: CHUMCHON_ADMIN_URI has to name its superuser")
    with scratch_database(server_uri) as uri, tempfile.TemporaryDirectory() as folder:
        os.environ["AIRFLOW_CONN_WAREHOUSE"] = uri
        yield Path(folder)


@contextmanager
def scratch_database(server_uri: str) -> Iterator[str]:
    """The superuser's URI of a migrated database with the rulebooks, dropped when the block ends."""
    name = f"benchmark_{uuid4().hex[:8]}"
    uri = f"{server_uri.rsplit('/', 1)[0]}/{name}"
    with closing(psycopg2.connect(server_uri)) as admin, admin.cursor() as cursor:
        admin.autocommit = True
        cursor.execute(f"create database {name}")
        try:
            warehouse.migrate(uri)
            with warehouse.connect(uri) as connection:
                rulebook.load_all(connection)
            yield uri
        finally:
            cursor.execute(f"drop database {name} with (force)")


def describe_machine(uri: str) -> dict[str, Any]:
    """What the numbers depend on, and how busy the machine is with other things."""
    with warehouse.connect(uri) as connection:
        [server] = warehouse.fetch(connection, "select current_setting('server_version') as version")
    return {
        "cores": os.cpu_count(),
        "load_average_before": round(os.getloadavg()[0], 2),
        "postgres": server["version"],
        "python": platform.python_version(),
    }


def keep(name: str, result: dict[str, Any]) -> None:
    """Write one result beside the others."""
    results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    RESULTS.write_text(json.dumps(results | {name: result}, indent=2, ensure_ascii=False) + "\n")


def show(result: dict[str, Any]) -> None:
    """A small table of the landing benchmark."""
    table = Table(title=f"Landing {result['events']:,} download events ({result['file_bytes'] / 1e6:.0f} MB of CSV)")
    for column in ("", "median s", "fastest s", "slowest s"):
        table.add_column(column, justify="right" if column else "left")
    for side, title in (
        ("psql", r"psql \copy, six text columns"),
        ("register", "register(): SHA-256, lineage, commit"),
        ("archived", "register() that archives the file too"),
    ):
        seconds = result[f"{side}_seconds"]
        table.add_row(title, *(f"{seconds[key]:.2f}" for key in ("median", "fastest", "slowest")))
    console = Console()
    console.print(table)
    console.print(
        f"Ratio {result['ratio']['median']:.2f} (median of {result['pairs']} pairs,"
        f" {result['ratio']['fastest']:.2f} to {result['ratio']['slowest']:.2f});"
        f" archiving {result['archive_ratio']['median']:.2f} times as long;"
        f" client peak {result['client_peak_megabytes']:.0f} MB; written to docs/{RESULTS.name}"
    )


def show_refusing(result: dict[str, Any]) -> None:
    """A small table of the refusing benchmark."""
    table = Table(title=f"Judging {result['events']:,} download events, {result['refused_cells']:,} cells refused")
    for column in ("", "median s", "times counting's", "fastest", "slowest"):
        table.add_column(column, justify="right" if column else "left")
    table.add_row("one statement that counts what breaks each rule", f"{result['counting_seconds']['median']:.2f}")
    for side, title in (("refusing", "refused with reasons"), ("typing", "the same, and the good rows inserted")):
        ratio = (f"{result[f'{side}_ratio'][key]:.2f}" for key in ("median", "fastest", "slowest"))
        table.add_row(title, f"{result[f'{side}_seconds']['median']:.2f}", *ratio)
    Console().print(table)


def show_memory(result: dict[str, Any]) -> None:
    """The client's memory by the size of what it loads."""
    (small, large), (small_peak, large_peak) = result["file_bytes"], result["client_peak_megabytes"]
    Console().print(
        f"Loading a CSV of {small / 1e6:.0f} MB takes the client {small_peak:.0f} MB at its peak,"
        f" one of {large / 1e6:.0f} MB {large_peak:.0f} MB: {result['ratio']:.2f} times as much"
    )


def show_gate(result: dict[str, Any]) -> None:
    """The gate beside the statement written by hand."""
    ours, theirs, ratio = result["gate_seconds"], result["by_hand_seconds"], result["ratio"]
    Console().print(
        f"{result['expectations']} expectations over {result['events']:,} download events: {ours['median']:.2f} s,"
        f" one counting statement {theirs['median']:.2f} s; ratio {ratio['median']:.2f} (median of {result['pairs']}"
        f" pairs, {ratio['fastest']:.2f} to {ratio['slowest']:.2f}), import left aside"
    )


def show_papers(result: dict[str, Any]) -> None:
    """A table of the kinds of papers, and how scorecards grow with districts."""
    table = Table(title=f"Papers of a month of {result['districts']} districts, CPU time with the server's")
    for column in ("", "median s", "fastest", "slowest", "kB"):
        table.add_column(column, justify="right" if column else "left")
    for name, seconds in result["seconds"].items():
        size = result["bytes"].get(name, sum(result["bytes"].values()) if name == "all" else 0)
        table.add_row(name, *(f"{seconds[key]:.2f}" for key in ("median", "fastest", "slowest")), f"{size / 1e3:,.0f}")
    console = Console()
    console.print(table)
    console.print(
        f"The goal for all is {result['goal_seconds']:.0f} s; the first time takes {result['first_seconds']:.2f} s."
        " A scorecard among "
        + ", ".join(f"{count} districts costs {ratio:.2f} times" for count, ratio in result["scorecards_ratio"].items())
        + " one among the fewest"
    )


def show_workbooks(result: dict[str, Any]) -> None:
    """A small table of the workbooks benchmark."""
    table = Table(title=f"{result['workbooks']} district workbooks ({result['bytes'] / 1e6:.0f} MB), CPU time")
    for column in ("", "median s", "times calamine's", "fastest", "slowest"):
        table.add_column(column, justify="right" if column else "left")
    table.add_row("bare calamine, every sheet, row numbers kept", f"{result['calamine_seconds']['median']:.2f}")
    for side, title in (("read", "checked and read as text"), ("load", "loaded, up to the lines of COPY")):
        ratio = (f"{result[f'{side}_ratio'][key]:.2f}" for key in ("median", "fastest", "slowest"))
        table.add_row(title, f"{result[f'{side}_seconds']['median']:.2f}", *ratio)
    Console().print(table)


if __name__ == "__main__":
    main(sys.argv[1:])
