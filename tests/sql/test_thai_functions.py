"""Every reading of a Thai value, cell by cell."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from psycopg2.extensions import connection as Connection

from tests.sql.thai_readings import PERIOD, READINGS, ask, read

CASES = Path(__file__).parent / "thai"


def load(name: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))
    return cases


def expected_reading(expect: dict[str, Any], kind: str) -> tuple[Any, ...]:
    value = expect.get("value")
    text = None if value is None else str(value).lower() if kind == "boolean" else str(value)
    reading = (text, expect.get("rule"))
    return (*reading, expect.get("has_time")) if kind == "moment" else reading


def check_cases(connection: Connection, kind: str) -> None:
    cases = load(kind)
    readings = read(
        connection,
        kind,
        [case["given"]["text"] for case in cases],
        [case["given"].get("period", PERIOD) for case in cases],
    )
    answered = {case["says"]: reading for case, reading in zip(cases, readings, strict=True)}
    assert answered == {case["says"]: expected_reading(case["expect"], kind) for case in cases}


@pytest.mark.parametrize("kind", READINGS)
def test_a_cell_is_read_as_an_officer_means_it(connection: Connection, kind: str) -> None:
    check_cases(connection, kind)


@pytest.mark.parametrize("kind", ["date", "moment", "month"])
def test_a_reading_does_not_depend_on_the_session(connection: Connection, kind: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("set local datestyle to 'SQL, MDY'; set local timezone to 'America/New_York'")
    check_cases(connection, kind)


@pytest.mark.parametrize("function", ["fold", "digits", "name_key", "district_key", "subdistrict_key"])
def test_texts_that_look_the_same_become_the_same(connection: Connection, function: str) -> None:
    cases = [case for case in load("fold") if function in case["expect"]]
    answers = ask(connection, f"thai.{function}", [case["given"]["text"] for case in cases])
    answered = {case["says"]: answer for case, answer in zip(cases, answers, strict=True)}
    assert answered == {case["says"]: case["expect"][function] for case in cases}


def test_every_function_may_run_in_parallel_and_in_an_index(connection: Connection) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            select proname from pg_proc
            where pronamespace = 'thai'::regnamespace and (provolatile <> 'i' or proparallel <> 's')
            """
        )
        assert cursor.fetchall() == []


def test_a_month_is_printed_in_the_buddhist_era(connection: Connection) -> None:
    days = ["2024-02-15", "2025-12-01"]
    assert ask(connection, "thai.print_date", days, "date") == ["15 กุมภาพันธ์ 2567", "1 ธันวาคม 2568"]
    assert ask(connection, "thai.print_month", days, "date") == ["กุมภาพันธ์ 2567", "ธันวาคม 2568"]


def test_numbers_are_printed_with_commas_and_without_idle_zeros(connection: Connection) -> None:
    printed = {
        "0": "0",
        "5.00": "5",
        "66.6667": "66.6667",
        "999": "999",
        "1000": "1,000",
        "1234567.50": "1,234,567.5",
        "1234.123456": "1,234.123456",
        "-1234": "-1,234",
        "-123.40": "-123.4",
        "NaN": "NaN",
    }
    assert ask(connection, "thai.print_number", list(printed), "numeric") == list(printed.values())
    assert ask(connection, "thai.print_digits", ["ข้อ 1,234.5"]) == ["ข้อ ๑,๒๓๔.๕"]
