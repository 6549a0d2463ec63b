"""What rules across fields do about missing values: each names its strategy, and follows it."""

import re
from typing import Any

import pytest

from include import quality, warehouse
from tests.expectations.months import GIVEN

STRATEGIES = {"skip_if_any", "skip_if_all", "never_skip"}
IGNORED = {"either_value_is_missing": "skip_if_any", "any_value_is_missing": "skip_if_any"} | {
    "both_values_are_missing": "skip_if_all",
    "all_values_are_missing": "skip_if_all",
    "neither": "never_skip",
    "never": "never_skip",
}
OPERATORS = "<>|<=|>=|<|>|=|is distinct from|is not distinct from"
COMPARED = rf"(?:\b(\w+)\.)?\b(\w+)\s+(?:{OPERATORS})\s+(?:(\w+)\.)?(\w+)\b(?![.(])"


@pytest.fixture(scope="module")
def expectations() -> list[tuple[str, Any]]:
    return [(suite.name, expectation) for suite in quality.suites() for expectation in suite.expectations]


def strategy(expectation: Any) -> str | None:
    return (expectation.meta or {}).get("missing_values")


def execute(uri: str, statement: str) -> None:
    with warehouse.connect(uri) as connection, connection.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.rowcount > 0


def failures(uri: str, suite: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, dict[str, Any]]:
    [asked] = [candidate for candidate in quality.suites() if candidate.name == suite]
    monkeypatch.setattr(quality, "suites", lambda: [asked])
    return {failure["expectation"]: failure for failure in quality.audit([GIVEN], "run", uri)}


def test_a_rule_that_compares_two_fields_of_a_row_names_its_strategy(
    expectations: list[tuple[str, Any]], months: str
) -> None:
    with warehouse.connect(months) as connection:
        found = warehouse.fetch(
            connection,
            "select table_schema || '.' || table_name as relation, array_agg(column_name::text) as columns"
            " from information_schema.columns group by table_schema, table_name",
        )
    columns = {row["relation"]: set(row["columns"]) for row in found}
    for suite, expectation in expectations:
        kwargs = expectation.configuration.kwargs
        compares = {"column_A", "column_list"} & set(kwargs) or any(
            {left, right} <= columns[suite]
            for of_left, left, of_right, right in re.findall(COMPARED, kwargs.get("unexpected_rows_query", ""))
            if of_left == of_right and left != right
        )
        if compares:
            assert strategy(expectation) in STRATEGIES, f"{suite}: {expectation.description}"
        else:
            assert strategy(expectation) in STRATEGIES | {None}


def test_every_strategy_is_in_use(expectations: list[tuple[str, Any]]) -> None:
    assert {strategy(expectation) for _, expectation in expectations} == STRATEGIES | {None}


def test_great_expectations_ignores_the_rows_that_the_strategy_names(expectations: list[tuple[str, Any]]) -> None:
    ignoring = [
        expectation for _, expectation in expectations if getattr(expectation, "ignore_row_if", None) is not None
    ]
    assert ignoring
    for expectation in ignoring:
        assert IGNORED[expectation.ignore_row_if] == strategy(expectation), expectation.description


@pytest.mark.parametrize("suite", ["staging.shop_registration", "warehouse.shop"])
def test_a_shop_without_a_date_of_approval_is_skipped_and_one_approved_too_early_is_not(
    suite: str, months: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    months_shops = f"{suite} set approved_on = {{}} where operator_id = '5703-3' and registered_on = '2024-02-07'"
    execute(months, f"update {months_shops.format('null')}")
    assert "approval follows registration" not in failures(months, suite, monkeypatch)

    execute(months, f"update {months_shops.format('registered_on - 1')}")
    monkeypatch.undo()
    failure = failures(months, suite, monkeypatch)["approval follows registration"]
    assert (failure["unexpected_count"], failure["missing_values"]) == (1, "skip_if_any")


def test_a_report_without_any_leader_is_skipped_and_one_that_leaves_out_a_position_is_not(
    months: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, report = "leaders are told for all positions or for none", "where district_code = '5703'"
    execute(
        months,
        "update staging.submission set district_chief = null, district_development_officer = null,"
        " land_office_head = null, local_administration_head = null, subdistrict_heads = null, village_heads = null "
        + report,
    )
    assert name not in failures(months, "staging.submission", monkeypatch)

    execute(months, f"update staging.submission set village_heads = 60 {report}")
    monkeypatch.undo()
    failure = failures(months, "staging.submission", monkeypatch)[name]
    assert (failure["unexpected_count"], failure["missing_values"]) == (1, "skip_if_all")
    assert failure["district_codes"] == ["5703"]


def test_a_value_that_got_lost_on_its_way_is_never_skipped(months: str, monkeypatch: pytest.MonkeyPatch) -> None:
    lost = "update warehouse.content_record set status = null, attraction_kind = null where record_id = '5703-1'"
    execute(months, f"{lost} and period = '2024-02-01'")

    failure = failures(months, "warehouse.content_record", monkeypatch)["facts are as they were typed"]

    assert (failure["unexpected_count"], failure["missing_values"]) == (1, "never_skip")
