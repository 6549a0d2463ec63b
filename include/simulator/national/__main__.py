"""`python -m include.simulator.national --home DIR [--from 2025-01 --to 2025-01] [--events 1000000] [--seed 1]`

Writes `rulebook/`, `landing/` and `truth/` below a folder, provinces side by side on the machine's cores, and says how
fast. `--operators 200000`, `--provinces 50,57` (default all 76), `--defect-share 0.03`, `--workers 2`.
"""

import argparse
import json
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from include.simulator import DEFECT_SHARE, RULEBOOK_FOLDER, simulate
from include.simulator.calendar_months import fiscal_year_be, months_between, parse_month
from include.simulator.national import country, write_rulebooks
from include.simulator.national.country import province_codes

DEFAULT_MONTH = "2025-01"


def main(command_line: list[str]) -> int:
    """0 when everything is written; 2 where the folder holds another simulation."""
    parser = argparse.ArgumentParser(prog="python -m include.simulator.national", description="Simulates the country.")
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--from", dest="first", type=lambda text: text or DEFAULT_MONTH, default=DEFAULT_MONTH)
    parser.add_argument("--to", dest="last", type=lambda text: text or None, default=None)
    parser.add_argument("--provinces", type=lambda text: [code for code in text.split(",") if code], default=[])
    parser.add_argument("--events", type=lambda text: int(text or 1_000_000), default=1_000_000, help="a month")
    parser.add_argument("--operators", type=int, default=200_000)
    parser.add_argument("--defect-share", type=float, default=DEFECT_SHARE)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args(command_line)
    console = Console(stderr=True, highlight=False)
    asked = {name: value for name, value in vars(options).items() if name not in ("home", "workers")}
    asked["last"] = asked["last"] or asked["first"]
    noted = options.home / "national.json"
    if noted.exists() and json.loads(noted.read_text()) != asked:
        console.print(
            f"{options.home} holds another simulation of the country ({noted.read_text()}): remove it,"
            " or name another place by CHUMCHON_HOME.",
            markup=False,
        )
        return 2
    months = months_between(parse_month(asked["first"]), parse_month(asked["last"]))
    codes = options.provinces or list(province_codes())
    whole, share = country(options.seed, options.operators, options.events), options.defect_share
    options.home.mkdir(parents=True, exist_ok=True)
    noted.write_text(json.dumps(asked))
    rulebooks = options.home / "rulebook"
    write_rulebooks(
        rulebooks, RULEBOOK_FOLDER, codes, {fiscal_year_be(month) for month in months}, whole.operators, options.seed
    )
    began = time.monotonic()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with ProcessPoolExecutor(options.workers) as workers, Progress(*columns, console=console) as progress:
        shown = progress.add_task("Simulating provinces", total=len(codes))
        tasks = [
            workers.submit(_province, options.home, code, months, options.seed, share, whole.events[code])
            for code in codes
        ]
        try:
            for task in as_completed(tasks):
                task.result()
                progress.advance(shown)
        except BaseException:
            workers.shutdown(cancel_futures=True)
            raise
    console.print(_summary(options.home, codes, time.monotonic() - began))
    return 0


def _province(home: Path, code: str, months: list[date], seed: int, defect_share: float, events: int) -> None:
    simulate(
        home / "landing",
        home / "truth",
        code,
        months,
        seed,
        rulebook_folder=home / "rulebook",
        defect_share=defect_share,
        events=events,
    )


def _summary(home: Path, codes: list[str], seconds: float) -> str:
    """What was written, and how fast."""
    files: list[dict[str, Any]] = [
        json.loads(line)
        for code in codes
        for line in (home / "truth" / code / "files.jsonl").read_text("utf-8").splitlines()
    ]
    rows = sum(file["rows_read"] for file in files)
    written = sum((home / "landing" / file["uri"]).stat().st_size for file in files) / 1e6
    events = sum(file["rows_read"] for file in files if file["source"] == "app_downloads")
    return (
        f"{len(codes)} provinces, {len(files):,} files, {rows:,} rows ({events:,} download events), {written:,.0f} MB"
        f" in {seconds:.0f} s: {rows / seconds:,.0f} rows/s, {written / seconds:.1f} MB/s"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
