"""A machine on which a province's two months were received, graded, frozen and published."""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest

from include import quality, warehouse
from include.archive import FolderArchive
from include.local import postgres
from include.local.postgres import Cluster
from include.periods import BANGKOK
from include.publishing import bundle
from include.simulator import simulate
from tests.documentation.commands import PROJECT
from tests.pipeline import driver

PROVINCE, JANUARY, FEBRUARY = "57", date(2024, 1, 1), date(2024, 2, 1)
# What two tasks said, as Airflow keeps it.
LOGS = {
    f"dag_id=grade_months/run_id=one/task_id=build/map_index={number}/attempt=1.log": (
        f'{{"event": "Rows affected: 1", "level": "info", "province_code": "57", "period": "{period}"}}'
    )
    for number, period in enumerate(("2024-01", "2024-02"))
}


@dataclass
class Office:
    """A machine's warehouse, and a folder in which the project lies with that warehouse as its `var`."""

    home: Path
    project: Path
    cluster: Cluster

    def type_in(self, text: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run what somebody types in the project's folder; the first command that fails ends it."""
        make = 'make() { command make -o ready PYTHON=.venv/bin/python "$@"; }\npython() { .venv/bin/python "$@"; }\n'
        # nothing of whoever runs the tests, and be it make itself: inside another, it tells which folder it enters
        others = ("AIRFLOW", "CHUMCHON", "PYTEST", "MAKE", "MFLAGS")
        own = {name: value for name, value in os.environ.items() if not name.startswith(others)}
        return subprocess.run(
            ["bash", "-euo", "pipefail", "-c", make + text],
            env=own | {"CHUMCHON_HOME": str(self.home), "PYTHONPATH": str(PROJECT)} | environment,
            cwd=self.project,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture(scope="module")
def office(reachable_folder: Path) -> Iterator[Office]:
    """A province's two months, received, graded, frozen and published."""
    office = reachable_folder / "office"
    home, project = office / "home", office / "project"
    project.mkdir(parents=True)
    office.chmod(0o711)
    for path in PROJECT.iterdir():
        if path.name not in ("var", ".git"):
            (project / path.name).symlink_to(path)
    (project / "var").symlink_to(home)
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(postgres.PERSONAL_KEY, raising=False)
        patch.setattr(quality, "audit", driver.pass_all)
        try:
            cluster = postgres.start(home, durable=False)
            postgres.migrate(cluster)
            postgres.prepare_replay(cluster)
            patch.setenv("AIRFLOW_CONN_WAREHOUSE", cluster.warehouse_uri)
            simulate(home / "landing", home / "truth", PROVINCE, [JANUARY, FEBRUARY], 7)
            for day in (16, 19):
                driver.process(
                    home / "landing", datetime(2024, 3, day, 1, tzinfo=BANGKOK), FolderArchive(home / "archive")
                )
            with warehouse.connect() as connection:
                bundle.write_missing(connection, home / "publish")
            for log, line in LOGS.items():
                path = home / "airflow" / "logs" / log
                path.parent.mkdir(parents=True)
                path.write_text(line + "\n")
            yield Office(home, project, cluster)
        finally:
            postgres.stop(home)
