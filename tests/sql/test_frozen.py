"""What was frozen stays, whoever tries: every way in which the job, an analyst or the owner could alter a snapshot.

Each attempt is made by a login of its own. It must be refused, and afterwards every row, and everything that protects
the rows, must be what it was.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg2
import pytest
import yaml
from psycopg2 import errors

from include import warehouse
from tests.sql.cases import FOLDER
from tests.sql.test_snapshot_hashes import FEBRUARY, february, freeze, grade

__all__ = ["february"]  # a fixture

COLUMNS = {  # the tables of the snapshot, and a column of each that an update would aim at
    "publication": "reason",
    "source_file": "uri",
    "measure": "source",
    "target": "order_ref",
    "attainment": "explanation_th",
    "district_grade": "grade",
    "deadline": "deadline_code",
    "district": "district_name_th",
    "rulebook": "document",
    "quality_dimension": "explanation_th",
    "next_step": "step_th",
    "rule_in_force": "rulebook_code",
}
FORGERIES: dict[str, Any] = yaml.safe_load((FOLDER / "forgeries.yaml").read_text(encoding="utf-8"))
REFUSED_TO_ALL = [
    *FORGERIES["taking_over"],
    *FORGERIES["rebuilding"],
    *FORGERIES["by_a_detour"],
    *(
        statement.format(table=table, column=column)
        for table, column in COLUMNS.items()
        for statement in FORGERIES["in_every_table"]
    ),
]
ADDING: dict[str, type[psycopg2.Error]] = {
    statement: getattr(errors, error) for error, statements in FORGERIES["adding"].items() for statement in statements
}
ROLES = ("warehouse_etl", "analyst", "analyst_34", "warehouse_owner")


@pytest.fixture
def frozen(connection: Any, february: Any, admin_uri: str) -> Iterator[Any]:
    """A superuser's connection to a warehouse in which one month was frozen."""
    grade(connection, FEBRUARY)
    freeze(connection, FEBRUARY, 1, "2025-03-18 23:00:00+07")
    connection.commit()
    with closing(psycopg2.connect(admin_uri)) as admin:
        yield admin


def standing(admin: Any) -> list[Any]:
    """Every frozen row, and all that protects it: owners, rights, triggers, policies, functions, members."""
    queries = [f"select {table}::text from snapshot.{table} order by 1" for table in COLUMNS] + [
        "select relname, relowner, relacl::text, relkind, relrowsecurity, reloptions, relpersistence from pg_class"
        " where relnamespace = 'snapshot'::regnamespace order by 1",
        "select nspname, nspowner, nspacl::text from pg_namespace where nspname = 'snapshot'",
        "select tgrelid::regclass::text, tgname, tgenabled, tgtype, tgfoid from pg_trigger order by 1, 2",
        "select polrelid::regclass::text, polname, pg_get_expr(polqual, polrelid) from pg_policy order by 1, 2",
        "select proname, proowner, prosrc, proconfig from pg_proc"
        " where pronamespace = 'snapshot'::regnamespace order by 1",
        "select ev_class::regclass::text, rulename, ev_action::text from pg_rewrite order by 1, 2",
        "select attrelid::regclass::text, attname, atttypid, attgenerated from pg_attribute"
        " where attrelid in (select oid from pg_class where relnamespace = 'snapshot'::regnamespace) order by 1, 2",
        "select inhparent from pg_inherits where inhparent in"
        " (select oid from pg_class where relnamespace = 'snapshot'::regnamespace)",
        "select conrelid::regclass::text, conname from pg_constraint order by 1, 2",
        "select roleid::regrole::text, member::regrole::text from pg_auth_members order by 1, 2",
        "select rolname, rolsuper, rolbypassrls, rolcanlogin from pg_roles where rolname !~ '^analyst_' order by 1",
        "select * from pg_db_role_setting order by 1, 2",
    ]
    with admin.cursor() as cursor:
        found = []
        for query in queries:
            cursor.execute(query)
            found.append(cursor.fetchall())
        admin.rollback()
    return found


@contextmanager
def login(admin: Any, role: str) -> Iterator[str]:
    """The URI with which the role itself logs in: readers and the owner have no login, and get one while this lasts."""
    parts = admin.get_dsn_parameters()
    with admin.cursor() as cursor:
        cursor.execute("select rolcanlogin, rolpassword from pg_authid where rolname = %s", (role,))
        [(could, password)] = cursor.fetchall()
        cursor.execute(f"alter role {role} login password 'a login for the test'")
        admin.commit()
        try:
            yield (
                f"host={parts['host']} port={parts['port']} dbname={parts['dbname']} user={role}"
                " password='a login for the test'"
            )
        finally:
            cursor.execute(f"alter role {role} {'login' if could else 'nologin'} password %s", (password,))
            admin.commit()


def attempt(uri: str, statement: str) -> psycopg2.Error | None:
    """Why a login could not; None where it could, and then what it did stands."""
    with closing(psycopg2.connect(uri)) as connection, connection.cursor() as cursor:
        connection.autocommit = True  # what is sent at once is one transaction
        try:
            cursor.execute(statement.replace("{database}", connection.info.dbname))
        except psycopg2.Error as refusal:
            return refusal
    return None


@pytest.mark.parametrize("role", ROLES)
def test_nobody_alters_what_was_frozen_nor_becomes_who_could(frozen: Any, role: str) -> None:
    with login(frozen, role) as uri:
        before = standing(frozen)
        done = {statement: attempt(uri, statement) for statement in REFUSED_TO_ALL}
        assert {
            statement: refusal
            for statement, refusal in done.items()
            if not isinstance(refusal, errors.InsufficientPrivilege)
        } == {}
        for statement in FORGERIES["without_effect"]:
            attempt(uri, statement)
        assert standing(frozen) == before


def test_a_revision_is_closed_with_its_freeze_even_for_the_job(frozen: Any) -> None:
    with login(frozen, "warehouse_etl") as uri:
        before = standing(frozen)
        done = {statement: attempt(uri, statement) for statement in ADDING}
        assert {
            statement: refusal for statement, refusal in done.items() if not isinstance(refusal, ADDING[statement])
        } == {}
        assert standing(frozen) == before


@pytest.mark.parametrize("role", ["analyst", "analyst_34", "warehouse_owner"])
def test_nobody_else_adds_to_what_was_frozen(frozen: Any, role: str) -> None:
    with login(frozen, role) as uri:
        for statement in ADDING:
            refusal = attempt(uri, statement)
            assert isinstance(refusal, errors.InsufficientPrivilege | errors.GeneratedAlways), (statement, refusal)


def test_rows_slipped_in_while_a_freeze_is_under_way_are_refused_when_it_ends(
    connection: Any, february: Any, database: str
) -> None:
    grade(connection, FEBRUARY)
    connection.commit()
    freeze(connection, FEBRUARY, 1, "2025-03-18 23:00:00+07")
    with warehouse.connect(database) as forger, forger.cursor() as cursor:
        cursor.execute("set lock_timeout = '200ms'")
        with pytest.raises(errors.LockNotAvailable):
            cursor.execute("insert into snapshot.district values (1, '34', '3499', 'forged', '{}')")
    connection.commit()


def test_every_table_of_the_snapshot_is_tried(connection: Any) -> None:
    there = warehouse.fetch(connection, "select tablename from pg_tables where schemaname = 'snapshot'")
    assert {row["tablename"] for row in there} == set(COLUMNS)
