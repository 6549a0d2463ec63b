"""Every model of include/sql on cases that can be checked by hand. Each runs twice; the second time changes nothing."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg2
import pytest

from include import months, warehouse
from include.local.postgres import Cluster
from tests.sql.cases import SCHEMAS, Case, Row, matches, read_cases, shown, unmatched
from tests.sql.givens import PLATFORM_SOURCES, Given, columns_of_tables

CASES = list(read_cases())
WITHOUT_CASES = {"staging/lock"}  # makes nothing
KEPT = "ops.source_file", "ops.month", "ops.finding_episode", "quarantine.rejected_row"
SEQUENCES = {
    "type": months.TYPE,
    "build": months.BUILD + months.COMPARE,
    "move": months.MOVE,
    "freeze": months.FREEZE,
}
FREEZE = {"revision": 1, "kind": "final", "reason": "สิ้นกำหนดเผยแพร่ของจังหวัด", "taken_at": "2024-03-18 23:00:00+07"}


@pytest.fixture(scope="module")
def warehouse_of_cases(cluster: Cluster) -> Iterator[Any]:
    """A connection to one copy of the migrated database, for all cases: none commits."""
    name = "test_models"
    with closing(psycopg2.connect(f"{str(cluster.admin_uri).rsplit('/', 1)[0]}/postgres")) as admin:
        admin.autocommit = True
        with admin.cursor() as cursor:
            cursor.execute(f"create database {name} template warehouse strategy file_copy")
            with warehouse.connect(f"{cluster.warehouse_uri.rsplit('/', 1)[0]}/{name}") as connection:
                for table in tables(connection, "rulebook"):
                    execute(connection, f"analyze {table}")
                connection.commit()
                yield connection
                connection.rollback()
            cursor.execute(f"drop database {name} with (force)")


@pytest.fixture
def connection(warehouse_of_cases: Any) -> Iterator[Any]:
    yield warehouse_of_cases
    warehouse_of_cases.rollback()


@pytest.fixture(scope="module")
def columns(warehouse_of_cases: Any) -> dict[str, set[str]]:
    return columns_of_tables(warehouse_of_cases)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.relation}: {case.says}")
def test_case(connection: Any, columns: dict[str, set[str]], case: Case) -> None:
    given = Given(connection, case.month, columns)
    for step in case.steps:
        words = sequence(case.relation, step)
        if step.get("rulebook"):
            given.change_rulebook(step["rulebook"])
        given.deliver(step.get("delivered", PLATFORM_SOURCES if "build" in words and step is case.steps[0] else ()))
        given.add(step.get("given", {}))
        run(connection, case.month, step, words)
        once = everything(connection)
        if "type" in words:
            execute(
                connection, "update ops.source_file set typed_with = null where file_id = any (%s)", given.with_raw_rows
            )
        run(connection, case.month, step, words)
        assert everything(connection) == once
        check(connection, given, step)


def test_every_model_and_view_has_cases() -> None:
    there = {
        f"{schema}/{path.name.split('.')[0]}"
        for schema in SCHEMAS
        for path in (warehouse.SQL_FOLDER / schema).glob("*.sql")
    } | {
        "/".join(path.stem.split("_", 1)[1].split("."))
        for path in (warehouse.SQL_FOLDER / "views").glob("*.sql")
        if path.stem.split("_", 1)[1].split(".")[0] in SCHEMAS
    }
    assert there - {case.relation for case in CASES} == WITHOUT_CASES


def test_a_sentence_stands_once() -> None:
    said = [(case.relation, case.says) for case in CASES]
    assert sorted(set(said)) == sorted(said)


def sequence(relation: str, step: Row) -> list[str]:
    """What a step runs where it does not say so: what its relation comes from, from raw rows where it gives any."""
    if "run" in step:
        return list(step["run"])
    from_raw = ["type"] if any(table.startswith("raw.") for table in step.get("given", {})) else []
    file = f"{relation}.sql"
    if file in months.MOVE:
        return [*from_raw, "build", "move"]
    return from_raw + [word for word in ("build", "freeze") if file in SEQUENCES[word]]


def run(connection: Any, month: Row, step: Row, words: list[str]) -> None:
    parameters = month | {"programme_code": "click", "code_version": "case"} | FREEZE | step.get("freeze", {})
    for word in words:
        if word == "move":
            execute(connection, "update candidate.month set failed_expectations = %s", step.get("audit", []))
        for file in SEQUENCES.get(word, (word,)):
            warehouse.run(connection, file, parameters)


def check(connection: Any, given: Given, step: Row) -> None:
    for relation, wanted in step.get("expect", {}).items():
        found = rows(connection, given, relation)
        if not wanted:
            assert found == [], f"{relation} is not empty"
        missing = unmatched(found, wanted)
        assert not missing, f"{relation} has no row\n{missing}\nbut\n{shown(found, missing)}"
    for relation, unwanted in step.get("absent", {}).items():
        found = rows(connection, given, relation)
        there = [row for row in unwanted if any(matches(candidate, row) for candidate in found)]
        assert not there, f"{relation} has a row\n{there}"


def rows(connection: Any, given: Given, relation: str) -> list[Row]:
    """The rows of a relation, each with the name of its file."""
    found = warehouse.fetch(connection, f"select * from {relation}")
    return [{"file": given.file_names.get(row["file_id"])} | row if "file_id" in row else row for row in found]


def everything(connection: Any) -> dict[str, str]:
    """What models have written, by table.

    Left out is what grows when a file is taken to be typed again: how often files changed, which months one touched.
    """
    kept = [*KEPT, *(table for schema in SCHEMAS if schema != "ops" for table in tables(connection, schema))]
    texts = (
        f"select '{table}' as name, string_agg(text, E'\\n' order by text) as text"
        f" from (select (to_jsonb(kept) - 'change_count' - 'touches')::text from {table} as kept) as texts (text)"
        for table in kept
    )
    return {row["name"]: row["text"] for row in warehouse.fetch(connection, " union all ".join(texts))}


def tables(connection: Any, schema: str) -> list[str]:
    listed = warehouse.fetch(
        connection,
        "select format('%%I.%%I', schemaname, tablename) as name from pg_tables where schemaname = %s",
        (schema,),
    )
    return [row["name"] for row in listed]


def execute(connection: Any, statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
