"""The containers: what can be known of them without starting any."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from include.local.services import COMPONENTS

PROJECT = Path(__file__).parents[2]
TEXT = (PROJECT / "docker-compose.yaml").read_text()


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    """Every container by its name."""
    return dict(yaml.safe_load(TEXT)["services"])


def test_the_file_is_valid_compose() -> None:
    checker = Path(sys.executable).with_name("check-jsonschema")
    checked = subprocess.run(
        [checker, "--builtin-schema", "vendor.compose-spec", PROJECT / "docker-compose.yaml"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout


def test_only_loopback_is_published(services: dict[str, Any]) -> None:
    ports = [port for service in services.values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


SECRETS = {
    "AIRFLOW_PASSWORD",
    "AIRFLOW_USER_PASSWORDS",
    "ALERT_URLS",
    "API_SECRET_KEY",
    "FERNET_KEY",
    "JWT_SECRET",
    "OBJECTS_PASSWORD",
    "OBJECTS_USER",
    "PERSONAL_KEY",
    "POSTGRES_PASSWORD",
    "REDIS_PASSWORD",
    "REPLAY_PASSWORD",
    "WAREHOUSE_PASSWORD",
}


def test_every_secret_comes_from_outside_and_has_no_default(services: dict[str, Any]) -> None:
    assert yaml.safe_load(TEXT)["secrets"] == {name: {"environment": name} for name in SECRETS}
    assert {name for service in services.values() for name in service["secrets"]} == SECRETS


def test_no_secret_stands_in_an_environment_or_a_command(services: dict[str, Any]) -> None:
    for service in services.values():
        told = {name: value for name, value in service.get("environment", {}).items() if not name.endswith("_FILE")}
        assert not SECRETS & set(told)
        assert not re.search(r"\$\{?\w*(PASSWORD|SECRET|KEY)", str([told, service.get("command")]))


def test_nobody_is_root_and_nobody_can_become_more(services: dict[str, Any]) -> None:
    for service in services.values():
        assert int(service["user"].split(":")[0]) > 0
        assert service["cap_drop"] == ["ALL"] and service["security_opt"] == ["no-new-privileges:true"]


def test_every_container_has_a_limit_of_memory_and_processors(services: dict[str, Any]) -> None:
    for service in services.values():
        assert set(service["deploy"]["resources"]["limits"]) == {"cpus", "memory"}


def test_every_image_is_pinned(services: dict[str, Any]) -> None:
    images = {service["image"] for service in services.values()}
    assert all(re.search(r":[A-Z]*\.?\d[\w.-]+$", image) for image in images), images


def test_workers_and_an_object_store_come_when_they_are_asked_for(services: dict[str, Any]) -> None:
    profiles = {name: service["profiles"] for name, service in services.items() if "profiles" in service}
    assert profiles == {"redis": ["celery"], "worker": ["celery"], "objects": ["s3"]}


def test_a_container_runs_what_the_same_component_runs_on_one_machine(services: dict[str, Any]) -> None:
    assert {name: services[name]["command"] for name in COMPONENTS} == COMPONENTS


def test_the_watchdog_waits_for_nobody_and_is_told_nothing_of_airflow_but_where_its_records_are(
    services: dict[str, Any],
) -> None:
    watchdog = services["watchdog"]
    assert not watchdog["depends_on"] and "profiles" not in watchdog
    assert set(watchdog["secrets"]) == {"AIRFLOW_PASSWORD", "ALERT_URLS", "WAREHOUSE_PASSWORD"}


def test_whatever_may_alert_is_told_whom(services: dict[str, Any]) -> None:
    ours = {name: service for name, service in services.items() if service.get("build")}
    assert {name for name, service in ours.items() if "ALERT_URLS" not in service["secrets"]} == {"init"}
    assert {service["environment"]["CHUMCHON_ALERT_URLS_FILE"] for service in ours.values()} == {
        "/run/secrets/ALERT_URLS"
    }


def test_every_lasting_container_says_whether_it_is_well(services: dict[str, Any]) -> None:
    assert [name for name, service in services.items() if "healthcheck" not in service] == ["init"]


def test_the_image_is_the_airflow_that_the_lock_names() -> None:
    locked = re.search(r"^apache-airflow==(\S+)", (PROJECT / "requirements.txt").read_text(), re.MULTILINE)
    assert locked
    assert f"FROM apache/airflow:{locked[1]}-python3.11\n" in (PROJECT / "Dockerfile").read_text()
