"""One province breaks, the other moves on; what stood stays, and says that it is stale and why until it is mended."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from include import months, warehouse
from tests.expectations.months import ELSEWHERE, GIVEN

BOTH = [month | {"code_version": "test"} for month in (GIVEN, ELSEWHERE)]
MONTH = "where province_code = '57' and period = '2024-02-01'"
# figures of both provinces change, in the rows and in the facts made of them
CORRECTION = """
update staging.submission set new_shops = new_shops + 1;
update warehouse.submission set new_shops_claimed = new_shops_claimed + 1
"""
BREAKAGE = f"update candidate.district_grade set grade = 'A' {MONTH} and district_code in ('5703', '5704')"


@pytest.fixture
def rows(months: str, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[dict[str, Any]]]:
    """Asks the warehouse of built months."""
    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", months)

    def ask(sql: str) -> list[dict[str, Any]]:
        with warehouse.connect() as connection:
            return warehouse.fetch(connection, sql)

    return ask


def _standing(ask: Callable[[str], list[dict[str, Any]]], province_code: str) -> dict[str, str]:
    """Every row of the province in mart's tables, as text."""
    tables = ask("select tablename from pg_tables where schemaname = 'mart' order by tablename")
    return {
        table["tablename"]: ask(
            "select coalesce(string_agg(kept::text, E'\\n' order by kept::text), '') as text"
            f" from mart.{table['tablename']} as kept where province_code = '{province_code}'"
        )[0]["text"]
        for table in tables
    }


def test_a_broken_month_keeps_what_stood_and_says_why_while_the_other_province_moves(
    rows: Callable[[str], list[dict[str, Any]]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert months.close(BOTH, "first") == []
    [good] = rows(f"select * from mart.month_state {MONTH}")
    assert (good["status"], good["stale"], good["failed_expectations"]) == ("graded", False, [])
    stood = {code: _standing(rows, code) for code in ("57", "34")}
    findings_before = rows(f"select finding_id, state from mart.finding {MONTH} order by finding_id")

    with warehouse.connect() as connection, connection.cursor() as cursor:
        cursor.execute(CORRECTION)
    (tmp_path / "breakage.sql").write_text(BREAKAGE)
    with monkeypatch.context() as broken:
        broken.setattr(months, "BUILD", (*months.BUILD, str(tmp_path / "breakage.sql")))
        failures = months.close(BOTH, "second")

    assert {(failure["province_code"], failure["severity"]) for failure in failures} == {("57", "critical")}
    assert _standing(rows, "57") == stood["57"], "not a byte of what stood has changed"
    assert _standing(rows, "34") != stood["34"], "the other province moved"
    [elsewhere] = rows(
        "select status, stale from mart.month_state where province_code = '34' and period = '2025-01-01'"
    )
    assert elsewhere == {"status": "graded", "stale": False}

    [state] = rows(f"select * from mart.month_state {MONTH}")
    assert (state["status"], state["stale"], state["shown_status"]) == ("held", True, "graded")
    assert state["shown_since"] == good["shown_since"] < state["built_at"]
    named = {failed["expectation"]: failed for failed in state["failed_expectations"]}
    assert named.keys() == {failure["expectation"] for failure in failures}
    assert named["the grade is the band of its percent"]["unexpected_count"] == 2
    assert "5703" in named["the grade is the band of its percent"]["observed"]
    assert "the grade is the band of its percent (2 แถว)" in state["stale_because_th"]

    opened = rows(f"select * from mart.finding {MONTH} and finding_code = 'expectation_failed' and state = 'open'")
    assert {finding["subject"] for finding in opened} == named.keys()
    assert {finding["severity"] for finding in opened} == {"critical"}
    kept = rows(
        f"select finding_id, state from mart.finding {MONTH} and finding_code <> 'expectation_failed'"
        " order by finding_id"
    )
    assert kept == findings_before

    assert months.close(BOTH, "third") == []
    [mended] = rows(f"select * from mart.month_state {MONTH}")
    assert (mended["status"], mended["stale"], mended["stale_because_th"]) == ("graded", False, None)
    assert mended["shown_since"] > good["shown_since"]
    assert _standing(rows, "57") != stood["57"]
    states = rows(f"select distinct state from mart.finding {MONTH} and finding_code = 'expectation_failed'")
    assert states == [{"state": "resolved"}]
