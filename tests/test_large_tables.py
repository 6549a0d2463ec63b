"""The months of warehouse.app_download: made for whoever needs one, kept from whoever has no business, settled once."""

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import date
from typing import Any

import psycopg2
import pytest
from psycopg2 import errors

from include import large_tables, warehouse

FEBRUARY = date(2024, 2, 1)
EVENTS = """
insert into warehouse.app_download (
    province_code, period, event_id, occurred_at, district_code, subdistrict_code, operating_system, file_id, row_number
)
select '57', '2024-02-01', concat(%(name)s::text, number), '2024-02-05', '5714', '571401', 'iOS', 1, number
from generate_series(1, %(events)s) as number
"""
FILE = """
insert into ops.source_file (
    uri, fingerprint, source, province_code, period, sha256, bytes, modified_at, received_at, status
)
values (
    'file:///landing/events.csv', 'one', 'app_downloads', '57', '2024-02-01', repeat('0', 64), 1, now(), now(), 'loaded'
)
"""
# So many files with so many events each, whose rows stand and are not counted yet.
IN_MANY_FILES = """
set session_replication_role = replica;
insert into ops.source_file (
    file_id, uri, fingerprint, source, province_code, period, sha256, bytes, modified_at, received_at, status, rows_read
)
overriding system value
select number, number, 'one', 'app_downloads', '57', '2024-02-01', number, 1, now(), now(), 'loaded', %(events)s
from generate_series(1, %(files)s) as number;
insert into warehouse.app_download (
    province_code, period, event_id, occurred_at, district_code, subdistrict_code, operating_system, file_id, row_number
)
select '57', '2024-02-01', concat(file, 'E', number), '2024-02-05', '5714', '571401', 'iOS', file, number
from generate_series(1, %(files)s) as file
cross join generate_series(1, %(events)s) as number
"""
PUBLISHED = """
set session_replication_role = replica;
insert into snapshot.publication (
    snapshot_id, province_code, period, revision, kind, taken_at, taken_by, reason, rulebook_version, rulebook_sha256,
    code_version, content_sha256, previous_sha256, chain_sha256
)
values (
    1, '57', '2024-02-01', 1, 'final', now(), 'job', 'final', 1, 'rules', 'code', repeat('0', 64), '', repeat('0', 64)
)
"""


@pytest.fixture(autouse=True)
def _office(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", database)


@pytest.fixture
def made(database: str) -> str:
    """The warehouse, with room for February."""
    with warehouse.connect() as connection:
        warehouse.fetch(connection, "select warehouse.make_months('{2024-02-01}')")
    return database


def partitions() -> list[str]:
    with warehouse.connect() as connection:
        found = warehouse.fetch(connection, "select partition from ops.month_partition order by partition")
    return [row["partition"] for row in found]


def told(statement: str) -> list[dict[str, Any]]:
    with warehouse.connect() as connection:
        return warehouse.fetch(connection, statement)


def test_this_month_and_the_next_three_have_room_and_nothing_is_made_twice() -> None:
    assert large_tables.make_room(date(2024, 11, 30)) == 4
    assert large_tables.make_room(date(2024, 11, 30)) == 0
    assert partitions() == [f"months.app_download_{month}" for month in ("2024_11", "2024_12", "2025_01", "2025_02")]


def test_a_month_is_made_while_one_reads_the_table_and_another_types_into_it(made: str) -> None:
    with ExitStack() as stack:
        for statement in ("select count(*) from warehouse.app_download", EVENTS.replace("%(events)s", "1")):
            cursor = stack.enter_context(warehouse.connect(made)).cursor()
            cursor.execute(statement, {"name": "E"})
        connection = stack.enter_context(warehouse.connect(made))
        warehouse.fetch(connection, "select set_config('lock_timeout', '2s', true)")
        assert warehouse.fetch(connection, "select warehouse.make_months('{2024-03-01}') as made") == [{"made": 1}]
        connection.commit()
        # and who had it open types on, into the month that was made too
        cursor.execute(EVENTS.replace("2024-02", "2024-03"), {"name": "F", "events": 2})


def test_provinces_that_need_the_same_months_at_once_make_each_once(made: str) -> None:
    together, results = threading.Barrier(4), []

    def need(months: str) -> None:
        with warehouse.connect(made) as connection:
            together.wait()
            [row] = warehouse.fetch(connection, "select warehouse.make_months(%s::date[]) as made", (months,))
        results.append(row["made"])

    orders = ("{2024-03-01,2024-04-01,2024-05-01}", "{2024-05-01,2024-04-01,2024-03-01}")
    threads = [threading.Thread(target=need, args=(months,)) for months in orders * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(results) == [0, 0, 0, 3]
    assert len(partitions()) == 4


@pytest.mark.parametrize(
    "statement",
    [
        "select * from months.app_download_2024_02",
        "insert into months.app_download_2024_02 select * from warehouse.app_download",
        "create table months.app_download_2024_03 ()",
        "alter table warehouse.app_download detach partition months.app_download_2024_02",
        "drop table months.app_download_2024_02",
    ],
)
@pytest.mark.parametrize("role", ["warehouse_etl", "analyst", "province_analyst", "publisher"])
def test_a_partition_is_reached_through_its_table_alone(made: str, role: str, statement: str) -> None:
    with (
        closing(psycopg2.connect(made, options=f"-c role={role}")) as connection,
        connection.cursor() as cursor,
        pytest.raises(errors.InsufficientPrivilege),
    ):
        cursor.execute(statement)


def test_an_analyst_of_another_province_sees_no_event_through_the_table(made: str) -> None:
    with warehouse.connect() as connection, connection.cursor() as cursor:
        cursor.execute(EVENTS, {"name": "E", "events": 3})
    seen = {}
    for role in ("analyst", "analyst_57", "analyst_34"):
        with warehouse.connect() as connection:
            warehouse.fetch(connection, "select set_config('role', %s, true)", (role,))
            [row] = warehouse.fetch(connection, "select count(*) as events from warehouse.app_download")
            seen[role] = row["events"]
    assert seen == {"analyst": 3, "analyst_57": 3, "analyst_34": 0}


def test_a_month_that_came_in_many_files_is_counted_in_one_go(made: str, admin_uri: str) -> None:
    with closing(psycopg2.connect(admin_uri)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(IN_MANY_FILES, {"files": 40, "events": 1000})
        cursor.execute(
            f"explain (analyze, buffers, format json) {warehouse.text_of('ops/source_file.sql')}",
            {"province_code": "57"},
        )
        [[[explained]]] = cursor.fetchall()
        cursor.execute("select rows_loaded, count(*) from ops.source_file group by rows_loaded")
        assert cursor.fetchall() == [(1000, 40)]
        cursor.execute(
            "select pg_relation_size('months.app_download_2024_02') / current_setting('block_size')::integer"
        )
        [(pages,)] = cursor.fetchall()
    assert explained["Plan"]["Shared Hit Blocks"] < 40 * pages  # of which each file by itself would read all


@pytest.fixture
def published(made: str, admin_uri: str) -> Iterator[Any]:
    """A month of events whose results are out, and a cursor of who administrates."""
    with warehouse.connect() as connection, connection.cursor() as cursor:
        cursor.execute(FILE)
        cursor.execute(EVENTS, {"name": "E", "events": 2_000})
    with closing(psycopg2.connect(admin_uri)) as admin, admin.cursor() as cursor:
        admin.autocommit = True
        cursor.execute(PUBLISHED)
        yield cursor


def until_settled() -> None:
    """What the server's own upkeep holds back, which may look at the database just then, is left to the next night."""
    for _ in range(100):
        assert large_tables.settle() == ["months.app_download_2024_02"]
        [state] = told("select published, settled from ops.month_partition")
        if state == {"published": True, "settled": True}:
            return
        time.sleep(0.1)
    raise AssertionError(state)


def test_a_month_whose_results_are_out_is_settled_once_and_again_when_rows_came(made: str, published: Any) -> None:
    until_settled()
    assert large_tables.settle() == []

    with warehouse.connect() as connection, connection.cursor() as cursor:
        cursor.execute(EVENTS, {"name": "late", "events": 2_000})
        cursor.execute("analyze months.app_download_2024_02")  # as the server does by itself

    until_settled()


def test_a_month_that_is_open_is_not_settled(made: str) -> None:
    with warehouse.connect() as connection, connection.cursor() as cursor:
        cursor.execute(FILE)
        cursor.execute(EVENTS, {"name": "E", "events": 10})
    assert large_tables.settle() == []


def test_the_planner_knows_the_whole_table_afterwards(made: str, published: Any) -> None:
    large_tables.settle()
    published.execute(
        "select n_distinct from pg_stats where schemaname = 'warehouse' and tablename = 'app_download' and inherited"
        " and attname = 'subdistrict_code'"
    )
    assert published.fetchall() == [(1.0,)]
