"""What the audit keeps and decides."""

import datetime
from collections.abc import Callable
from typing import Any

import psycopg2
import pytest

from include import quality, warehouse
from include.quality import asking
from tests.expectations.months import EARLIER, ELSEWHERE, GIVEN, WAITING, build, month

ALL = [EARLIER, GIVEN, ELSEWHERE, WAITING]


def decisions(uri: str) -> dict[tuple[str, datetime.date], list[str] | None]:
    """The failed expectations of every month in candidate."""
    with warehouse.connect(uri) as connection:
        rows = warehouse.fetch(connection, "select * from candidate.month")
    return {(row["province_code"], row["period"]): row["failed_expectations"] for row in rows}


def execute(uri: str, statement: str) -> None:
    with warehouse.connect(uri) as connection, connection.cursor() as cursor:
        cursor.execute(statement)


def test_right_months_pass_everything_and_so_does_one_that_waits(months: str) -> None:
    assert quality.audit(ALL, "the run", months) == []

    assert list(decisions(months).values()) == [[]] * 4
    with warehouse.connect(months) as connection:
        kept = warehouse.fetch(
            connection,
            "select province_code, period, run_id, count(*) as results, count(distinct suite) as suites,"
            " bool_and(success) as success, sum(unexpected_count) as unexpected, max(observed) as observed"
            " from ops.expectation_result group by province_code, period, run_id",
        )
    asked = [suite for suite in quality.suites() if not suite.name.startswith("snapshot.")]
    expectations = sum(len(suite.expectations) for suite in asked)
    assert len(kept) == 4
    for row in kept:
        assert (row["run_id"], row["results"], row["suites"]) == ("the run", expectations, len(asked))
        assert (row["success"], row["unexpected"], row["observed"]) == (True, 0, None)


def test_one_broken_month_is_held_alone_and_says_where(months: str) -> None:
    execute(
        months,
        "update candidate.district_grade set grade = 'A'"
        " where province_code = '57' and period = '2024-02-01' and district_code = '5703'",
    )

    failures = quality.audit(ALL, "run", months)

    assert decisions(months) == {
        ("57", EARLIER["period"]): [],
        ("57", GIVEN["period"]): [
            "mart.district_grade: the grade is the band of its percent",
            "mart.province_summary: grade counts and mean are those of the grades",
        ],
        ("34", ELSEWHERE["period"]): [],
        ("34", WAITING["period"]): [],
    }
    first = failures[0]
    assert (first["suite"], first["severity"], first["unexpected_count"]) == ("mart.district_grade", "critical", 1)
    assert "district_code 5703" in first["observed"] and "grade A" in first["observed"]
    with warehouse.connect(months) as connection:
        kept = warehouse.fetch(connection, "select * from ops.expectation_result where not success order by result_id")
    assert [row["observed"] for row in kept] == [failure["observed"] for failure in failures]


def test_a_warning_is_kept_and_holds_nothing(months: str) -> None:
    execute(
        months,
        "update candidate.attainment set explanation_th = 'ไม่ทราบ'"
        " where province_code = '57' and period = '2024-02-01' and district_code = '5703'",
    )

    failures = quality.audit([GIVEN], "run", months)

    assert [(failure["severity"], failure["expectation"]) for failure in failures] == [
        ("warning", "the explanation says what was decided")
    ]
    assert decisions(months)["57", GIVEN["period"]] == []


def test_an_expectation_that_cannot_be_evaluated_has_failed_and_the_others_have_not(
    months: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    suite = next(suite for suite in quality.suites() if suite.name == "mart.attainment")
    from great_expectations import ExpectationSuite
    from great_expectations.expectations import UnexpectedRowsExpectation

    impossible = UnexpectedRowsExpectation(
        description="impossible",
        severity="critical",
        notes="ไม่ได้ · No",
        unexpected_rows_query="select nothing_of_this_name from {batch}",
    )
    others = [expectation.copy() for expectation in suite.expectations]
    broken = ExpectationSuite(name="mart.attainment", expectations=[impossible, *others])
    monkeypatch.setattr(quality, "suites", lambda: [broken])

    failures = quality.audit([GIVEN], "run", months)

    assert [failure["expectation"] for failure in failures] == ["impossible"]
    assert "nothing_of_this_name" in failures[0]["observed"]
    assert decisions(months)["57", GIVEN["period"]] == ["mart.attainment: impossible"]


def test_a_month_is_not_held_because_the_database_went_away_while_it_was_asked(
    months: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from great_expectations import ExpectationSuite
    from great_expectations.expectations import UnexpectedRowsExpectation

    connection_lost = UnexpectedRowsExpectation(
        description="the connection is lost",
        severity="critical",
        notes="ขาดการเชื่อมต่อ · Lost",
        unexpected_rows_query="select 1 as row_number from {batch} where pg_terminate_backend(pg_backend_pid())",
    )
    broken = ExpectationSuite(name="mart.attainment", expectations=[connection_lost])
    with monkeypatch.context() as patched:
        patched.setattr(quality, "suites", lambda: [broken])
        with pytest.raises(psycopg2.OperationalError, match="connection"):
            quality.audit([GIVEN], "lost", months)

    with warehouse.connect(months) as connection:
        assert warehouse.fetch(connection, "select * from ops.expectation_result") == []
    assert decisions(months)["57", GIVEN["period"]] is None

    assert quality.audit([GIVEN], "asked again", months) == []
    assert decisions(months)["57", GIVEN["period"]] == []


def build_again(uri: str) -> None:
    with warehouse.connect(uri) as connection:
        build(connection, GIVEN)


def receive_a_file(uri: str) -> None:
    """As typing does: one more file of the given month, and its facts."""
    execute(
        uri,
        """
        insert into ops.source_file (
            uri, fingerprint, source, province_code, period, sha256, bytes, modified_at, received_at, status, typed_with
        )
        select
            'file:///landing/late.csv', 'late', source, province_code, period, 'late', 1, now(), now(), status,
            typed_with
        from ops.source_file
        where source = 'submissions' and province_code = '57' and period = '2024-02-01'
        limit 1
        """,
    )


@pytest.mark.parametrize("meanwhile", [build_again, receive_a_file])
def test_a_month_that_changes_during_the_audit_is_left_undecided(
    meanwhile: Callable[[str], None], months: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = asking.ask

    def ask_slowly(uri: str, asked: list[quality.Month], suites: list[Any]) -> Any:
        yield from ask(uri, asked, suites)
        meanwhile(uri)

    monkeypatch.setattr(asking, "ask", ask_slowly)
    execute(months, "delete from candidate.province_summary where province_code = '57' and period = '2024-02-01'")

    assert quality.audit([EARLIER, GIVEN], "run", months) == []

    assert decisions(months)["57", EARLIER["period"]] == []
    assert decisions(months)["57", GIVEN["period"]] is None
    with warehouse.connect(months) as connection:
        kept = warehouse.fetch(connection, "select distinct period from ops.expectation_result")
    assert kept == [{"period": EARLIER["period"]}]


def test_a_month_that_was_not_built_stops_no_other(months: str) -> None:
    assert quality.audit([month("57", datetime.date(2024, 9, 1)), GIVEN], "run", months) == []
    assert decisions(months)["57", GIVEN["period"]] == []


@pytest.mark.parametrize(
    "asked",
    [
        month("57'; --", datetime.date(2024, 2, 1)),
        month("57", datetime.date(2024, 2, 2)),
        month("57", datetime.datetime(2024, 2, 1)),
        {"programme_code": "Click'", "province_code": "57", "period": datetime.date(2024, 2, 1)},
    ],
)
def test_a_month_of_another_form_is_refused(asked: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="not "):
        quality.audit([asked], "run", "nowhere")


def test_no_month_is_nothing_to_do() -> None:
    assert quality.audit([], "run") == []
