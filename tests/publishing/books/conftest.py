"""Months that were published once for a module: provisional, final, the next month, and one whose texts are hostile."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from include import warehouse
from include.local.postgres import Cluster
from include.publishing.results import editions, figures
from include.publishing.results.shapes import Month
from tests.conftest import copied_database
from tests.publishing.books.hostile import NAMES, publish_hostile
from tests.publishing.published import publish


@pytest.fixture(scope="module")
def reader(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A connection that reads as an analyst does, to a warehouse with four published revisions."""
    with copied_database(cluster) as uri:
        with warehouse.connect(uri) as connection:
            publish(connection, tmp_path_factory.mktemp("published"))
            publish_hostile(connection)
        with warehouse.reading(uri) as connection:
            yield connection


def _month(reader: Any, number: int) -> Month:
    [province] = warehouse.fetch(reader, "select distinct province_code from snapshot.publication")
    edition = editions.revisions(reader, province["province_code"])[number]
    return figures.read(reader, edition)


@pytest.fixture(scope="module")
def provisional(reader: Any) -> Month:
    """February, before all had reported."""
    return _month(reader, 0)


@pytest.fixture(scope="module")
def final(reader: Any) -> Month:
    """February, as it stands."""
    return _month(reader, 1)


@pytest.fixture(scope="module")
def next_month(reader: Any) -> Month:
    """March, in which nobody reported."""
    return _month(reader, 2)


@pytest.fixture(scope="module")
def hostile(reader: Any) -> Month:
    """April, whose names and explanations came from somebody who means harm."""
    month = _month(reader, 3)
    assert {district.name_th for district in month.districts} >= set(NAMES)
    return month


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where files are written to be read back."""
    return tmp_path
