"""A real Postgres with the real migrations and rulebooks, and a database of its own for every test.

Each test process starts one throw-away cluster, so tests may run side by side.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg2
import pytest

from include import quality, warehouse
from include.local import postgres
from include.local.postgres import Cluster

# Airflow reads its settings when it is imported, and makes itself a home: a throw-away one, with a database of its own.
AIRFLOW_HOME = tempfile.mkdtemp(prefix="chumchon-airflow-")
atexit.register(shutil.rmtree, AIRFLOW_HOME, ignore_errors=True)
os.environ |= {
    "AIRFLOW_HOME": AIRFLOW_HOME,
    "AIRFLOW__CORE__DAGS_FOLDER": str(Path(__file__).parents[1] / "dags"),
    "AIRFLOW__CORE__DEFAULT_TIMEZONE": "Asia/Bangkok",
    "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
    "AIRFLOW__CORE__PLUGINS_FOLDER": str(Path(__file__).parents[1] / "plugins"),
    "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
    "CHUMCHON_PERSONAL_KEY": "a key that is no secret, of the tests alone",
}


@pytest.fixture(scope="session")
def reachable_folder() -> Iterator[Path]:
    """A throw-away folder that every system user may enter, the one that runs Postgres for root included."""
    folder = Path(tempfile.mkdtemp(prefix="chumchon-test-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session", autouse=True)
def _home_of_the_tests(reachable_folder: Path) -> Iterator[None]:
    """No test sees the warehouse of the person who runs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CHUMCHON_HOME", str(reachable_folder / "home"))
        for name in (
            "AIRFLOW_CONN_WAREHOUSE",
            "CHUMCHON_ADMIN_URI",
            "CHUMCHON_LANDING_URI",
            "CHUMCHON_PUBLISH_URI",
            "CHUMCHON_CHECK_URI",
        ):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(scope="module", autouse=True)
def _nothing_left_set(_home_of_the_tests: None) -> Iterator[None]:
    """A file that leaves its warehouse to the files after it fails itself: they would be judged by another's."""
    before = _ours()
    yield
    assert _ours() == before


def _ours() -> dict[str, object]:
    named = {name: value for name, value in os.environ.items() if name.startswith(("CHUMCHON_", "AIRFLOW_CONN_"))}
    return named | {"audit": quality.audit}


@pytest.fixture(scope="session")
def cluster(reachable_folder: Path) -> Iterator[Cluster]:
    """A running throw-away cluster whose database `warehouse`, migrated and with the rulebooks, is only ever copied."""
    folder = reachable_folder / "cluster"
    try:
        cluster = postgres.start(folder, durable=False)
        postgres.migrate(cluster)
        yield cluster
    finally:
        postgres.stop(folder)


@contextmanager
def copied_database(cluster: Cluster, template: str = "warehouse") -> Iterator[str]:
    """The libpq URI, as warehouse_etl, of a copy of a database that is dropped when the block ends.

    `template` is the database's name; by default the migrated one.
    """
    assert cluster.admin_uri
    name = f"test_{uuid4().hex}"
    with closing(psycopg2.connect(with_database(cluster.admin_uri, "postgres"))) as admin, admin.cursor() as cursor:
        admin.autocommit = True
        cursor.execute(f"create database {name} template {template} strategy file_copy")
        yield with_database(cluster.warehouse_uri, name)
        cursor.execute(f"drop database {name} with (force)")


@pytest.fixture
def database(cluster: Cluster) -> Iterator[str]:
    """The libpq URI, as warehouse_etl, of a fresh copy of the migrated database."""
    with copied_database(cluster) as uri:
        yield uri


@pytest.fixture
def admin_uri(cluster: Cluster, database: str) -> str:
    """The URI of the same copy, as the superuser."""
    assert cluster.admin_uri
    return with_database(cluster.admin_uri, database.rsplit("/", 1)[1])


@pytest.fixture
def connection(database: str) -> Iterator[Any]:
    """A connection to a fresh copy of the migrated database, as warehouse_etl, in one transaction."""
    with warehouse.connect(database) as connection:
        yield connection


@pytest.fixture
def own_stores(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stores of the test's own: Airflow keeps what a connection led to for as long as the process lives."""
    from airflow.sdk.io import store

    monkeypatch.setattr(store, "_STORE_CACHE", {})


def with_database(uri: str, name: str) -> str:
    """The URI of another database of the same server."""
    return f"{uri.rsplit('/', 1)[0]}/{name}"
