"""The containers: what can be known of them without starting any."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

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


def test_every_secret_comes_from_the_environment_and_has_no_default() -> None:
    secret = re.compile(r"\$\{(\w*(?:PASSWORD|SECRET|KEY)\w*)(:\?)?")
    found = secret.findall(TEXT)
    assert {name for name, _ in found} == {
        "AIRFLOW_PASSWORD",
        "AIRFLOW_USER_PASSWORDS",
        "API_SECRET_KEY",
        "FERNET_KEY",
        "JWT_SECRET",
        "PERSONAL_KEY",
        "POSTGRES_PASSWORD",
        "REPLAY_PASSWORD",
        "WAREHOUSE_PASSWORD",
    }
    assert all(required for _, required in found)


def test_every_lasting_container_says_whether_it_is_well(services: dict[str, Any]) -> None:
    assert [name for name, service in services.items() if "healthcheck" not in service] == ["init"]


def test_the_image_is_the_airflow_that_the_lock_names() -> None:
    locked = re.search(r"^apache-airflow==(\S+)", (PROJECT / "requirements.txt").read_text(), re.MULTILINE)
    assert locked
    assert f"FROM apache/airflow:{locked[1]}-python3.11\n" in (PROJECT / "Dockerfile").read_text()
