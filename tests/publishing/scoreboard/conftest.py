"""A quarter as it was lived, its pages, and months as they could be."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from include import warehouse
from include.local.postgres import Cluster
from include.publishing.results.shapes import Month
from include.publishing.scoreboard import site
from tests.publishing import quarter


@pytest.fixture(scope="session")
def lived(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URI of a warehouse in which the quarter is."""
    with quarter.lived(cluster, tmp_path_factory.mktemp("quarter")) as uri:
        yield uri


@pytest.fixture(scope="session")
def march(lived: str) -> Month:
    """The final revision of March."""
    return quarter.read(lived, quarter.MARCH, 1)


@pytest.fixture(scope="session")
def march_files(lived: str, march: Month) -> dict[str, bytes]:
    """The site of March's final revision, by file."""
    with warehouse.reading(lived) as connection:
        return dict(site.files(connection, march))


@pytest.fixture(scope="session")
def published(lived: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publish location with the site of every revision."""
    root = tmp_path_factory.mktemp("published")
    with warehouse.reading(lived) as connection:
        quarter.write_sites(connection, root)
    return root
