"""A province's quarter as it was lived: simulated files, taken through the warehouse, published as months fell due.

January and February came late and were published once; March in time, as provisional and final; February was restated;
of April only the districts' reports have come.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from include import months, quality, warehouse
from include.local.postgres import Cluster
from include.periods import BANGKOK
from include.publishing.results import editions, figures
from include.publishing.results.shapes import Month
from include.publishing.scoreboard import site
from include.simulator import simulate
from tests.conftest import copied_database
from tests.pipeline import driver

PROVINCE = "34"
JANUARY, FEBRUARY, MARCH, APRIL = (date(2025, number, 1) for number in (1, 2, 3, 4))
REASON = "อำเภอแก้ไขรายงาน <script>alert(1)</script>"


@contextmanager
def lived(cluster: Cluster, folder: Path) -> Iterator[str]:
    """The URI of a warehouse in which the quarter is."""
    simulate(folder / "landing", folder / "truth", PROVINCE, [JANUARY, FEBRUARY, MARCH, APRIL], 7)
    for exported in (folder / "landing").glob(f"*/{PROVINCE}/2025-04"):
        if exported.parents[1].name != "submissions":
            shutil.rmtree(exported)
    with copied_database(cluster) as uri:
        with pytest.MonkeyPatch.context() as patch:  # undone before others run: it is lived once, and read for long
            patch.setenv("AIRFLOW_CONN_WAREHOUSE", uri)
            patch.setattr(quality, "audit", driver.pass_all)
            for day, hour in ((10, 9), (16, 1), (19, 1)):
                driver.process(folder / "landing", datetime(2025, 4, day, hour, tzinfo=BANGKOK))
            with warehouse.connect(uri) as connection:
                restated = {
                    "programme_code": "click",
                    "province_code": PROVINCE,
                    "period": FEBRUARY,
                    "revision": 2,
                    "kind": "restated",
                    "reason": REASON,
                    "taken_at": datetime(2025, 4, 20, 10, tzinfo=BANGKOK),
                    "code_version": "case",
                }
                for path in months.FREEZE:
                    warehouse.run(connection, path, restated)
        yield uri


def read(uri: str, period: date, revision: int | None = None) -> Month:
    """What an edition of a month says; live where no revision is named."""
    with warehouse.reading(uri) as connection:
        [edition] = [
            edition
            for edition in editions.of_month(connection, PROVINCE, period)
            if (edition.revision if edition.frozen else None) == revision
        ]
        return figures.read(connection, edition)


def write_sites(connection: Any, root: Path) -> None:
    """The scoreboard of every revision, where it lies below a publish location."""
    for edition in editions.revisions(connection, PROVINCE):
        month = figures.read(connection, edition)
        papers = root / PROVINCE / f"{edition.period:%Y-%m}" / str(edition.revision) / "papers"
        for name, content in site.files(connection, month):
            path = papers / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
