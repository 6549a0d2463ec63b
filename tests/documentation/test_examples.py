"""Worked examples of the methodology: what is written about is what there is, and only the demonstration is written of.

That their figures are those of the demonstration is asked by `tests/pipeline/test_simulated_quarter.py`.
"""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from include import warehouse
from include.documentation import examples, reading

LANGUAGES = sorted(examples.PAGES)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_measure_has_its_limits_and_every_answer_is_one_of_mart(connection: Any, code: str) -> None:
    measures = {row["measure_code"] for row in warehouse.fetch(connection, "select * from rulebook.measure")}
    assert set(examples.language(code).limits) == measures
    named = {
        row["name"]
        for row in warehouse.fetch(
            connection,
            "select 'mart.' || relname as name from pg_class where relnamespace = 'mart'::regnamespace"
            " union select 'mart.' || proname from pg_proc where pronamespace = 'mart'::regnamespace",
        )
    }
    assert list(examples.language(code).answers) == list(examples.demonstration()["answers"])
    assert set(examples.language(code).answers) <= named


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_part_of_the_examples_stands_once_in_each_language_with_its_figures(code: str) -> None:
    text = examples.PAGES[code].read_text(encoding="utf-8")
    assert re.findall(r"<!-- figures: (\w+) -->", text) == re.findall(
        r"<!-- figures: (\w+) -->", examples.PAGES["en"].read_text(encoding="utf-8")
    )
    assert sorted(re.findall(r"<!-- figures: (\w+) -->", text)) == sorted(examples.PARTS)
    parts = re.findall(r"<!-- figures: \w+ -->\n(.*?)<!-- end -->", text, re.DOTALL)
    assert len(parts) == len(examples.PARTS) and all(len(part) > 100 for part in parts)


def test_both_languages_have_the_same_parts_in_the_same_order() -> None:
    english, thai = (
        [(block.level, block.anchor) for block in blocks(code) if block.kind == "heading"][1:] for code in ("en", "th")
    )
    assert len(english) > 20
    assert thai == english


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_measure_criterion_reading_and_finding_is_in_both_languages(connection: Any, code: str) -> None:
    text = examples.PAGES[code].read_text(encoding="utf-8")
    for table, column in (
        ("measure", "measure_code"),
        ("criterion", "criterion_code"),
        ("reading", "reading_key"),
        ("finding_kind", "finding_code"),
    ):
        codes = {row[column] for row in warehouse.fetch(connection, f"select distinct {column} from rulebook.{table}")}
        assert codes, table
        assert {code for code in codes if f"`{code}`" not in text} == set(), table


def test_both_languages_tell_the_same_measures_readings_and_findings_equally_often() -> None:
    english, thai = (
        [
            sorted(re.findall(r"`(\w+)`", part))
            for part in re.findall(
                r"<!-- figures: (?:measures|readings|findings) -->\n(.*?)<!-- end -->",
                examples.PAGES[code].read_text(encoding="utf-8"),
                re.DOTALL,
            )
        ]
        for code in ("en", "th")
    )
    assert thai == english


def test_of_another_warehouse_nothing_is_written(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = [page.read_bytes() for page in examples.PAGES.values()]
    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", database)
    assert examples.main() == 2
    assert [page.read_bytes() for page in examples.PAGES.values()] == before


def test_a_figure_is_told_as_a_page_has_it() -> None:
    assert examples.language("en").said("{a} {b}", {"a": None, "b": ["x|y", "*"]}) == "– x&#124;y, \\*"
    moment = datetime(2024, 2, 15, 16, 59, 59, tzinfo=UTC)
    told = {"month": date(2024, 2, 1), "at": moment, "verdict": "late", "share": Decimal("0.50000")}
    words = "{month}; {at}; {verdict}; {share}"
    assert examples.language("en").said(words, told) == "February BE 2567; 15 February 2024, 23:59:59; late; 0.5"
    assert examples.language("th").said(words, told) == "กุมภาพันธ์ 2567; 15 กุมภาพันธ์ 2567 เวลา 23.59 น.; ส่งล่าช้า; 0.5"


def blocks(code: str) -> list[reading.Block]:
    """A page of the methodology, as it is published."""
    return reading.blocks(examples.PAGES[code].read_text(encoding="utf-8"))
