"""Empty warehouses beside the real one, on its server: made from a template, used, dropped.

The template is migrated by a superuser like the warehouse itself. The role `warehouse_replay` copies it, owns the copy,
works in it as the job does, and may not enter the warehouse. It restores backups into databases of its own as well.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg2
import psycopg2.errors
from psycopg2.sql import SQL, Identifier, Literal

from include import warehouse

TEMPLATE = "warehouse_template"
VARIABLE = "AIRFLOW_CONN_WAREHOUSE_REPLAY"


class NoScratch(RuntimeError):
    """No empty warehouse can be made here; the message says why and what to do."""


def prepare(admin_uri: str, replay_password: str | None) -> None:
    """Bring the template to today's form, and let `warehouse_replay` log in; again changes nothing.

    `admin_uri` is a superuser's URI of the warehouse, which was migrated: so its roles are there.
    """
    with closing(psycopg2.connect(admin_uri)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute("select pg_advisory_lock(hashtext('chumchon template'))")
        if replay_password is not None:
            cursor.execute(SQL("alter role warehouse_replay password {}").format(Literal(replay_password)))
        if _is_ready(connection):
            return
        template = Identifier(TEMPLATE)
        with suppress(psycopg2.errors.InvalidCatalogName):
            cursor.execute(SQL("alter database {} is_template false").format(template))
            cursor.execute(SQL("drop database {} with (force)").format(template))
        cursor.execute(SQL("create database {}").format(template))
        warehouse.migrate(_with_database(admin_uri, TEMPLATE))
        cursor.execute(SQL("alter database {} is_template true allow_connections false").format(template))


@contextmanager
def empty_warehouse(server_uri: str) -> Iterator[str]:
    """The URI of an empty warehouse that nobody else knows, dropped when the block ends.

    `server_uri` logs in as `warehouse_replay`. What a killed job left behind for the same database of the job is
    dropped first. Raises NoScratch.
    """
    with _server(server_uri) as server:
        if not _is_ready(server):
            raise NoScratch(
                f"The server has no database {TEMPLATE} of today's form: run"
                " `python -m include.local.postgres prepare` with a superuser's URI in CHUMCHON_ADMIN_URI."
            )
        with _database(server, "replay", TEMPLATE) as name:
            yield _with_database(server_uri, name)


@contextmanager
def bare_database(server_uri: str) -> Iterator[str]:
    """The URI of a database with nothing in it, that nobody else may enter, dropped when the block ends.

    As `empty_warehouse`, for a backup to be restored into.
    """
    with _server(server_uri) as server, _database(server, "drill", "template0") as name:
        with server.cursor() as cursor:
            cursor.execute(SQL("revoke all on database {} from public").format(Identifier(name)))
        yield _with_database(server_uri, name)


@contextmanager
def _server(server_uri: str) -> Iterator[Any]:
    try:
        server = psycopg2.connect(server_uri)
    except psycopg2.OperationalError as failure:
        raise NoScratch(f"warehouse_replay cannot log in: {str(failure).strip()}") from None
    with closing(server):
        server.autocommit = True
        yield server


@contextmanager
def _database(server: Any, purpose: str, template: str) -> Iterator[str]:
    """The name of a copy of a template, dropped at the end; what a killed job left of that purpose is dropped first."""
    about = f"{purpose}_{urlsplit(warehouse.uri()).path.strip('/')[:20]}_"
    with server.cursor() as cursor:
        cursor.execute(
            "select datname from pg_database where starts_with(datname, %s) and pg_has_role(datdba, 'usage')", (about,)
        )
        for (left,) in cursor.fetchall():
            with suppress(psycopg2.errors.ObjectInUse):
                cursor.execute(SQL("drop database if exists {}").format(Identifier(left)))
        name = f"{about}{uuid4().hex[:12]}"
        try:
            cursor.execute(SQL("create database {} template {}").format(Identifier(name), Identifier(template)))
        except psycopg2.Error as failure:
            raise NoScratch(f"warehouse_replay cannot make a database: {str(failure).strip()}") from None
        try:
            yield name
        finally:
            # Not by force: that takes the right to end the server's own workers, which give way of themselves. One that
            # does not is left to the next time.
            with suppress(psycopg2.errors.ObjectInUse):
                cursor.execute(SQL("drop database if exists {}").format(Identifier(name)))


def _is_ready(connection: Any) -> bool:
    found = warehouse.fetch(
        connection,
        "select shobj_description(oid, 'pg_database') as written from pg_database"
        " where datname = %s and datistemplate and not datallowconn",
        (TEMPLATE,),
    )
    return [row["written"] for row in found] == [warehouse.schema()]


def _with_database(uri: str, name: str) -> str:
    return urlunsplit(urlsplit(uri)._replace(path=f"/{name}"))
