"""Each critical expectation fails when its rule is broken, and holds the month that is broken alone."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from include import quality, warehouse
from tests.expectations.months import GIVEN, WAITING

SPOILT = yaml.safe_load((Path(__file__).parent / "spoilt_months.yaml").read_text())
CASES = [
    pytest.param(suite, expectation, spoil, id=f"{suite}: {case}")
    for suite, expectations in SPOILT.items()
    for expectation, cases in expectations.items()
    for case, spoil in cases.items()
]


@pytest.fixture(scope="module")
def suites() -> dict[str, Any]:
    return {suite.name: suite for suite in quality.suites()}


@pytest.mark.parametrize(("suite", "expectation", "spoil"), CASES)
def test_a_month_that_breaks_the_rule_is_held(
    suite: str,
    expectation: str,
    spoil: str,
    months: str,
    suites: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    conditions = {
        "{month}": "province_code = '57' and period = '2024-02-01'",
        "{facts}": "province_code = '57' and period = '2024-02-01'",
        "{waiting}": "province_code = '34' and period = '2025-02-01'",
    }
    broken, whole = (WAITING, GIVEN) if "{waiting}" in spoil or "'2025-02-01'" in spoil else (GIVEN, WAITING)
    for name, condition in conditions.items():
        spoil = spoil.replace(name, condition)
    with warehouse.connect(months) as connection, connection.cursor() as cursor:
        cursor.execute(spoil)
        assert cursor.rowcount > 0
    monkeypatch.setattr(quality, "suites", lambda: [suites[suite]])

    failures = quality.audit([GIVEN, WAITING], "run", months)

    assert expectation in {failure["expectation"] for failure in failures}
    assert all(failure["observed"] for failure in failures)
    with warehouse.connect(months) as connection:
        held = {
            (row["province_code"], row["period"]): row["failed_expectations"]
            for row in warehouse.fetch(connection, "select * from candidate.month")
        }
    assert f"{suite}: {expectation}" in held[broken["province_code"], broken["period"]]
    assert held[whole["province_code"], whole["period"]] == []


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
            " where schemaname in ('warehouse', 'candidate') and tablename <> 'month'",
        )
    assert set(suites) == {relation["name"] for relation in relations}


def test_every_expectation_says_why_in_both_languages(suites: dict[str, Any]) -> None:
    for suite in suites.values():
        for expectation in suite.expectations:
            thai, english = expectation.notes.split(" · ")
            assert any("ก" <= letter <= "๛" for letter in thai), expectation.notes
            assert english.isascii(), expectation.notes
            assert expectation.description and "," not in expectation.description
