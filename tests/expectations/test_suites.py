"""Each critical expectation fails when its rule is broken, and holds the month that is broken alone."""

from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
import pytest
import yaml

from include import quality, warehouse
from tests.expectations.months import ELSEWHERE, GIVEN, WAITING

SPOILT = yaml.safe_load((Path(__file__).parent / "spoilt_months.yaml").read_text())
CASES = [
    pytest.param(suite, expectation, statements, id=f"{suite}: {case}")
    for suite, expectations in SPOILT.items()
    for expectation, cases in expectations.items()
    for case, statements in cases.items()
]
FROZEN = [case for case in CASES if str(case.values[0]).startswith("snapshot.")]
BUILT = [case for case in CASES if case not in FROZEN]
MONTH = "province_code = '57' and period = '2024-02-01'"
CONDITIONS = {
    "{month}": MONTH,
    "{facts}": MONTH,
    "{files}": MONTH,
    "{before}": "province_code = '57' and period = '2024-01-01'",
    "{registry}": "province_code = '57' and as_of_date = '2024-02-01'",
    "{export}": "province_code = '57' and registered_on = '2024-02-07'",
    "{waiting}": "province_code = '34' and period = '2025-02-01'",
    "{frozen}": "snapshot_id = 1",
}


@pytest.fixture(scope="module")
def suites() -> dict[str, Any]:
    return {suite.name: suite for suite in quality.suites()}


def spoil(superuser: str, statements: str) -> None:
    """Break a rule, as nobody but a superuser or a fault could."""
    for name, condition in CONDITIONS.items():
        statements = statements.replace(name, condition)
    with closing(psycopg2.connect(superuser)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(statements)
        assert cursor.rowcount > 0


@pytest.mark.parametrize(("suite", "expectation", "statements"), BUILT)
def test_a_month_that_breaks_the_rule_is_held(
    suite: str,
    expectation: str,
    statements: str,
    months: str,
    superuser: str,
    suites: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    broken = WAITING if "{waiting}" in statements or "'2025-02-01'" in statements else GIVEN
    asked = [GIVEN, ELSEWHERE, WAITING]
    spoil(superuser, statements)
    monkeypatch.setattr(quality, "suites", lambda: [suites[suite]])
    stood = shown(months, broken)

    failures = quality.audit(asked, "run", months)
    with warehouse.connect(months) as connection:
        for month in asked:
            warehouse.run(connection, "mart/move.sql", month)

    assert expectation in {failure["expectation"] for failure in failures}
    assert all(failure["observed"] and failure["examples"] and failure["unexpected_count"] for failure in failures)
    with warehouse.connect(months) as connection:
        found = warehouse.fetch(connection, "select * from ops.month")
    state = {(row["province_code"], row["period"]): row for row in found}
    held = state.pop((broken["province_code"], broken["period"]))
    assert held["status"] == "held" and f"{suite}: {expectation}" in held["held_because"]
    assert shown(months, broken) == stood  # to the byte
    others = [state[month["province_code"], month["period"]] for month in asked if month is not broken]
    assert len(others) == 2 and all(row["held_because"] is None and row["moved_at"] > row["built_at"] for row in others)


RELATIONS = [
    "measure",
    "subdistrict_measure",
    "watched_measure",
    "target",
    "attainment",
    "district_grade",
    "province_summary",
    "reconciliation",
    "month_finding",
    "submission_version",
    "submission_diff",
    "outlier",
    "quality_dimension",
    "next_step",
]


def shown(uri: str, month: dict[str, Any]) -> str:
    """Everything that is shown of a month, as text."""
    rows = " union all ".join(
        f"select '{relation}', row_of::text from mart.{relation} as row_of"
        " where province_code = %(province_code)s and period = %(period)s"
        for relation in RELATIONS
    )
    with warehouse.connect(uri) as connection:
        return repr(warehouse.fetch(connection, f"select * from ({rows}) as shown order by 1, 2", month))


@pytest.mark.parametrize(("suite", "expectation", "statements"), FROZEN)
def test_a_freeze_that_breaks_the_rule_is_found(
    suite: str,
    expectation: str,
    statements: str,
    months: str,
    superuser: str,
    suites: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    spoil(superuser, statements)
    monkeypatch.setattr(quality, "suites", lambda: [suites[suite]])

    failures = quality.audit_snapshots([1, 2], "run", months)

    assert expectation in {failure["expectation"] for failure in failures}
    assert {(failure["snapshot_id"], failure["revision"]) for failure in failures} <= {(1, 1), (1, 3)}
    assert all(failure["observed"] and failure["examples"] for failure in failures)


def test_a_right_freeze_passes_everything(months: str, suites: dict[str, Any]) -> None:
    assert quality.audit_snapshots([1, 2, 99], "run", months) == []

    with warehouse.connect(months) as connection:
        kept = warehouse.fetch(
            connection,
            "select province_code, period, count(*) as results, bool_and(success) as success"
            " from ops.expectation_result group by province_code, period order by province_code",
        )
    asked = sum(len(suite.expectations) for name, suite in suites.items() if name.startswith("snapshot."))
    assert kept == [
        {"province_code": month["province_code"], "period": month["period"], "results": asked, "success": True}
        for month in (ELSEWHERE, GIVEN)
    ]


def test_every_critical_expectation_is_seen_to_fail(suites: dict[str, Any]) -> None:
    critical = {
        (suite.name, expectation.description)
        for suite in suites.values()
        for expectation in suite.expectations
        if expectation.severity.value == "critical"
    }
    assert critical == {(suite, expectation) for suite, cases in SPOILT.items() for expectation in cases}


def test_every_relation_of_the_months_has_its_suite(suites: dict[str, Any], months: str) -> None:
    with warehouse.connect(months) as connection:
        relations = warehouse.fetch(
            connection,
            "select replace(schemaname, 'candidate', 'mart') || '.' || tablename as name from pg_catalog.pg_tables"
            " where schemaname in ('staging', 'warehouse', 'candidate', 'snapshot') and tablename <> 'month'",
        )
    assert set(suites) == {relation["name"] for relation in relations}


def test_every_expectation_says_why_in_both_languages(suites: dict[str, Any]) -> None:
    for suite in suites.values():
        for expectation in suite.expectations:
            thai, english = expectation.notes.split(" · ")
            assert any("ก" <= letter <= "๛" for letter in thai), expectation.notes
            assert english.isascii(), expectation.notes
            assert expectation.description and "," not in expectation.description
