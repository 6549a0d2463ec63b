"""Worked examples of the methodology: what is written about is what there is, and only the demonstration is written of.

That their figures are those of the demonstration is asked by `tests/pipeline/test_simulated_quarter.py`.
"""

import re
from typing import Any

import pytest

from include import warehouse
from include.documentation import examples


def test_every_measure_has_its_limits_and_every_answer_is_one_of_mart(connection: Any) -> None:
    measures = {row["measure_code"] for row in warehouse.fetch(connection, "select * from rulebook.measure")}
    assert set(examples.written()["limits"]) == measures
    named = {
        row["name"]
        for row in warehouse.fetch(
            connection,
            "select 'mart.' || relname as name from pg_class where relnamespace = 'mart'::regnamespace"
            " union select 'mart.' || proname from pg_proc where pronamespace = 'mart'::regnamespace",
        )
    }
    assert {answer["view"] for answer in examples.written()["answers"]} <= named


def test_every_part_of_the_examples_stands_once_in_the_page_with_its_figures() -> None:
    text = examples.PAGE.read_text(encoding="utf-8")
    assert sorted(re.findall(r"<!-- figures: (\w+) -->", text)) == sorted(examples.PARTS)
    parts = re.findall(r"<!-- figures: \w+ -->\n(.*?)<!-- end -->", text, re.DOTALL)
    assert len(parts) == len(examples.PARTS) and all(len(part) > 100 for part in parts)
    for measure in examples.written()["limits"]:
        assert f"**`{measure}`**" in text


def test_of_another_warehouse_nothing_is_written(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = examples.PAGE.read_bytes()
    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", database)
    assert examples.main() == 2
    assert examples.PAGE.read_bytes() == before


def test_a_figure_is_told_as_a_page_has_it() -> None:
    assert examples.said("{a} {b}", {"a": None, "b": ["x|y", "*"]}) == "– x&#124;y, \\*"
