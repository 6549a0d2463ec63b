"""Every role of the warehouse logs in for real and tries what it must not; what it may do, it can."""

import io
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import psycopg2
import pytest
import yaml
from psycopg2 import errors
from psycopg2.extensions import TRANSACTION_STATUS_IDLE

from include import warehouse
from include.local import logins, postgres
from include.local.home import LocalError
from tests.sql.cases import FOLDER
from tests.sql.test_published import TWO_PROVINCES

FORBIDDEN: dict[str, list[str]] = yaml.safe_load((FOLDER / "forbidden.yaml").read_text(encoding="utf-8"))
SCHEMAS = tuple(
    [
        "raw",
        "staging",
        "quarantine",
        "rulebook",
        "warehouse",
        "months",
        "candidate",
        "mart",
        "snapshot",
        "ops",
        "personal",
        "published_v1",
    ]
)  # all of the warehouse's
READ_BY_ANALYSTS = ("rulebook", "warehouse", "mart", "snapshot", "ops")  # those with tables
LOGINS = {  # by role: who has a login of it
    "analyst": "somsri",
    "analyst_34": "somsak_of_34",
    "publisher": "press",
    "auditor": "somchai_audits",
}
# In COPY from the client the server begins to wait for rows, where it does not refuse at once.
WAITS_FOR_ROWS = "from stdin"


@pytest.fixture
def people(admin_uri: str) -> Iterator[dict[str, str]]:
    """By role, the URI with which somebody logs in who was given the role by the documented command."""
    place = admin_uri.rsplit("@", 1)[1]
    with warehouse.admin_connection(admin_uri) as admin:  # rights on a database are not copied with it
        warehouse.execute_file(admin, warehouse.SQL_FOLDER / "migrations" / "privileges.sql")
    passwords = {role: logins.add(admin_uri, name, role) for role, name in LOGINS.items()}
    yield {role: f"postgresql://{LOGINS[role]}:{password}@{place}" for role, password in passwords.items()}
    for name in LOGINS.values():
        logins.remove(admin_uri, name)


@pytest.fixture
def tables(connection: Any) -> dict[str, str]:
    """Every table of the warehouse, a partition among them, and a column of each that an update would aim at."""
    warehouse.fetch(connection, "select warehouse.make_months('{2024-02-01}')")
    connection.commit()
    found = warehouse.fetch(
        connection,
        """
        select
            pg_class.oid::regclass::text as name,
            (
                select quote_ident(attname) from pg_attribute
                where
                    attrelid = pg_class.oid and attnum > 0 and not attisdropped
                    and attgenerated = '' and attidentity = ''
                order by attnum limit 1
            ) as column_name
        from pg_class
        where relnamespace = any (%s::regnamespace[]) and relkind in ('r', 'p')
        order by 1
        """,
        ([*SCHEMAS],),
    )
    connection.rollback()
    return {row["name"]: row["column_name"] for row in found}


def tried(uri: str, statements: list[str]) -> dict[str, psycopg2.Error | None]:
    """By statement, why it was refused; None where it was not. What a person can undo of a login is undone."""
    done: dict[str, psycopg2.Error | None] = {}
    with closing(psycopg2.connect(uri)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute("set default_transaction_read_only = off")
        words = {"{login}": connection.info.user, "{database}": connection.info.dbname}
        for statement in statements:
            written = statement
            for word, value in words.items():
                written = written.replace(word, value)
            try:
                if WAITS_FOR_ROWS in written or "to stdout" in written:
                    cursor.copy_expert(written, io.StringIO())
                else:
                    cursor.execute(written)
            except psycopg2.Error as refusal:
                done[statement] = refusal
                if connection.info.transaction_status != TRANSACTION_STATUS_IDLE:
                    cursor.execute("rollback")
            else:
                done[statement] = None
    return done


def not_refused(done: dict[str, psycopg2.Error | None]) -> dict[str, Any]:
    """What was done, or failed for another reason than a right that is not there."""
    refusing = (errors.InsufficientPrivilege, errors.ObjectInUse)
    return {statement: refusal for statement, refusal in done.items() if not isinstance(refusal, refusing)}


@pytest.mark.parametrize("role", LOGINS)
@pytest.mark.parametrize("kind", ["becoming", "the_server", "by_a_detour"])
def test_nobody_becomes_who_could_nor_reaches_the_server(people: dict[str, str], role: str, kind: str) -> None:
    assert not_refused(tried(people[role], FORBIDDEN[kind])) == {}


@pytest.mark.parametrize("role", LOGINS)
def test_nobody_changes_or_makes_anything_anywhere(people: dict[str, str], tables: dict[str, str], role: str) -> None:
    statements = [
        statement.replace("{table}", table).replace("{column}", column)
        for table, column in tables.items()
        for statement in FORBIDDEN["in_every_table"]
    ] + [statement.replace("{schema}", schema) for schema in SCHEMAS for statement in FORBIDDEN["in_every_schema"]]
    assert len(tables) > 90
    assert not_refused(tried(people[role], statements)) == {}


@pytest.mark.parametrize("role", ["analyst", "analyst_34", "publisher"])
def test_personal_data_is_read_by_no_analyst_and_by_nobody_who_publishes(
    people: dict[str, str], tables: dict[str, str], role: str
) -> None:
    closed = [table for table in tables if table.split(".")[0] not in READ_BY_ANALYSTS]
    statements = FORBIDDEN["personal_data"] + [f"select count(*) from {table}" for table in closed]
    assert not_refused(tried(people[role], statements)) == {}


def test_a_provinces_analyst_sees_no_other_provinces_rows_by_no_trick(
    people: dict[str, str], connection: Any, tables: dict[str, str]
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(TWO_PROVINCES)
    connection.commit()
    assert not_refused(tried(people["analyst_34"], FORBIDDEN["another_province"])) == {}
    with closing(psycopg2.connect(people["analyst_34"])) as own, own.cursor() as cursor:
        own.autocommit = True
        seen = 0
        for table in tables:
            if table.split(".")[0] not in READ_BY_ANALYSTS:
                continue
            cursor.execute(
                "select count(*) from pg_attribute where attrelid = %s::regclass and attname = 'province_code'",
                (table,),
            )
            if cursor.fetchone() == (0,):
                continue
            cursor.execute(f"select distinct province_code from {table}")
            found = {code for (code,) in cursor.fetchall()}
            assert found <= {"34"}, table
            seen += len(found)
        assert seen > 10
        cursor.execute("select count(*) from pg_stats where schemaname in ('mart', 'snapshot', 'warehouse')")
        assert cursor.fetchone() == (0,)


def test_the_job_alters_nothing_that_was_received_and_forges_no_record(database: str) -> None:
    assert not_refused(tried(database, FORBIDDEN["the_job"])) == {}


@pytest.mark.parametrize("role", LOGINS)
def test_what_a_role_is_for_it_can_do(people: dict[str, str], tables: dict[str, str], role: str) -> None:
    readable = set(SCHEMAS) - {"months"} if role == "auditor" else READ_BY_ANALYSTS
    with closing(psycopg2.connect(people[role])) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        for table in tables:
            if table.split(".")[0] in readable and table != "personal.secret":
                cursor.execute(f"select * from {table} limit 1")
        cursor.execute("select * from mart.finding limit 1")
        cursor.execute("select * from mart.grade_working('34', '2025-02-01', '3411')")
        cursor.execute(
            "select current_setting('statement_timeout'), current_setting('idle_in_transaction_session_timeout')"
        )
        assert cursor.fetchone() == ("5min", "10min")
        cursor.execute("show transaction_read_only")
        assert cursor.fetchone() == ("off" if role == "auditor" else "on",)


def test_an_auditor_reads_what_was_received_and_every_view(people: dict[str, str], connection: Any) -> None:
    views = warehouse.fetch(
        connection,
        "select oid::regclass::text as name from pg_class"
        " where relnamespace = any (%s::regnamespace[]) and relkind = 'v'",
        ([*SCHEMAS],),
    )
    with closing(psycopg2.connect(people["auditor"])) as audit, audit.cursor() as cursor:
        for view in views:
            cursor.execute(f"select * from {view['name']} limit 1")
        cursor.execute("select * from ops.subject_rows('letter 12', name => 'สมชาย ใจดี')")
        cursor.execute("select asked_by, login, reason from personal.subject_request")
        assert cursor.fetchall() == [(LOGINS["auditor"], LOGINS["auditor"], "letter 12")]
    assert len(views) > 30


def test_publishing_reads_as_the_publisher_and_cannot_write(database: str) -> None:
    with warehouse.publishing(database) as connection, connection.cursor() as cursor:
        cursor.execute("select current_user::text")
        assert cursor.fetchone() == ("publisher",)
        cursor.execute("select * from snapshot.publication")
        with pytest.raises(errors.ReadOnlySqlTransaction):
            cursor.execute("delete from ops.handed_back")


def test_a_role_that_a_login_asks_for_ahead_is_not_taken_on(people: dict[str, str]) -> None:
    assert tried(people["analyst"], ["alter role {login} set role = warehouse_etl"])
    with closing(psycopg2.connect(people["analyst"])) as connection, connection.cursor() as cursor:
        cursor.execute("select current_user::text, session_user::text")
        assert cursor.fetchone() == (LOGINS["analyst"], LOGINS["analyst"])
        with pytest.raises(errors.InsufficientPrivilege):
            cursor.execute("select * from raw.other_row")


def test_who_replays_does_not_enter_the_warehouse(cluster: Any) -> None:
    postgres.prepare_replay(cluster)
    into_the_warehouse = f"{str(cluster.replay_uri).rsplit('/', 1)[0]}/warehouse"
    with pytest.raises(psycopg2.OperationalError, match="permission denied for database"):
        psycopg2.connect(into_the_warehouse)


def test_a_login_has_one_role_which_can_be_changed_expires_and_is_taken_away(admin_uri: str) -> None:
    place, today = admin_uri.rsplit("@", 1)[1], datetime.now(ZoneInfo("Asia/Bangkok")).date()
    first = logins.add(admin_uri, "malee", "analyst")
    second = logins.add(admin_uri, "malee", "analyst_57", today + timedelta(days=1))
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(f"postgresql://malee:{first}@{place}")
    with closing(psycopg2.connect(f"postgresql://malee:{second}@{place}")) as connection:
        [row] = warehouse.fetch(connection, "select array(select rulebook.visible_provinces()) as provinces")
        assert row["provinces"] == ["57"]
        assert [(row["name"], row["role"]) for row in logins.listed(admin_uri)] == [("malee", "analyst_57")]
        logins.remove(admin_uri, "malee")
        with pytest.raises(psycopg2.OperationalError):
            warehouse.fetch(connection, "select 1")
    expired = logins.add(admin_uri, "malee", "analyst", today - timedelta(days=1))
    with pytest.raises(psycopg2.OperationalError):
        psycopg2.connect(f"postgresql://malee:{expired}@{place}")
    logins.remove(admin_uri, "malee")


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("malee", "warehouse_etl"),
        ("malee", "warehouse_owner"),
        ("malee", "postgres"),
        ("malee", "pg_read_all_data"),
        ("malee", "analyst_99"),
        ("warehouse_etl", "analyst"),
        ("postgres", "analyst"),
        ("Malee; drop", "analyst"),
    ],
)
def test_no_person_is_given_a_role_of_the_warehouse_itself(admin_uri: str, name: str, role: str) -> None:
    with pytest.raises(LocalError):
        logins.add(admin_uri, name, role)
    assert logins.listed(admin_uri) == []
