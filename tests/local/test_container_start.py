"""What every container starts with, run here as it runs there: secrets as files, settings from them, nothing else."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg2
import pytest
import yaml

from include.local import postgres
from include.local.home import PROJECT, read_private

START = PROJECT / "docker" / "start"
SETTINGS = yaml.safe_load((PROJECT / "docker-compose.yaml").read_text())["x-airflow"]["environment"]
SECRETS = {
    "AIRFLOW_PASSWORD": "airflowsecret1234",
    "API_SECRET_KEY": "a" * 64,
    "FERNET_KEY": "6q6yNHwhtVSFbrdJ5sDdZbpmEzGDqQmpVjdTXLbWw1w=",
    "JWT_SECRET": "j" * 64,
    "REPLAY_PASSWORD": "replaysecret1234",
    "WAREHOUSE_PASSWORD": "warehousesecret12",
}


def as_container(folder: Path) -> dict[str, str]:
    """The environment of a container: secrets in a folder, and `airflow` and `python` those of this machine."""
    return {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": str(folder),
        "SECRETS_FOLDER": str(folder / "secrets"),
        "PYTHONPATH": str(PROJECT),
        "AIRFLOW_HOME": str(folder / "airflow"),
        "CHUMCHON_HOME": str(folder),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW_DATABASE": "airflow-db:5432",
        "WAREHOUSE_DATABASE": "warehouse-db:5432",
        "REDIS_SERVER": "redis:6379",
    }


def run(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """The script as a container runs it."""
    return subprocess.run(
        [START, *arguments], env=as_container(folder) | more, cwd=folder, capture_output=True, text=True, check=False
    )


def keep(folder: Path, secrets: dict[str, str]) -> None:
    (folder / "secrets").mkdir(exist_ok=True)
    for name, value in secrets.items():
        (folder / "secrets" / name).write_text(value)


@pytest.fixture
def printing(tmp_path: Path) -> str:
    """A PATH on which `airflow` prints the settings it is given."""
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "airflow"
    told = "import json,os,sys; print(json.dumps([sys.argv[1:], dict(os.environ)]))"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -c "{told}" "$@"\n')
    program.chmod(0o755)
    return f"{program.parent}:{os.environ['PATH']}"


def settings(folder: Path, path: str, *arguments: str, **more: str) -> dict[str, str]:
    ran = run(folder, *arguments, PATH=path, **more)
    assert ran.returncode == 0, ran.stderr
    given, environment = json.loads(ran.stdout)
    assert given == list(arguments)
    return dict(environment)


def test_secrets_in_files_become_the_settings_of_a_component(tmp_path: Path, printing: str) -> None:
    keep(tmp_path, SECRETS)
    found = settings(tmp_path, printing, "celery", "worker")
    assert found["AIRFLOW_CONN_WAREHOUSE"] == "postgresql://warehouse_etl:warehousesecret12@warehouse-db:5432/warehouse"
    assert found["AIRFLOW_CONN_WAREHOUSE_REPLAY"].endswith("@warehouse-db:5432/postgres")
    assert found["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"] == (
        "postgresql+psycopg2://airflow:airflowsecret1234@airflow-db:5432/airflow"
    )
    assert found["AIRFLOW__CORE__FERNET_KEY"] == SECRETS["FERNET_KEY"]
    assert "AIRFLOW__CELERY__BROKER_URL" not in found


def test_a_worker_of_several_learns_where_the_queue_is(tmp_path: Path, printing: str) -> None:
    keep(tmp_path, SECRETS | {"REDIS_PASSWORD": "redissecret1234"})
    found = settings(tmp_path, printing, "celery", "worker", AIRFLOW__CORE__EXECUTOR="CeleryExecutor")
    assert found["AIRFLOW__CELERY__BROKER_URL"] == "redis://:redissecret1234@redis:6379/0"
    assert found["AIRFLOW__CELERY__RESULT_BACKEND"].startswith("db+postgresql+psycopg2://airflow:")


@pytest.mark.parametrize("name", sorted(SECRETS))
def test_without_a_secret_nothing_starts_and_the_missing_one_is_named(tmp_path: Path, printing: str, name: str) -> None:
    keep(tmp_path, {other: value for other, value in SECRETS.items() if other != name})
    ran = run(tmp_path, "scheduler", PATH=printing)
    assert ran.returncode == 1 and f"The secret {name} is missing" in ran.stderr and not ran.stdout


@pytest.mark.parametrize("password", ["short1", "has@sign/inside1", "รหัสผ่านภาษาไทย"])
def test_a_password_that_would_break_a_uri_or_is_short_is_refused(tmp_path: Path, printing: str, password: str) -> None:
    keep(tmp_path, SECRETS | {"WAREHOUSE_PASSWORD": password})
    ran = run(tmp_path, "scheduler", PATH=printing)
    assert ran.returncode == 1 and "at least 12 letters and digits" in ran.stderr
    assert password not in ran.stderr


def test_what_a_container_tells_other_programs_is_one_setting(tmp_path: Path, printing: str) -> None:
    keep(tmp_path, SECRETS)
    assert "AIRFLOW__METRICS__STATSD_ON" not in settings(tmp_path, printing, "scheduler", CHUMCHON_TELEMETRY="")
    found = settings(tmp_path, printing, "scheduler", CHUMCHON_TELEMETRY="statsd://127.0.0.1:8125 lineage")
    assert found["AIRFLOW__METRICS__STATSD_PORT"] == "8125"
    assert found["CHUMCHON_LINEAGE_FILE"] == str(tmp_path / "airflow" / "lineage" / "lineage.jsonl")
    refused = run(tmp_path, "scheduler", PATH=printing, CHUMCHON_TELEMETRY="everything")
    assert refused.returncode == 1 and not refused.stdout and "everything" in refused.stderr


def test_where_to_alert_stays_in_its_file_and_may_be_left_empty(tmp_path: Path, printing: str) -> None:
    keep(tmp_path, SECRETS | {"ALERT_URLS": "json://someone:secret@example.org/"})
    file = tmp_path / "secrets" / "ALERT_URLS"
    found = settings(tmp_path, printing, "scheduler", CHUMCHON_ALERT_URLS_FILE=str(file))
    assert found["CHUMCHON_ALERT_URLS_FILE"] == str(file) and "ALERT_URLS" not in found
    for left_empty in (lambda: file.write_text(""), file.unlink):
        left_empty()
        found = settings(tmp_path, printing, "scheduler", CHUMCHON_ALERT_URLS_FILE=str(file))
        assert "CHUMCHON_ALERT_URLS_FILE" not in found


def test_the_watchdogs_container_looks_again_and_again_whatever_is_gone(tmp_path: Path) -> None:
    keep(tmp_path, {name: SECRETS[name] for name in ("WAREHOUSE_PASSWORD", "AIRFLOW_PASSWORD")})
    healthy = healthcheck("watchdog", tmp_path)
    assert not healthy()
    watching = subprocess.Popen(
        [START, "watchdog"],
        env=as_container(tmp_path)
        | {"WAREHOUSE_DATABASE": "127.0.0.1:1", "AIRFLOW_DATABASE": "127.0.0.1:1", "WATCH_SECONDS": "1"}
        | {"PATH": without_airflow(tmp_path)},
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    patience = threading.Timer(60, watching.kill)
    try:
        assert watching.stdout
        patience.start()
        looks = ""
        while looks.count("postgres_gone") < 2 and (line := watching.stdout.readline()):
            looks += line
        assert looks.count("postgres_gone") == 2, looks
        assert healthy()
        assert not {secret for secret in SECRETS.values() if secret in looks}
        [told] = (tmp_path / "alerts").glob("dry-run-*.txt")
        assert told.read_text().count("ด่วน: ติดต่อฐานข้อมูลของคลังไม่ได้") == 1
    finally:
        patience.cancel()
        with suppress(ProcessLookupError):
            os.killpg(watching.pid, signal.SIGTERM)
        watching.wait()


def healthcheck(service: str, home: Path) -> Callable[[], bool]:
    """What the compose file asks of a container, asked here."""
    [_, command] = yaml.safe_load((PROJECT / "docker-compose.yaml").read_text())["services"][service]["healthcheck"][
        "test"
    ]
    here = command.replace("$$", "$").replace("/var/lib/chumchon", str(home))
    return lambda: subprocess.run(["sh", "-c", here], capture_output=True, check=False).returncode == 0


def without_airflow(folder: Path) -> str:
    """A PATH on which `python` cannot import Airflow."""
    (folder / "bin").mkdir()
    program = folder / "bin" / "python"
    blocked = folder / "blocked"
    (blocked / "airflow").mkdir(parents=True)
    (blocked / "airflow" / "__init__.py").write_text("raise ImportError('there is no Airflow here')")
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{blocked}:$PYTHONPATH" exec {sys.executable} "$@"\n')
    program.chmod(0o755)
    return f"{program.parent}:{os.environ['PATH']}"


def test_upkeep_is_what_the_same_component_is_on_one_machine(tmp_path: Path, printing: str) -> None:
    keep(tmp_path, SECRETS)
    program = tmp_path / "bin" / "python"
    program.write_text('#!/bin/sh\necho "$@"\n')
    program.chmod(0o755)
    ran = run(tmp_path, "upkeep", PATH=printing)
    assert ran.returncode == 0 and ran.stdout == "-m include.local.upkeep\n"
    healthy = healthcheck("upkeep", tmp_path)
    assert not healthy()
    (tmp_path / "airflow").mkdir()
    (tmp_path / "airflow" / "upkeep.json").write_text("{}")
    assert healthy()


@pytest.mark.slow
def test_prepare_makes_both_databases_ready_for_the_components(
    reachable_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = reachable_folder / "containers"
    own = postgres.start(home, durable=False)
    try:
        assert own.admin_uri
        values = read_private(home / "secrets" / "postgres.json")
        keep(
            tmp_path,
            SECRETS
            | {
                "AIRFLOW_PASSWORD": values["airflow"],
                "AIRFLOW_USER_PASSWORDS": '{"it": "one", "analyst": "two"}',
                "PERSONAL_KEY": "a key of the tests, of 32 characters and more",
                "POSTGRES_PASSWORD": values["postgres"],
            },
        )
        server = urlsplit(own.admin_uri).netloc.split("@")[1]
        places: dict[str, Any] = {
            "AIRFLOW_DATABASE": server,
            "WAREHOUSE_DATABASE": server,
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(tmp_path / "passwords.json"),
        }
        ran = run(tmp_path, "prepare", **places)
        assert ran.returncode == 0, ran.stdout[-2000:] + ran.stderr[-2000:]
        assert json.loads((tmp_path / "passwords.json").read_text()) == {"it": "one", "analyst": "two"}
        assert not {secret for secret in SECRETS.values() if secret in ran.stdout + ran.stderr}
        checked = run(tmp_path, "db", "check-migrations", "--migration-wait-timeout", "5", **places)
        assert checked.returncode == 0, checked.stdout[-2000:] + checked.stderr[-2000:]
        backed_up = run(tmp_path, "backup", **places)
        assert backed_up.returncode == 0 and list((tmp_path / "backups").glob("*Z")), backed_up.stderr[-2000:]
        drilled = run(tmp_path, "watchdog", "drill", **places)
        assert drilled.returncode == 0 and "ops.alert" in drilled.stdout, drilled.stdout + drilled.stderr
        uri = f"postgresql://warehouse_etl:{SECRETS['WAREHOUSE_PASSWORD']}@{server}/warehouse"
        with psycopg2.connect(uri) as connection, connection.cursor() as cursor:
            cursor.execute("select count(*) from rulebook.version")
            assert cursor.fetchone() == (2,)
    finally:
        postgres.stop(home)


def test_the_settings_of_the_containers_hold_no_secret() -> None:
    assert not {name for name in SETTINGS if "PASSWORD" in name and not name.endswith("_FILE")}
