"""From a result to the heading of the file: every step names what is there, and what makes it reads it."""

import re
from typing import Any

import pytest

from include import warehouse
from include.documentation import lineage

STEPS = [
    (made, of)
    for made, sources in lineage.made_of().items()
    for of in sources
    if made.startswith(("warehouse.", "staging."))
]


@pytest.fixture
def columns(connection: Any) -> set[str]:
    """Every column of the warehouse, by schema, relation and name."""
    rows = warehouse.fetch(
        connection,
        "select nspname || '.' || relname || '.' || attname as name from pg_attribute"
        " inner join pg_class on pg_class.oid = attrelid inner join pg_namespace on pg_namespace.oid = relnamespace"
        " where relkind in ('r', 'p', 'v') and attnum > 0 and not attisdropped",
    )
    return {row["name"] for row in rows}


def test_the_page_in_docs_is_what_the_list_and_the_headings_say() -> None:
    assert lineage.PAGE.read_text(encoding="utf-8") == lineage.page(), "write it anew with `make docs`"


def test_every_column_on_the_way_is_one_of_the_database(columns: set[str]) -> None:
    assert lineage.columns() - columns == set()


def test_every_measure_and_no_other_is_led_back_to_headings_of_files(connection: Any) -> None:
    catalogue = {row["measure_code"] for row in warehouse.fetch(connection, "select * from rulebook.measure")}
    assert lineage.measures() == catalogue
    of_measures = [result for result in lineage.results() if ":" in result]
    assert {result.partition(":")[2] for result in of_measures} == catalogue
    for result in of_measures:
        threads = lineage.threads(result)
        assert threads, result
        for thread in threads:
            assert thread.warehouse and thread.staging and thread.raw and thread.headings, thread


def test_every_column_of_a_grade_is_led_back(columns: set[str]) -> None:
    of_grade = {name for name in columns if name.startswith(f"{lineage.GRADE}.")}
    assert of_grade == {result for result in lineage.results() if result.startswith(f"{lineage.GRADE}.")}
    for result in of_grade:
        assert lineage.threads(result) or lineage.rules(result), result


@pytest.mark.parametrize(("made", "of"), STEPS, ids=lambda name: str(name))
def test_what_types_or_keeps_a_column_reads_what_it_is_said_to_be_made_of(made: str, of: str) -> None:
    relation, _, _ = made.rpartition(".")
    source, _, column = of.rpartition(".")
    schema, name = relation.split(".")
    files = [
        *warehouse.SQL_FOLDER.glob(f"{schema}/{name}.sql"),
        *warehouse.SQL_FOLDER.glob(f"views/*_{relation}.sql"),
        *warehouse.SQL_FOLDER.glob("views/*_staging.*section_row.sql"),
    ]
    text = "\n".join(re.sub(r"--.*", "", path.read_text(encoding="utf-8")) for path in files)
    assert re.search(rf"\b{re.escape(source)}\b", text), source
    assert re.search(rf"\b{column}\b", text), of


def test_a_heading_of_a_way_is_one_that_files_really_have() -> None:
    assert lineage.headings("raw.submissions_summary.new_shops")[0] == "ร้านค้าสมัครใหม่"
    assert "รหัสการดาวน์โหลด" in lineage.headings("raw.app_downloads.event_id")
    with pytest.raises(KeyError):
        lineage.headings("raw.app_downloads.colour")
