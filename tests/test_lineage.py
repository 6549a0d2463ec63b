"""What is told of which task read and wrote which tables: by the SQL as it stands, and by what the database has."""

import json
import logging
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from structlog.contextvars import clear_contextvars, get_contextvars

from include import months, warehouse
from include.orchestration import lineage, log_lines

TEXTS = {"type_rows": months.TYPE, "build": months.BUILD, "freeze": months.FREEZE, "compare": months.COMPARE}


def text_of(files: tuple[str, ...]) -> str:
    return "\n".join((warehouse.SQL_FOLDER / file).read_text() for file in files)


def context(sql: str | None = None, parameters: dict[str, Any] | None = None, **params: Any) -> dict[str, Any]:
    """What Airflow hands to a callback, as far as ours look at it."""
    task = SimpleNamespace(sql=sql, parameters=parameters, inlets=[], outlets=[SimpleNamespace(name="warehouse.facts")])
    return {"ti": SimpleNamespace(id="one", dag_id="a", task_id="b"), "task": task, "params": params}


@pytest.mark.parametrize("files", TEXTS.values(), ids=TEXTS)
def test_what_a_task_reads_and_writes_is_in_the_database(connection: Any, files: tuple[str, ...]) -> None:
    read, written = lineage.tables(text_of(files))
    assert len(read) > 5 and written
    with connection.cursor() as cursor:
        cursor.execute(
            "select relnamespace::regnamespace || '.' || relname from pg_class"
            " union select pronamespace::regnamespace || '.' || proname from pg_proc"
        )
        there = {name for (name,) in cursor.fetchall()}
    assert set(read) | set(written) <= there


def test_a_month_is_built_of_facts_and_rules_and_a_freeze_of_what_was_built() -> None:
    read, written = lineage.tables(text_of(months.BUILD))
    assert {"warehouse.submission", "rulebook.criterion"} <= set(read)
    assert {"candidate.measure", "candidate.attainment", "candidate.district_grade"} <= set(written)
    read, written = lineage.tables(text_of(months.FREEZE))
    assert "mart.district_grade" in read and "snapshot.district_grade" in written
    assert all(name.startswith("snapshot.") for name in written)


def test_a_comment_reads_nothing_and_what_is_deleted_is_not_read() -> None:
    text = (
        "-- from mart.measure\ndelete from candidate.month where period = %(period)s;\nselect from.x from mart.measures"
    )
    assert lineage.tables(text) == (["mart.measures"], ["candidate.month"])


def test_events_go_to_the_file_that_is_named_and_to_none_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "lineage.jsonl"
    asked = context("insert into mart.measure select 1", {"province_code": "57", "period": "2024-02-01"})
    monkeypatch.delenv(lineage.VARIABLE, raising=False)
    lineage.started(asked)
    assert not file.exists()
    monkeypatch.setenv(lineage.VARIABLE, str(file))
    lineage.started(asked)
    lineage.failed(asked)
    events = [json.loads(line) for line in file.read_text().splitlines()]
    assert [event["eventType"] for event in events] == ["START", "FAIL"]
    assert [dataset["name"] for dataset in events[1]["outputs"]] == ["mart.measure", "warehouse.facts"]
    assert events[1]["run"]["facets"]["chumchon_month"]["period"] == "2024-02"
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_file_that_cannot_be_written_fails_no_task(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv(lineage.VARIABLE, str(tmp_path / "missing" / "lineage.jsonl"))
    with caplog.at_level(logging.ERROR):
        lineage.succeeded(context("select 1"))
    assert "could not be told" in caplog.text


@pytest.mark.parametrize(
    ("given", "named"),
    [
        (
            context(None, {"province_code": "57", "period": "2024-02-01", "kind": "final"}),
            {"province_code": "57", "period": "2024-02"},
        ),
        (context(None, {"province_code": "57"}), {"province_code": "57"}),
        (context(province="34", period="2025-01"), {"province_code": "34", "period": "2025-01"}),
        (context(provinces=None), {}),
    ],
)
def test_a_line_of_a_log_names_the_province_and_month_that_its_task_is_about(
    given: dict[str, Any], named: dict[str, str]
) -> None:
    clear_contextvars()
    log_lines.name_month(given)
    assert get_contextvars() == named
    clear_contextvars()
