"""Analysts read as they like while a month is closed: nothing they hold open keeps it waiting."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import date
from pathlib import Path

import psycopg2
import pytest
from psycopg2 import errors

from include import quality, warehouse
from include.local import logins
from include.local.postgres import Cluster
from include.simulator import simulate
from tests.conftest import copied_database, with_database
from tests.pipeline import driver

READ = ("rulebook", "warehouse", "mart", "snapshot", "ops")
WITHOUT_END = "select count(*) from generate_series(1, 1000000000) as numbers (a), mart.measure"


@pytest.fixture
def office(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The superuser's URI of a warehouse in which nobody waits for a lock longer than a moment."""
    with copied_database(cluster) as uri:
        admin_uri = with_database(str(cluster.admin_uri), uri.rsplit("/", 1)[1])
        # rights on a database are not copied with it
        with warehouse.admin_connection(admin_uri) as connection:
            warehouse.execute_file(connection, warehouse.SQL_FOLDER / "migrations" / "privileges.sql")
        with closing(psycopg2.connect(admin_uri)) as admin, admin, admin.cursor() as cursor:
            cursor.execute(f"alter role warehouse_etl in database {uri.rsplit('/', 1)[1]} set lock_timeout = '2s'")
        monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", uri)
        monkeypatch.setattr(quality, "audit", driver.pass_all)
        yield admin_uri


@pytest.fixture
def reader(office: str) -> Iterator[str]:
    """The URI with which an analyst logs in."""
    password = logins.add(office, "somsri_reads", "analyst")
    yield f"postgresql://somsri_reads:{password}@{office.rsplit('@', 1)[1]}"
    logins.remove(office, "somsri_reads")


def ask(uri: str, ended: list[str]) -> None:
    """Asks a question that has no end, until it is ended."""
    with closing(psycopg2.connect(uri)) as connection, connection.cursor() as cursor:
        try:
            cursor.execute(WITHOUT_END)
        except psycopg2.Error as error:
            ended.append(type(error).__name__)


def test_a_month_closes_while_analysts_hold_every_table_open(office: str, reader: str, tmp_path: Path) -> None:
    simulate(tmp_path / "landing", tmp_path / "truth", "34", [date(2025, 1, 1)], 3)
    ended: list[str] = []
    with ExitStack() as stack:
        holding = stack.enter_context(closing(psycopg2.connect(reader)))
        cursor = stack.enter_context(holding.cursor())
        cursor.execute(
            "select oid::regclass::text from pg_class"
            " where relnamespace = any (%s::regnamespace[]) and relkind in ('r', 'p')",
            ([*READ],),
        )
        tables = [name for (name,) in cursor.fetchall()]
        for table in tables:
            cursor.execute(f"select count(*) from {table}")
        asking = [threading.Thread(target=ask, args=(reader, ended)) for _ in range(2)]
        for thread in asking:
            thread.start()

        driver.process(tmp_path / "landing")

        with closing(psycopg2.connect(office)) as admin, admin.cursor() as watching:
            watching.execute("select pg_terminate_backend(pid) from pg_stat_activity where query = %s", (WITHOUT_END,))
            assert watching.rowcount == 2, "the analysts' questions had ended before the month did"
        for thread in asking:
            thread.join()
    assert len(tables) > 40
    assert len(ended) == 2
    [frozen] = driver.rows("select count(*) from snapshot.publication")
    assert frozen["count"] == 1


def test_a_reader_has_a_share_of_the_server_and_no_more(reader: str) -> None:
    with ExitStack() as stack:
        open_ones = [stack.enter_context(closing(psycopg2.connect(reader))) for _ in range(logins.CONNECTIONS)]
        with pytest.raises(psycopg2.OperationalError, match="too many connections for role"):
            psycopg2.connect(reader)
        with open_ones[0].cursor() as cursor:
            for setting, value in logins.SETTINGS.items():
                cursor.execute(f"show {setting}")
                assert cursor.fetchone() == (value,)
            cursor.execute("set local statement_timeout = '100ms'")
            with pytest.raises(errors.QueryCanceled):
                cursor.execute(WITHOUT_END)
