"""The one place that makes a connection to the warehouse, migrates it and runs a SQL file.

A model is a file of `include/sql`, run with bound parameters in the caller's transaction: what it says is what happens,
and nothing is committed before the whole of it is.
"""

import hashlib
import json
import os
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg2
from psycopg2.extras import RealDictCursor
from psycopg2.sql import SQL, Identifier, Literal

INCLUDE_FOLDER = Path(__file__).parent
SQL_FOLDER = INCLUDE_FOLDER / "sql"
ETL_ROLE = "warehouse_etl"
# Rooms in which no number is computed.
_NO_FIGURES = {
    "alerting",
    "backup",
    "checking",
    "documentation",
    "local",
    "personal.py",
    "publishing",
    "receipts",
    "replay",
    "simulator",
    "templates",
    "vital_signs.py",
    "watchdog",
}


def uri(variable: str = "AIRFLOW_CONN_WAREHOUSE") -> str:
    """The libpq URI of the warehouse, or of what another variable names (Airflow's URI form or its JSON form).

    Raises KeyError when the variable is not set.
    """
    given = os.environ[variable]
    if given.lstrip().startswith("{"):
        parts = json.loads(given)
        user, password = (quote(parts.get(key) or "", safe="") for key in ("login", "password"))
        return f"postgresql://{user}:{password}@{parts['host']}:{parts.get('port') or 5432}/{parts.get('schema') or ''}"
    return "postgresql://" + given.split("://", 1)[1]


@contextmanager
def connect(warehouse_uri: str | None = None) -> Iterator[Any]:
    """A psycopg2 connection that is one transaction: committed when the block ends well, rolled back when it does not.

    Works as the role that loads and computes, whoever the URI logs in as: the least that the job needs.
    """
    connection = psycopg2.connect(warehouse_uri or uri(), options=f"-c role={ETL_ROLE} -c timezone=Asia/Bangkok")
    try:
        yield connection
        connection.commit()
    finally:
        connection.close()  # without a commit that rolls back, and does not hide why the server went away


def reading(warehouse_uri: str | None = None) -> AbstractContextManager[Any]:
    """A psycopg2 connection that can only read, as the role `analyst`: no personal data, and nothing can be written."""
    return _only_reading("analyst", "60s", warehouse_uri)


def publishing(warehouse_uri: str | None = None) -> AbstractContextManager[Any]:
    """A psycopg2 connection of whoever writes publications, as the role `publisher`: reads alike, may take longer."""
    return _only_reading("publisher", "15min", warehouse_uri)


@contextmanager
def _only_reading(role: str, longest: str, warehouse_uri: str | None) -> Iterator[Any]:
    connection = psycopg2.connect(
        warehouse_uri or uri(),
        connect_timeout=10,
        options=f"-c role={role} -c timezone=Asia/Bangkok -c default_transaction_read_only=on"
        f" -c statement_timeout={longest}",
    )
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def watching(warehouse_uri: str | None = None) -> Iterator[Any]:
    """A psycopg2 connection for looks and alerts: each statement stands for itself, and none is waited for long."""
    connection = psycopg2.connect(
        warehouse_uri or uri(),
        connect_timeout=3,
        options=f"-c role={ETL_ROLE} -c timezone=Asia/Bangkok -c statement_timeout=10s -c lock_timeout=3s",
    )
    connection.autocommit = True
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def maintaining(warehouse_uri: str | None = None) -> Iterator[Any]:
    """A psycopg2 connection of the job for what no transaction may hold: VACUUM. Waits a minute for a lock at most."""
    connection = psycopg2.connect(
        warehouse_uri or uri(), options=f"-c role={ETL_ROLE} -c timezone=Asia/Bangkok -c lock_timeout=1min"
    )
    connection.autocommit = True
    try:
        yield connection
    finally:
        connection.close()


def run(connection: Any, path: str, parameters: Mapping[str, Any] | None = None) -> None:
    """Run `include/sql/<path>` with bound parameters in the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(text_of(path), dict(parameters or {}))


def text_of(path: str) -> str:
    """The text of a file of `include/sql`."""
    return (SQL_FOLDER / path).read_text()


def fetch(
    connection: Any, sql: str, parameters: Mapping[str, Any] | Sequence[Any] | None = None
) -> list[dict[str, Any]]:
    """The rows a query returns, each a dict by column name."""
    with connection.cursor(cursor_factory=RealDictCursor) as cursor:
        cursor.execute(sql, parameters)
        return [dict(row) for row in cursor.fetchall()]


@cache
def code_version() -> str:
    """The project's version and a digest of what computes the numbers, as kept with every snapshot.

    The digest covers every SQL and Python file of `include` that could change a number, so that it says the same with
    or without git, and changes whenever one of them does.
    """
    project = tomllib.loads((INCLUDE_FOLDER.parent / "pyproject.toml").read_text())["project"]["version"]
    digest = hashlib.sha256()
    for path in sorted(INCLUDE_FOLDER.rglob("*")):
        inside = path.relative_to(INCLUDE_FOLDER)
        if path.suffix in {".sql", ".py"} and inside.parts[0] not in _NO_FIGURES:
            digest.update(f"{inside.as_posix()}\0".encode() + path.read_bytes() + b"\0")
    return f"{project}+{digest.hexdigest()[:12]}"


def migrate(admin_uri: str, etl_password: str | None = None) -> None:
    """Bring roles, schemas, tables, functions, views, comments and privileges to today's form; again changes nothing.

    `admin_uri` is a superuser's libpq URI: `snapshot` belongs to a role nobody is a member of. Numbered migrations
    run once, by Alembic; functions, views, comments and privileges are written anew each time.
    """
    from alembic import command  # takes ten times as long to import as all the rest
    from alembic.config import Config

    with admin_connection(admin_uri) as connection:
        execute_file(connection, SQL_FOLDER / "migrations" / "bootstrap.sql")
        if etl_password is not None:
            statement = SQL("alter role warehouse_etl password {}").format(Literal(etl_password))
            with connection.cursor() as cursor:
                cursor.execute(statement)
    configuration = Config()
    configuration.set_main_option("script_location", str(SQL_FOLDER / "migrations"))
    configuration.attributes["admin_uri"] = admin_uri
    command.upgrade(configuration, "head")


def use_personal_key(admin_uri: str, key: str) -> None:
    """Put a key of what is hashed of people in use; after another one all of it is typed, and hashed, again."""
    with closing(psycopg2.connect(admin_uri)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("select personal.use_key(%s)", (key,))


@contextmanager
def admin_connection(admin_uri: str) -> Iterator[Any]:
    """A superuser's connection, one transaction, one at a time: two migrations of one warehouse take turns."""
    connection = psycopg2.connect(admin_uri, options="-c timezone=Asia/Bangkok -c client_min_messages=warning")
    try:
        with connection:
            with connection.cursor() as cursor:
                cursor.execute("select pg_advisory_xact_lock(hashtext('chumchon migrate'))")
            yield connection
    finally:
        connection.close()


def is_migrated(admin_uri: str) -> bool:
    """Whether the last migration wrote today's roles, tables, functions, views and comments."""
    with closing(psycopg2.connect(admin_uri)) as connection:
        [found] = fetch(
            connection,
            "select shobj_description(oid, 'pg_database') as written from pg_database"
            " where datname = current_database()",
        )
    return bool(found["written"] == schema())


def write_repeatables(connection: Any) -> None:
    """Functions, views, comments and privileges: whole files, each time, in this order; then what was written."""
    for folder in ("functions", "views"):
        for path in sorted((SQL_FOLDER / folder).rglob("*.sql")):
            execute_file(connection, path)
    for name in ("comments.sql", "privileges.sql"):
        execute_file(connection, SQL_FOLDER / "migrations" / name)
    with connection.cursor() as cursor:
        cursor.execute("select current_database()")
        [database] = cursor.fetchone()
        cursor.execute(SQL("comment on database {} is {}").format(Identifier(database), Literal(schema())))


def schema() -> str:
    """What the database says of itself: a digest of the files that make it, those of the rulebooks among them."""
    digest = hashlib.sha256()
    for folder in ("sql/migrations", "sql/functions", "sql/views", "rulebook"):
        for path in sorted((INCLUDE_FOLDER / folder).rglob("*.*")):
            if path.suffix in {".sql", ".yaml", ".csv"}:
                digest.update(f"{path.name}\0".encode() + path.read_bytes() + b"\0")
    return f"Click Chumchon warehouse, schema {digest.hexdigest()[:12]}"


def execute_file(connection: Any, path: Path) -> None:
    """Run a whole file as the superuser that migrates, whichever role the file itself takes on."""
    with connection.cursor() as cursor:
        cursor.execute("reset role")
        cursor.execute(path.read_text())
        cursor.execute("reset role")
