"""The data dictionary says all there is to say of every published relation; its page is the one the database gives."""

import re
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from include import warehouse
from include.documentation import catalog, diagram, dictionary, facts
from include.documentation.catalog import Relation

DAGS = {path.stem for path in (warehouse.INCLUDE_FOLDER.parent / "dags").glob("*.py")}
NO_DAGS = {"when_read", "migration", "watchdog", "backup", "every_dag"}


@pytest.fixture
def relations(connection: Any) -> list[Relation]:
    return catalog.relations(catalog.read(connection))


def test_the_page_in_docs_is_what_the_database_says_of_itself(connection: Any) -> None:
    written = dictionary.PAGE.read_text(encoding="utf-8")
    assert written == dictionary.page(catalog.read(connection)), "write it anew with `make docs`"


def test_the_diagram_in_docs_is_drawn_from_the_database(connection: Any) -> None:
    written = dictionary.PICTURE.read_text(encoding="utf-8")
    assert written == diagram.svg(connection, catalog.read(connection)), "draw it anew with `make docs`"


def test_every_relation_and_column_is_explained_in_both_languages(relations: list[Relation]) -> None:
    silent = [
        *(relation.full_name for relation in relations if not all(relation.meaning)),
        *(
            f"{relation.full_name}.{column.name}"
            for relation in relations
            for column in relation.columns
            if not (re.search("[ก-๙]", column.meaning_th) and column.meaning_en)
        ),
    ]
    assert len(relations) > 100 and silent == []


def test_every_number_has_a_unit_in_both_languages(relations: list[Relation]) -> None:
    counted = [(relation, column) for relation in relations for column in relation.columns if column.counted]
    bare = [
        f"{relation.full_name}.{column.name}" for relation, column in counted if not (column.unit_th and column.unit_en)
    ]
    assert len(counted) > 200 and bare == []


def test_every_relation_says_its_grain_source_refresh_time_owner_sensitivity_and_readers(
    relations: list[Relation],
) -> None:
    for relation in relations:
        told = {fact.name_en: fact.text for fact in facts.of(relation)}
        assert set(told) >= {"a row is", "key", "source", "refreshed", "owner", "sensitivity", "read by"}
        assert all(told.values()), relation.full_name
        for name, thai, english in relation.refreshed:
            assert thai and english and name in DAGS | NO_DAGS, (relation.full_name, name)
    models = [relation for relation in relations if relation.schema in ("mart", "warehouse")]
    assert [relation.full_name for relation in models if not relation.made_from and relation.is_view] == []


def test_what_the_database_cannot_know_is_said_of_nothing_that_is_not_there(relations: list[Relation]) -> None:
    there = {relation.full_name for relation in relations}
    assert set(catalog.rooms()["relations"]) - there == set()
    columns = {(relation.full_name, column.name) for relation in relations for column in relation.columns}
    columns |= {("*", name) for _, name in columns}
    assert set(catalog.kept_units()) - columns == set()


def test_personal_data_is_told_where_it_may_be(relations: list[Relation]) -> None:
    told = {relation.full_name: facts.sensitivity(relation) for relation in relations}
    assert told["warehouse.app_download"].startswith("user_id: ") and "title: " in told["warehouse.publicity_post"]
    assert told["mart.district_grade"] == facts.NOTHING_PERSONAL


def test_rows_of_another_province_and_closed_rooms_are_told(relations: list[Relation]) -> None:
    by_name = {relation.full_name: relation for relation in relations}
    assert "province_analyst" in by_name["mart.measure"].readers and by_name["mart.measure"].by_province
    assert by_name["quarantine.rejected_row"].readers == ("auditor",)
    assert by_name["published_v1.quarantine_rejected_row"].readers == ("auditor",)


@pytest.mark.parametrize(
    "statement",
    [
        "comment on column mart.measure.value is null",
        "comment on table warehouse.shop is 'shops, in English alone'",
        "alter table mart.measure add column colour text",
    ],
)
def test_a_relation_that_says_something_else_makes_the_page_stale(admin_uri: str, statement: str) -> None:
    with psycopg2.connect(admin_uri) as admin:
        before = dictionary.page(catalog.read(admin))
        with admin.cursor() as cursor:
            cursor.execute(statement)
        assert dictionary.page(catalog.read(admin)) != before
        admin.rollback()


def test_a_line_of_the_diagram_joins_columns_that_are_there(relations: list[Relation]) -> None:
    by_name = {relation.full_name: {column.name for column in relation.columns} for relation in relations}
    joined = 0
    for name in (*diagram.LEFT, *diagram.RIGHT):
        [relation] = [relation for relation in relations if relation.full_name == name]
        for column, (referred, _) in diagram.referring(relation):
            assert column in by_name[name] and column in by_name[referred]
            joined += 1
    assert joined > 40


def test_the_diagram_shows_every_fact_and_every_answer_of_the_contract() -> None:
    drawn = {*diagram.LEFT, *diagram.MIDDLE, *diagram.RIGHT}
    facts_of_warehouse = {f"warehouse.{path.stem}" for path in Path(warehouse.SQL_FOLDER / "warehouse").glob("*.sql")}
    assert facts_of_warehouse <= drawn
    assert {f"mart.{name}" for name in ("measure", "target", "attainment", "district_grade")} <= drawn
