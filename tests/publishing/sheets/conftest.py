"""A province with a provisional, a final and a restated February and a final March, as papers are made of it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from include import warehouse
from include.local.postgres import Cluster
from include.publishing.results import editions, figures
from include.publishing.results.shapes import Edition, Month
from tests.conftest import copied_database
from tests.publishing.published import publish
from tests.sql.givens import Given, columns_of_tables
from tests.sql.test_snapshot_hashes import freeze, grade

FEBRUARY = {"province_code": "34", "period": date(2025, 2, 1)}


@pytest.fixture(scope="module")
def readable(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A reader's connection to the warehouse that they are published in."""
    with copied_database(cluster) as uri:
        with warehouse.connect(uri) as connection:
            publish(connection, tmp_path_factory.mktemp("published"))
            _restate(connection)
        with warehouse.reading(uri) as connection:
            yield connection


@pytest.fixture(scope="module")
def months(readable: Any) -> dict[str, Month]:
    """The editions by kind; `final` is February's."""
    found: dict[str, Edition] = {}
    for edition in editions.revisions(readable, "34"):
        found.setdefault(edition.kind, edition)
    return {kind: figures.read(readable, edition) for kind, edition in found.items()}


@pytest.fixture(scope="module")
def march(readable: Any) -> Month:
    """The month that ends the quarter, with a trend behind it."""
    [edition] = [edition for edition in editions.standing(readable, "34") if edition.period == date(2025, 3, 1)]
    return figures.read(readable, edition)


def _restate(connection: Any) -> None:
    """Two activities of February that came after it was final: a district earns two points more."""
    given = Given(connection, FEBRUARY, columns_of_tables(connection))
    given.add(
        {
            "ops.source_file": [{"file": "รายงาน เพิ่มเติม.xlsx", "received_at": "2025-05-02 09:00:00+07"}],
            "warehouse.activity": [
                {"district_code": "3404", "file": "รายงาน เพิ่มเติม.xlsx", "activity": activity}
                for activity in ("อบรม", "ประชุม")
            ],
        }
    )
    grade(connection, FEBRUARY)
    freeze(connection, FEBRUARY, 2, "2025-05-03 10:00:00+07")
