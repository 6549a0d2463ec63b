"""Airflow under its supervisor: one real start, a DAG that succeeds, one that fails, and nothing left at the end."""

import configparser
import os
import shlex
import signal
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import psutil
import pytest

from include.local import airflow_settings, postgres, services
from include.local.airflow_api import AirflowApi
from include.local.home import PROJECT
from include.local.postgres import Cluster

DAGS = """
from airflow.sdk import dag, get_current_context, task

@dag(schedule="* * * * *", catchup=False)
def greet_districts():
    @task
    def districts():
        return ["one", "two"]

    @task(map_index_template="{{ label }}")
    def greet(district):
        get_current_context()["label"] = f"district {district}"

    greet.expand(district=districts())

@dag(schedule=None)
def stumble():
    @task
    def fall():
        raise ValueError("a stone in the way")

    fall()

greet_districts()
stumble()
"""


@pytest.fixture(scope="module")
def folder(reachable_folder: Path) -> Iterator[Path]:
    """The home of the services; nothing of it runs when the tests end."""
    folder = reachable_folder / "services"
    yield folder
    services.stop(folder)
    postgres.stop(folder)


@pytest.fixture(scope="module")
def metadata(folder: Path) -> Cluster:
    """A throw-away server for Airflow's records."""
    return postgres.start(folder, durable=False)


def test_another_airflows_settings_are_left_out_but_its_connections_are_not(
    folder: Path, metadata: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIRFLOW__API__HOST", "0.0.0.0")
    monkeypatch.setenv("AIRFLOW_CONN_STORE", "aws://")
    environment = airflow_settings.environment(folder, metadata, "s3://store@zone", schedules=False)
    assert environment["AIRFLOW__API__HOST"] == "127.0.0.1"
    assert environment["AIRFLOW_CONN_STORE"] == "aws://"
    assert environment["CHUMCHON_LANDING_URI"] == "s3://store@zone"


@pytest.mark.parametrize("schedules", [True, False])
def test_old_records_are_cleared_away_where_airflow_runs_for_long(folder: Path, schedules: bool) -> None:
    written = configparser.RawConfigParser()
    written.read_string(services._configuration(folder, schedules))
    assert written.has_section("program:upkeep") is schedules
    assert ("upkeep" in written["group:airflow"]["programs"].split(",")) is schedules
    if schedules:
        command = shlex.split(written["program:upkeep"]["command"])
        asked = subprocess.run([*command, "--what"], env={"AIRFLOW_HOME": "x", "PYTHONPATH": str(PROJECT)}, check=False)
        assert asked.returncode == 2  # the program is there, and says how it is used


@pytest.mark.slow
def test_services_start_run_dags_and_leave_nothing_behind(
    folder: Path, metadata: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dags.py").write_text(DAGS)
    monkeypatch.setenv("AIRFLOW__CORE__DAGS_FOLDER", str(tmp_path))
    before = datetime.now(UTC)
    services.start(metadata, schedules=False, folder=folder)

    address, passwords = airflow_settings.address(folder), airflow_settings.passwords(folder)
    api = AirflowApi(address, "it", passwords["it"])
    api.wait_for_dags(["greet_districts", "stumble"], before)
    run_id = api.trigger("greet_districts", {})
    told = {(task.task_id, task.label) for task in api.watch("greet_districts", run_id) if task.state == "success"}
    assert told == {("districts", ""), ("greet", "district one"), ("greet", "district two")}
    assert api.run_state("greet_districts", run_id) == "success"

    run_id = api.trigger("stumble", {})
    (failed,) = [task for task in api.watch("stumble", run_id) if task.state == "failed"]
    assert api.run_state("stumble", run_id) == "failed"
    assert "ValueError: a stone in the way" in api.log("stumble", run_id, failed)

    assert httpx.get(f"{address}/api/v2/dags").status_code == 401
    with pytest.raises(httpx.HTTPStatusError, match="403"):
        AirflowApi(address, "analyst", passwords["analyst"]).trigger("stumble", {})
    written = [path.read_text(errors="replace") for path in (folder / "airflow").glob("*.conf")]
    written += [path.read_text(errors="replace") for path in services.logs_folder(folder).glob("*.log")]
    assert not any(secret in text for text in written for secret in passwords.values())

    # A supervisor that is killed cannot stop its components; stopping finds them all the same.
    supervisor = psutil.Process(int((folder / "airflow" / "supervisord.pid").read_text()))
    session = os.getsid(supervisor.pid)
    supervisor.send_signal(signal.SIGKILL)
    assert services.stop(folder)
    assert not services.stop(folder)
    left = [p for p in psutil.process_iter(["status"]) if p.info["status"] != psutil.STATUS_ZOMBIE]
    assert not [process for process in left if process.pid and _session(process.pid) == session]


def _session(pid: int) -> int | None:
    try:
        return os.getsid(pid)
    except ProcessLookupError:
        return None
