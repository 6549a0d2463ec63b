"""Months frozen by the first release keep every proof, whichever migration they are brought up to date by."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from include import rulebook, warehouse
from include.backup import holdings
from include.local.postgres import Cluster
from include.publishing import bundle, verify

DUMP = Path(__file__).with_name("first_release.sql")
MIGRATIONS = [path for path in sorted((warehouse.SQL_FOLDER / "migrations").glob("0*.sql")) if path.name > "0006"]
# What is printed on these three revisions, whoever computes it.
CODES = {
    "83/2025-04/0": "SMXH-EF2M-H13V-SGK7",
    "83/2025-04/1": "T60J-2HH9-R42H-Y44F",
    "83/2025-05/1": "XYNB-5WZQ-Z856-G4EY",
}


@pytest.fixture
def first_release(cluster: Cluster) -> Iterator[str]:
    """A superuser's URI of a warehouse as the first release left it."""
    server = str(cluster.admin_uri).rsplit("/", 1)[0]
    with closing(psycopg2.connect(f"{server}/postgres")) as admin, admin.cursor() as cursor:
        admin.autocommit = True
        cursor.execute("create database first_release")
        try:
            with closing(psycopg2.connect(f"{server}/first_release")) as connection, connection.cursor() as inner:
                inner.execute(DUMP.read_text())
                connection.commit()
            yield f"{server}/first_release"
        finally:
            cursor.execute("drop database first_release with (force)")


def codes(connection: Any) -> dict[str, str]:
    """The proof code of every freeze whose content and chain, computed from its rows by the verifier, are its own."""
    there = [row["table_name"] for row in warehouse.fetch(connection, _TABLES)]
    found, before = {}, ""
    for publication in warehouse.fetch(connection, "select * from snapshot.publication order by snapshot_id"):
        written = {name: _text(value) for name, value in publication.items()}
        tables = {table: _rows(connection, table, publication) for table in verify.TABLES if table in there}
        content = verify.content_sha256(written["rulebook_sha256"], tables)
        if (content, before) == (written["content_sha256"], written["previous_sha256"]):
            found[bundle.place(publication)] = verify.proof_code(verify.chain_sha256(written))
        before = written["chain_sha256"]
    return found


_TABLES = "select table_name from information_schema.tables where table_schema = 'snapshot'"


def _rows(connection: Any, table: str, publication: dict[str, Any]) -> list[list[str]]:
    rows = warehouse.fetch(
        connection, f"select * from snapshot.{table} where snapshot_id = %(snapshot_id)s", publication
    )
    return [list(rows[0]), *([_text(value) for value in row.values()] for row in rows)] if rows else [[]]


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def test_every_migration_on_the_way_leaves_every_proof_as_it_was(first_release: str) -> None:
    with warehouse.admin_connection(first_release) as connection:
        assert codes(connection) == CODES
        warehouse.execute_file(connection, warehouse.SQL_FOLDER / "migrations" / "bootstrap.sql")
    for path in MIGRATIONS:
        with warehouse.admin_connection(first_release) as connection:
            warehouse.execute_file(connection, path)
            assert codes(connection) == CODES, path.name


def test_every_event_stands_in_its_month_and_once_afterwards(first_release: str) -> None:
    events = "select * from warehouse.app_download order by province_code, period, event_id"
    with warehouse.admin_connection(first_release) as connection:
        before = warehouse.fetch(connection, events)
    warehouse.migrate(first_release)
    with warehouse.admin_connection(first_release) as connection:
        assert warehouse.fetch(connection, events) == before
        held = "select distinct tableoid::regclass::text as partition from warehouse.app_download order by partition"
        assert warehouse.fetch(connection, held) == [
            {"partition": "months.app_download_2025_04"},
            {"partition": "months.app_download_2025_05"},
        ]
        assert warehouse.fetch(connection, "select to_regclass('staging.app_download') as gone") == [{"gone": None}]


def test_events_that_were_typed_and_are_no_facts_are_not_dropped_unseen(first_release: str) -> None:
    with warehouse.admin_connection(first_release) as connection, connection.cursor() as cursor:
        cursor.execute("delete from warehouse.app_download where period = '2025-05-01' and event_id = 'E-1'")
    with pytest.raises(psycopg2.errors.RaiseException, match="differ in 1 file"):
        warehouse.migrate(first_release)


def test_brought_up_to_date_they_are_published_and_proved_offline(
    first_release: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with warehouse.admin_connection(first_release) as connection:
        before = warehouse.fetch(connection, "select * from snapshot.publication order by snapshot_id")
    warehouse.migrate(first_release)
    with warehouse.connect(first_release) as connection:
        rulebook.load_all(connection)
        assert (
            warehouse.fetch(connection, "select * from ops.due_publication('2025-06-30') where province_code = '83'")
            == []
        )
        bundle.write_missing(connection, tmp_path)
    with warehouse.admin_connection(first_release) as connection:
        after = warehouse.fetch(connection, "select * from snapshot.publication order by snapshot_id")
        assert after == [was | {"proof_code": now["proof_code"]} for was, now in zip(before, after, strict=True)]
        assert holdings.altered(holdings.snapshots(connection)) == []
    assert verify.main([str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert [code for code in re.findall(r"รหัสพิสูจน์ (\S+)", said) if "-" in code] == list(CODES.values())
