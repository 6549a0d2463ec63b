"""Places to measure in: scratch databases of a server, dropped again, and what the numbers depend on."""

import os
import platform
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg2

from include import rulebook, warehouse
from include.local import postgres


@contextmanager
def scratch_office() -> Iterator[Path]:
    """A folder, and a scratch database of the embedded server as the warehouse, for as long as the block lasts."""
    with scratch_database(server_uri()) as uri, tempfile.TemporaryDirectory() as folder, as_warehouse(uri):
        yield Path(folder)


@contextmanager
def scratch_database(server_uri: str, rulebooks: Path = rulebook.DEFAULT_FOLDER) -> Iterator[str]:
    """The superuser's URI of a migrated database with the rulebooks of a folder, dropped when the block ends."""
    with empty_database(server_uri) as uri:
        warehouse.migrate(uri)
        with warehouse.connect(uri) as connection:
            rulebook.load_all(connection, rulebooks)
        yield uri


@contextmanager
def copied_database(template_uri: str) -> Iterator[str]:
    """The superuser's URI of a copy of a database to which nobody is connected, dropped when the block ends."""
    with empty_database(template_uri, f"template {template_uri.rsplit('/', 1)[1]} strategy file_copy") as uri:
        yield uri


@contextmanager
def empty_database(server_uri: str, how: str = "") -> Iterator[str]:
    """The superuser's URI of a database with nothing in it, made as `how` says, dropped when the block ends."""
    name = f"benchmark_{uuid4().hex[:8]}"
    beside = f"{server_uri.rsplit('/', 1)[0]}/postgres"
    with closing(psycopg2.connect(beside)) as admin, admin.cursor() as cursor:
        admin.autocommit = True
        cursor.execute(f"create database {name} {how}")
        try:
            yield f"{server_uri.rsplit('/', 1)[0]}/{name}"
        finally:
            cursor.execute(f"drop database {name} with (force)")


@contextmanager
def as_warehouse(uri: str) -> Iterator[None]:
    """A database as the one that the pipeline asks, for as long as the block lasts."""
    before = os.environ.get("AIRFLOW_CONN_WAREHOUSE")
    os.environ["AIRFLOW_CONN_WAREHOUSE"] = uri
    try:
        yield
    finally:
        del os.environ["AIRFLOW_CONN_WAREHOUSE"]
        if before is not None:
            os.environ["AIRFLOW_CONN_WAREHOUSE"] = before


def server_uri() -> str:
    """A superuser's URI of the embedded server, started if need be."""
    uri = postgres.start().admin_uri
    if uri is None:
        raise SystemExit("the warehouse is another Postgres: CHUMCHON_ADMIN_URI has to name its superuser")
    return uri


def database_megabytes(uri: str) -> float:
    """What a whole database takes on the disk, its indexes included."""
    with warehouse.connect(uri) as connection:
        [found] = warehouse.fetch(connection, "select pg_database_size(current_database()) as bytes")
    return round(float(found["bytes"]) / 1e6, 1)


def described_machine(server: str) -> dict[str, Any]:
    """What the numbers depend on, and how busy the machine is with other things."""
    with closing(psycopg2.connect(server)) as connection, connection.cursor() as cursor:
        cursor.execute("select current_setting('server_version')")
        [(version,)] = cursor.fetchall()
    return {
        "cores": os.cpu_count(),
        "processor": _processor(),
        "memory_gigabytes": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
        "load_average_before": round(os.getloadavg()[0], 2),
        "postgres": version,
        "python": platform.python_version(),
    }


def _processor() -> str:
    """What the processor calls itself."""
    told = Path("/proc/cpuinfo")
    for line in told.read_text().splitlines() if told.exists() else ():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()
