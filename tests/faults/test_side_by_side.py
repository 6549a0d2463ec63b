"""Several provinces entered at a time: the same files, numbers and rows as one by one, whoever is killed meanwhile."""

import random
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from include import warehouse
from include.simulator import simulate
from tests.faults import intake
from tests.faults.conftest import Picture, not_archived, picture

_OTHER_PROVINCES_ROWS = 200


@pytest.fixture(scope="module")
def country(zone: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The landing zone of the first province with another one's beside it."""
    made = tmp_path_factory.mktemp("country")
    country = made / "landing"
    shutil.copytree(zone, country)
    simulate(made / "all", made / "truth", "34", [date(2025, 1, 1)], seed=3)
    for path in sorted((made / "all").rglob("*.csv")):
        place = country / path.relative_to(made / "all")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:_OTHER_PROVINCES_ROWS]))
    return country


@pytest.fixture(scope="module")
def one_by_one(fresh: Callable[[], str], country: Path) -> tuple[Picture, list[tuple[int, str]]]:
    """What the warehouse holds when one province waits for the other, and how its files are numbered."""
    uri = fresh()
    assert intake.end_of(intake.start(uri, country)) == 0
    return picture(uri), _numbers(uri)


def test_side_by_side_everything_is_as_one_by_one(
    fresh: Callable[[], str], country: Path, one_by_one: tuple[Picture, list[tuple[int, str]]]
) -> None:
    uri = fresh()
    assert intake.end_of(intake.start(uri, country, streams=4)) == 0
    assert (picture(uri), _numbers(uri)) == one_by_one
    assert not_archived(uri, country) == []


def test_killed_side_by_side_it_leaves_nothing_half(
    fresh: Callable[[], str], country: Path, one_by_one: tuple[Picture, list[tuple[int, str]]]
) -> None:
    for step in random.Random(7).sample(range(3, 250), 12):
        uri = fresh()
        assert intake.end_of(intake.start(uri, country, die_before=step, streams=2)) == -9, step
        assert not_archived(uri, country) == [], step
        assert intake.end_of(intake.start(uri, country, streams=2)) == 0, step
        assert picture(uri) == one_by_one[0], step


def test_two_intakes_that_both_work_side_by_side_load_no_file_twice(
    fresh: Callable[[], str], country: Path, one_by_one: tuple[Picture, list[tuple[int, str]]]
) -> None:
    for _ in range(3):
        uri = fresh()
        both = [intake.start(uri, country, streams=2) for _ in range(2)]
        assert [intake.end_of(each) for each in both] == [0, 0]
        assert picture(uri) == one_by_one[0]


def _numbers(uri: str) -> list[tuple[int, str]]:
    with warehouse.connect(uri) as connection:
        rows = warehouse.fetch(connection, "select file_id, uri from ops.source_file order by file_id")
    return [(row["file_id"], row["uri"]) for row in rows]
