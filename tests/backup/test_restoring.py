"""What was backed up comes back as it was: rows, owners, rights, triggers, comments, files; never over what lives."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from psycopg2.errors import InsufficientPrivilege

from include import warehouse
from include.backup import __main__ as command
from include.backup import contents
from include.backup.contents import Backup
from include.backup.restoring import with_database
from include.local import postgres
from include.local.postgres import Cluster
from include.publishing import against
from tests.backup.conftest import AT, Warehouse

# Everything that is said of a database's objects, in words that do not depend on which database it is.
CATALOGUE = r"""
with

ours as (select oid, nspname from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'),

relation as (
    select pg_class.*, nspname || '.' || relname as name
    from pg_class inner join ours on ours.oid = relnamespace
)

select line
from (
    select format('relation %s %s %s %s %s', name, relkind, relowner::regrole, relacl, relrowsecurity) as line
    from relation
    union all
    select format('comment %s %s %s', name, objsubid, description)
    from pg_description inner join relation on relation.oid = objoid and classoid = 'pg_class'::regclass
    union all
    select format('column %s %s %s %s', name, attname, format_type(atttypid, atttypmod), attnotnull)
    from pg_attribute inner join relation on relation.oid = attrelid
    where attnum > 0 and not attisdropped
    union all
    select format('constraint %s %s', name, pg_get_constraintdef(pg_constraint.oid))
    from pg_constraint inner join relation on relation.oid = conrelid
    union all
    select format('trigger %s %s', name, pg_get_triggerdef(pg_trigger.oid))
    from pg_trigger inner join relation on relation.oid = tgrelid
    where not tgisinternal
    union all
    select format('policy %s %s %s %s %s', name, polname, polroles::regrole[], polqual is null, polcmd)
    from pg_policy inner join relation on relation.oid = polrelid
    union all
    select format('function %s %s %s', pg_proc.oid::regprocedure, proowner::regrole, proacl)
    from pg_proc inner join ours on ours.oid = pronamespace
    union all
    select format('schema %s %s %s', pg_namespace.nspname, nspowner::regrole, nspacl)
    from pg_namespace inner join ours using (oid)
) as lines
order by line
"""


def catalogue(admin_uri: str) -> list[str]:
    with closing(psycopg2.connect(admin_uri)) as connection:
        return [row["line"] for row in warehouse.fetch(connection, CATALOGUE)]


def restore(office: Warehouse, backup: Backup, into: str = "", confirm: str = "") -> int:
    return command.main(["restore", f"--from={backup.folder}", f"--into={into}", f"--confirm={confirm}"])


@pytest.fixture(autouse=True)
def home(office: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command takes the folder of the test for its home."""
    monkeypatch.setattr(command, "HOME", office.folder)


@pytest.fixture
def beside(office: Warehouse) -> Iterator[str]:
    """The name of a database to restore into; it, and what it replaced, is dropped at the end."""
    yield f"{office.name}_back"
    with closing(psycopg2.connect(with_database(office.admin_uri, "postgres"))) as server, server.cursor() as cursor:
        server.autocommit = True
        cursor.execute("select datname from pg_database where starts_with(datname, %s)", (f"{office.name}_",))
        for (name,) in cursor.fetchall():
            cursor.execute(f"drop database {name} with (force)")


def test_all_that_was_backed_up_comes_back_beside_the_living_warehouse(
    office: Warehouse, backup: Backup, beside: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert restore(office, backup, beside) == 0
    said = capsys.readouterr().out
    assert f"into the database {beside}, in " in said and "Every row, hash and chain" in said
    assert "6 freezes" in said and "6 published revisions proved" in said
    restored = with_database(office.admin_uri, beside)
    assert catalogue(restored) == catalogue(office.admin_uri)
    assert warehouse.is_migrated(restored)
    assert office.rows(f"select has_database_privilege('public', '{beside}', 'connect') as open") == [{"open": False}]
    files = office.folder / "restored" / beside
    for name in ("archive", "publish"):
        was, now = (
            {path.relative_to(root / name): path.read_bytes() for path in (root / name).rglob("*") if path.is_file()}
            for root in (office.folder, files)
        )
        assert now == was
    with warehouse.connect(with_database(office.uri, beside)) as connection:
        assert against.differences(connection, files / "publish") == []


def test_what_was_frozen_refuses_changes_in_the_restored_warehouse_too(
    office: Warehouse, backup: Backup, beside: str
) -> None:
    assert restore(office, backup, beside) == 0
    restored = with_database(office.admin_uri, beside)
    with closing(psycopg2.connect(restored)) as connection, connection.cursor() as cursor:
        with pytest.raises(InsufficientPrivilege, match="append-only"):
            cursor.execute("delete from snapshot.measure")
        connection.rollback()
        cursor.execute("set role warehouse_etl")
        with pytest.raises(InsufficientPrivilege):
            cursor.execute("alter table snapshot.measure disable trigger all")


def test_a_living_warehouse_is_not_replaced_before_it_is_named(
    office: Warehouse, backup: Backup, beside: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = catalogue(office.admin_uri)
    for confirm in ("", "yes", "warehouse"):
        assert restore(office, backup, office.name, confirm) == 2
        assert f"CONFIRM={office.name}" in capsys.readouterr().err
    assert catalogue(office.admin_uri) == before
    assert office.rows("select datname from pg_database where datname ~ '_restoring_'") == []


def test_named_it_is_replaced_and_kept_under_another_name(
    office: Warehouse, backup: Backup, beside: str, capsys: pytest.CaptureFixture[str]
) -> None:
    office.as_superuser("delete from snapshot.attainment", "delete from snapshot.district_grade")
    shutil.rmtree(office.folder / "archive")
    shutil.rmtree(office.publish / "83" / "2024-03")
    assert restore(office, backup, office.name, office.name) == 0
    said = capsys.readouterr().out
    [kept] = office.rows("select datname as name from pg_database where datname ~ '_before_'")
    assert f"is now the database {kept['name']}" in said
    assert office.rows("select count(*) as rows from snapshot.district_grade") == [{"rows": 18}]
    assert office.ask(with_database(office.uri, kept["name"]), "select from snapshot.district_grade") == []
    assert {result["outcome"] for result in office.replay()} == {"same"}
    with warehouse.connect() as connection:
        assert against.differences(connection, office.publish) == []


@pytest.mark.parametrize("name", ["warehouse.dump", "roles.sql", "manifest.json", "files"])
def test_a_backup_that_somebody_altered_is_not_restored(
    office: Warehouse, backup: Backup, beside: str, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = backup.folder / name
    if name == "files":
        path = next(path for path in (office.place / name).rglob("*") if path.is_file())
        path.chmod(0o600)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert restore(office, backup, beside) == 2
    assert path.name in capsys.readouterr().err
    assert office.rows("select from pg_database where datname ~ '_(back|restoring_.*)$'") == []


def test_on_a_new_machine_roles_come_first_and_the_job_logs_in(
    office: Warehouse, backup: Backup, reachable_folder: Path
) -> None:
    folder = reachable_folder / "new machine"
    with pytest.MonkeyPatch.context() as patch:
        for name in ("AIRFLOW_CONN_WAREHOUSE", "AIRFLOW_CONN_WAREHOUSE_REPLAY", "CHUMCHON_ADMIN_URI"):
            patch.delenv(name)
        new = postgres.start(folder, durable=False)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("CHUMCHON_ADMIN_URI", str(new.admin_uri))
            patch.setenv("AIRFLOW_CONN_WAREHOUSE", new.warehouse_uri)
            patch.setattr(command, "HOME", folder)
            restored(office, backup, new, folder)
    finally:
        postgres.stop(folder)


def restored(office: Warehouse, backup: Backup, new: Cluster, folder: Path) -> None:
    """Nothing is missing on the new machine."""
    assert restore(office, backup, "warehouse") == 0
    assert catalogue(str(new.admin_uri)) == catalogue(office.admin_uri)
    assert members(new.admin_uri) == members(office.admin_uri)
    with warehouse.connect() as connection:
        assert against.differences(connection, folder / "publish") == []


def test_a_person_who_may_log_in_still_may_once_the_password_is_set_again(
    office: Warehouse, cluster: Cluster, reachable_folder: Path
) -> None:
    with closing(psycopg2.connect(office.admin_uri)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("create role somchai login connection limit 5 valid until '2027-01-01'")
        cursor.execute("comment on role somchai is 'login of a person'")
        cursor.execute("alter role somchai set statement_timeout to '5min'")
        cursor.execute("grant analyst to somchai")
    try:
        roles = (office.take(AT + timedelta(days=3)).backup.folder / contents.ROLES).read_text()
    finally:
        with closing(psycopg2.connect(office.admin_uri)) as connection, connection, connection.cursor() as cursor:
            cursor.execute("drop role somchai")
    with closing(psycopg2.connect(office.admin_uri)) as connection, connection.cursor() as cursor:
        cursor.execute(roles)
        cursor.execute(
            "select rolconnlimit, rolconfig, pg_has_role(oid, 'analyst', 'usage')"
            " from pg_roles where rolname = 'somchai'"
        )
        assert cursor.fetchone() == (5, ["statement_timeout=5min"], True)
        connection.rollback()


def members(admin_uri: Any) -> list[dict[str, Any]]:
    """Who is a member of whom, and how, but for logins of tests."""
    with closing(psycopg2.connect(admin_uri)) as connection:
        return warehouse.fetch(
            connection,
            "select roleid::regrole::text as role, member::regrole::text as member, bool_or(admin_option) as admin,"
            " bool_or(inherit_option) as inherit, bool_or(set_option) as set from pg_auth_members"
            " where roleid::regrole::text !~ '^pg_'"
            " and member::regrole::text ~ '^(warehouse|snapshot|analyst|province)'"
            " group by 1, 2 order by 1, 2",
        )
