"""A small province publishes month after month, as time goes by: files come, rules change, months are frozen."""

import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from include import months, periods, rulebook, warehouse
from include.archive import FolderArchive
from include.loaders import landing
from include.simulator import simulate
from tests.pipeline.driver import landed_files

BANGKOK = ZoneInfo("Asia/Bangkok")
PROVINCE = "83"  # three districts
PROVINCES_RULES = Path(__file__).parents[1] / "pipeline" / "third_province"
Change = Callable[[Path], None]


@contextmanager
def as_warehouse(uri: str, replay_uri: str | None = None) -> Iterator[None]:
    """A database as the warehouse of every function that asks for it."""
    before = {name: os.environ.get(name) for name in ("AIRFLOW_CONN_WAREHOUSE", "AIRFLOW_CONN_WAREHOUSE_REPLAY")}
    os.environ["AIRFLOW_CONN_WAREHOUSE"] = uri
    if replay_uri:
        os.environ["AIRFLOW_CONN_WAREHOUSE_REPLAY"] = replay_uri
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


def rulebook_of(year_be: int) -> str:
    """The file's name of a fiscal year's rulebook."""
    return f"phuket_{year_be}.yaml"


def rulebooks_of_years(folder: Path) -> None:
    """The project's rulebooks and, beside them, the third province's for three years, from January of BE 2567."""
    shutil.copytree(rulebook.DEFAULT_FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    shutil.copytree(PROVINCES_RULES / "annexes", folder / "annexes", dirs_exist_ok=True)
    for year_be in (2567, 2568, 2569):

        def of_year(book: dict[str, Any], year_be: int = year_be) -> None:
            months = {"from": max(f"{year_be - 544}-10", "2024-01"), "to": f"{year_be - 543}-09"}
            book["fiscal_year_be"], book["valid"] = year_be, dict(months)
            book["grade_basis"] = [book["grade_basis"][-1] | months]
            for criterion in book["criteria"]:
                criterion["points"] = int(2 * criterion["points"])  # whole points alone are simulated

        change_rulebook(PROVINCES_RULES / rulebook_of(2568), of_year, folder / rulebook_of(year_be))


def change_rulebook(path: Path, change: Callable[[dict[str, Any]], None], to: Path | None = None) -> None:
    """Rewrite a rulebook's file, or write the changed one beside it."""
    book = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(book)
    (to or path).write_text(yaml.safe_dump(book, allow_unicode=True, sort_keys=False), encoding="utf-8")


def publish(
    folder: Path,
    archive: FolderArchive,
    reported: Sequence[date],
    changes: Mapping[date, Change] = {},
    seed: int = 11,
) -> float:
    """Simulate months, and let time go by until the last one is final; returns the seconds that the warehouse took.

    Every month's files are taken in on the 8th and the 15th of the next, its provisional summary frozen between, its
    final one on the 28th. `changes` rewrite the folder of rulebooks, and it is loaded, before a month's files come.
    Nothing is audited.
    """
    books = folder / "rulebook"
    if not books.exists():
        rulebooks_of_years(books)
    simulate(folder / "sent", folder / "truth", PROVINCE, reported, seed, rulebook_folder=books)
    sent = sorted(
        (path for path in (folder / "sent").rglob("*") if path.is_file()), key=lambda path: path.stat().st_mtime
    )
    spent = 0.0
    for month in reported:
        if month == reported[0] or month in changes:
            if month in changes:
                changes[month](books)
            with warehouse.connect() as connection:
                rulebook.load_all(connection, books)
        following = datetime.combine(periods.add_months(month, 1), datetime.min.time(), BANGKOK)
        for at in (following + timedelta(days=7), following + timedelta(days=14, hours=9)):
            while sent and (sent[0].stat().st_mtime <= at.timestamp() or (month == reported[-1] and at.day == 15)):
                place = folder / "landing" / sent[0].relative_to(folder / "sent")
                place.parent.mkdir(parents=True, exist_ok=True)
                sent.pop(0).rename(place)
            began = time.monotonic()
            _intake(folder / "landing", at, archive)
            spent += time.monotonic() - began
        began = time.monotonic()
        months.freeze_due(following + timedelta(days=27), "tests")
        spent += time.monotonic() - began
    return spent


def _intake(zone: Path, at: datetime, archive: FolderArchive) -> None:
    """What `ingest_landing` does."""
    months.freeze_due(at, "tests")
    with warehouse.connect() as connection:
        landing.register(connection, landed_files(zone), at, archive)
    for province in months.pending_provinces():
        months.run(months.TYPE, province)
