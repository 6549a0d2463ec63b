"""More than one worker: how it is asked for. What comes of one that dies is tried by `python -m benchmarks.workers`."""

import stat
from pathlib import Path

import pytest

from include.local import airflow_settings, workers
from include.local.home import LocalError
from include.local.postgres import Cluster


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
    assert environment["AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT"] == "20"


@pytest.mark.usefixtures("two_workers")
def test_unless_told_otherwise_a_worker_that_died_is_missed_after_five_minutes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("CHUMCHON_SILENT_SECONDS", "CHUMCHON_VISIBLE_AGAIN_SECONDS"):
        monkeypatch.delenv(name)
    told = workers.settings(tmp_path, "postgresql://airflow@127.0.0.1/airflow", 2)
    assert told["scheduler"] == {"task_instance_heartbeat_timeout": 300}
    assert told["celery_broker_transport_options"] == {"visibility_timeout": 1800}
