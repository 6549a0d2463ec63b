"""More than one worker: how it is asked for, and months spread over two of which one dies in the middle of its work."""

import os
import signal
import stat
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date
from pathlib import Path

import psutil
import psycopg2
import pytest

from include import warehouse
from include.local import airflow_settings, postgres, services, workers
from include.local.airflow_api import AirflowApi, TaskState
from include.local.home import LocalError
from include.local.postgres import Cluster
from include.simulator import simulate
from tests.faults.conftest import Picture, picture
from tests.pipeline.driver import process

DAGS = ["ingest_landing", "grade_months", "publish_months"]
MONTHS = {"57": [date(2024, 1, 1), date(2024, 2, 1)], "34": [date(2025, 1, 1), date(2025, 2, 1)]}
_ALL = sorted((province, month) for province, months in MONTHS.items() for month in months)
_ROWS = 400  # of an export: a step takes as long as it must, not longer
_ROOMS = ("raw", "staging", "quarantine", "warehouse", "mart", "snapshot")
# When something happened, and in which order: never the same twice.
_APART = (
    *("accepted_at", "received_at", "taken_at", "first_valid_at", "taken_by", "chain_sha256", "previous_sha256"),
    *("file_id", "was_file_id", "finding_id", "snapshot_id", "refused_id", "row_id"),
)


@pytest.fixture
def two_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment that asks for two workers, and for one that died to be missed soon."""
    for name, value in {
        "EXECUTOR": "CeleryExecutor",
        "WORKERS": "2",
        "CHUMCHON_VISIBLE_AGAIN_SECONDS": "20",
        "CHUMCHON_SILENT_SECONDS": "20",
    }.items():
        monkeypatch.setenv(name, value)


def test_without_asking_tasks_run_beside_the_scheduler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EXECUTOR", raising=False)
    assert workers.wanted() == 0
    monkeypatch.setenv("EXECUTOR", "CeleryExecutor")
    monkeypatch.setenv("WORKERS", "")
    assert workers.wanted() == 2


@pytest.mark.parametrize(
    ("executor", "number", "named"),
    [
        ("KubernetesExecutor", "2", "EXECUTOR"),
        ("CeleryExecutor", "many", "WORKERS"),
        ("CeleryExecutor", "0", "WORKERS"),
    ],
)
def test_workers_that_cannot_be_had_are_refused_by_the_name_of_the_setting(
    monkeypatch: pytest.MonkeyPatch, executor: str, number: str, named: str
) -> None:
    monkeypatch.setenv("EXECUTOR", executor)
    monkeypatch.setenv("WORKERS", number)
    with pytest.raises(LocalError, match=named):
        workers.wanted()


def test_without_redis_the_message_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(LocalError, match="apt-get install redis-server"):
        workers.prepare(tmp_path)


@pytest.mark.usefixtures("two_workers")
def test_the_password_of_the_queue_lies_in_files_of_ours_alone(
    tmp_path: Path, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "_program", lambda: "redis-server")
    workers.prepare(tmp_path)
    workers.prepare(tmp_path)
    environment = airflow_settings.environment(tmp_path, cluster, None, schedules=False)
    password = environment["AIRFLOW__CELERY__BROKER_URL"].split("@")[0].removeprefix("redis://:")
    holding = [path for path in tmp_path.rglob("*") if path.is_file() and password in path.read_text()]
    assert {path.name for path in holding} == {"redis.conf", "redis.json"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in holding} == {0o600}
    assert environment["AIRFLOW__CORE__EXECUTOR"] == "CeleryExecutor"
    assert environment["AIRFLOW__CORE__PARALLELISM"] == "4"
    assert environment["AIRFLOW__SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME"] == "0.5"
    assert environment["AIRFLOW__CELERY_BROKER_TRANSPORT_OPTIONS__VISIBILITY_TIMEOUT"] == "20"


@pytest.fixture(scope="module")
def folder(reachable_folder: Path) -> Iterator[Path]:
    """The home of the services; nothing of it runs when the tests end."""
    folder = reachable_folder / "workers"
    yield folder
    supervisor = folder / "airflow" / "supervisord.pid"
    if supervisor.exists():
        with suppress(ProcessLookupError):
            os.kill(int(supervisor.read_text()), signal.SIGCONT)
    services.stop(folder)
    postgres.stop(folder)


@pytest.fixture(scope="module")
def zone(folder: Path) -> Path:
    """Two months of each of two provinces, their exports cut short."""
    zone = folder / "landing"
    for province, months in MONTHS.items():
        simulate(zone, folder / "truth", province, months, seed=5)
    for path in zone.rglob("*.csv"):
        if "submissions" not in path.parts:
            path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:_ROWS]))
    return zone


@pytest.fixture(scope="module")
def server(folder: Path) -> Cluster:
    """A throw-away server with an empty warehouse and, beside it, a copy of that."""
    cluster = postgres.start(folder, durable=False)
    postgres.migrate(cluster)
    assert cluster.admin_uri
    with closing(psycopg2.connect(f"{cluster.admin_uri.rsplit('/', 1)[0]}/postgres")) as admin:
        admin.autocommit = True
        admin.cursor().execute("create database undisturbed template warehouse strategy file_copy")
    return cluster


@pytest.fixture
def undisturbed(server: Cluster, zone: Path, monkeypatch: pytest.MonkeyPatch) -> Picture:
    """What the warehouse holds when one process does all the work and nobody dies."""
    uri = f"{server.warehouse_uri.rsplit('/', 1)[0]}/undisturbed"
    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", uri)
    process(zone)
    monkeypatch.delenv("AIRFLOW_CONN_WAREHOUSE")
    return picture(uri, _ROOMS, _APART)


@contextmanager
def nobody_builds(uri: str) -> Iterator[None]:
    """Whoever begins to build a month waits until the block ends."""
    with warehouse.connect(uri) as connection, connection.cursor() as cursor:
        cursor.execute("lock table candidate.month in exclusive mode")
        yield


def kill(folder: Path, worker: str) -> None:
    """The worker and all it began are gone at once, and its supervisor is kept from starting it again."""
    supervisor = psutil.Process(int((folder / "airflow" / "supervisord.pid").read_text()))
    supervisor.suspend()
    [process] = [child for child in supervisor.children() if f"{worker}@localhost" in " ".join(child.cmdline())]
    ours = [process, *process.children(recursive=True)]
    for each in ours:
        each.kill()
    psutil.wait_procs(ours, timeout=10)


def builds_under_way(api: AirflowApi, run_id: str, seconds: float = 120) -> list[TaskState]:
    """The months being built, once every one of them is."""
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up:
        running = [
            task for task in api.tasks("grade_months", run_id) if (task.task_id, task.state) == ("build", "running")
        ]
        if len(running) == len(_ALL) and all(task.worker for task in running):
            return running
        time.sleep(0.2)
    raise AssertionError("the months are not built side by side")
