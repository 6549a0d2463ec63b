"""What is kept of an expectation that failed: how many rows, which, of which districts, and what asking cost."""

from typing import Any

import pytest
import sqlalchemy

from include import quality, warehouse
from include.quality import found_rows
from tests.expectations.months import GIVEN, WAITING

PERSONAL = {"reporter", "phone", "operator_name", "national_id", "shop_name", "user_id"}


def spoil(uri: str, statement: str) -> None:
    with warehouse.connect(uri) as connection, connection.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.rowcount > 0


def audit(uri: str, suite: str, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The failures of one suite, and what was kept of all of it."""
    [asked] = [candidate for candidate in quality.suites() if candidate.name == suite]
    monkeypatch.setattr(quality, "suites", lambda: [asked])
    quality.audit([GIVEN], "run", uri)
    with warehouse.connect(uri) as connection:
        return warehouse.fetch(connection, "select * from ops.expectation_result order by result_id")


def test_a_rule_broken_by_a_whole_month_is_counted_whole_and_shown_in_part(
    months: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(months, "update warehouse.app_download set row_number = row_number + 100000 where period = '2024-02-01'")

    kept = {row["expectation"]: row for row in audit(months, "warehouse.app_download", monkeypatch)}

    failed = kept["every typed row was received"]
    assert failed["unexpected_count"] == 13 * 124
    assert len(failed["examples"]) == found_rows.ROWS_SHOWN
    assert len(failed["district_codes"]) == 18 and failed["district_codes"] == sorted(failed["district_codes"])
    assert failed["examples"][0].keys() == {"file_id", "row_number", "district_code"}


def test_an_expectation_of_great_expectations_own_is_told_the_same_way(
    months: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(
        months,
        "update warehouse.app_download set operating_system = '100%s' where period = '2024-02-01'"
        " and left(subdistrict_code, 4) in ('5701', '5703')",
    )

    kept = {row["expectation"]: row for row in audit(months, "warehouse.app_download", monkeypatch)}

    failed = kept["events are on a known system"]
    assert (failed["success"], failed["district_codes"]) == (False, ["5701", "5703"])
    assert failed["unexpected_count"] > len(failed["examples"]) == found_rows.ROWS_SHOWN
    assert failed["examples"][0]["operating_system"] == "100%s"
    assert {"file_id", "row_number", "event_id"} <= failed["examples"][0].keys()
    assert all(row["success"] for name, row in kept.items() if name != "events are on a known system")


def test_no_row_that_is_shown_holds_personal_data(months: str, monkeypatch: pytest.MonkeyPatch) -> None:
    spoil(months, "update warehouse.app_download set row_number = row_number + 100000 where period = '2024-02-01'")

    for row in audit(months, "warehouse.app_download", monkeypatch):
        assert not any(PERSONAL & example.keys() for example in row["examples"])
    engine_query = "select 'a name' as operator_name, 'x' as user_id, '5701' as district_code"
    engine = sqlalchemy.create_engine("postgresql+psycopg2://" + months.split("://", 1)[1])
    assert found_rows.look_for(engine, engine_query)["examples"] == [{"district_code": "5701"}]
    engine.dispose()


def test_the_same_rows_are_shown_in_whichever_order_they_lie(months: str) -> None:
    engine = sqlalchemy.create_engine("postgresql+psycopg2://" + months.split("://", 1)[1])
    shown = [
        found_rows.look_for(engine, f"select number as row_number from generate_series({bounds}) as number")["examples"]
        for bounds in ("1, 1000, 1", "1000, 1, -1")
    ]
    assert shown[0] == shown[1]
    assert len(shown[0]) == found_rows.ROWS_SHOWN
    engine.dispose()


def test_what_asking_cost_is_kept_of_every_expectation(months: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = audit(months, "staging.shop_registration", monkeypatch)

    assert all(0 < row["duration_seconds"] < 60 for row in kept)
    assert all((row["success"], row["examples"], row["district_codes"]) == (True, [], []) for row in kept)


def test_the_trend_tells_since_when_an_expectation_fails(months: str, monkeypatch: pytest.MonkeyPatch) -> None:
    [suite] = [suite for suite in quality.suites() if suite.name == "mart.target"]
    monkeypatch.setattr(quality, "suites", lambda: [suite])
    quality.audit([GIVEN, WAITING], "first", months)
    spoil(
        months,
        "update candidate.target set target_value = 3 where period = '2024-02-01' and measure_code = 'activities'",
    )
    quality.audit([GIVEN, WAITING], "second", months)
    quality.audit([GIVEN, WAITING], "third", months)

    with warehouse.connect(months) as connection:
        failing = warehouse.fetch(connection, "select * from ops.expectation_trend where not success")
        latest = warehouse.fetch(connection, "select distinct run_id from ops.latest_expectation_result")
        [second] = warehouse.fetch(
            connection, "select min(ran_at) as at from ops.expectation_result where run_id = 'second' and not success"
        )
    [row] = failing
    assert (row["province_code"], row["expectation"]) == ("57", "the target is what the rulebook says")
    assert (row["runs"], row["failed_runs"], row["failing_since"]) == (3, 2, second["at"])
    assert (row["unexpected_count"], row["unexpected_count_change"]) == (18, 0)
    assert latest == [{"run_id": "third"}]
