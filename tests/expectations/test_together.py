"""Months of one period are asked together, and each is told what it would be told alone."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from great_expectations import ExpectationSuite
from great_expectations.expectations import (
    ExpectColumnMeanToBeBetween,
    ExpectColumnValuesToBeBetween,
    ExpectColumnValuesToBeUnique,
    ExpectTableRowCountToEqual,
    UnexpectedRowsExpectation,
)

from include import quality, warehouse
from include.local.postgres import Cluster
from include.quality import asking, found_rows
from include.quality.together import AT_ONCE, WHICHEVER, together
from include.rulebook import load_all
from include.simulator import RULEBOOK_FOLDER
from include.simulator.national import country, write_rulebooks
from tests.conftest import copied_database, with_database
from tests.expectations.months import GIVEN, build, freeze, land, month

PERIOD = date(2025, 1, 1)
FIRST, SECOND, THIRD = "82", "91", "94"
ASKED = [month(code, PERIOD) for code in (FIRST, SECOND, THIRD)]
OF_MONTH = "where period = '2025-01-01' and province_code"
DEFECTS = f"""
update candidate.measure set value = -1 {OF_MONTH} = '{FIRST}' and measure_code = 'approval_days';
update candidate.district_grade set points = points + 1 {OF_MONTH} = '{SECOND}';
delete from candidate.target {OF_MONTH} in ('{SECOND}', '{THIRD}') and criterion_code = 'activities';
update warehouse.app_download set operating_system = 'Windows' {OF_MONTH} = '{THIRD}' and left(event_id, 4) < '9404';
update warehouse.app_download set subdistrict_code = '820101', district_code = '8201' {OF_MONTH} = '{SECOND}'
    and left(event_id, 4) = '9102';
update warehouse.app_download set file_id = (
    select min(file_id) from ops.source_file where province_code = '{THIRD}' and source = 'app_downloads'
) {OF_MONTH} = '{FIRST}' and left(event_id, 4) = '8203';
update raw.app_downloads set row_number = row_number + 1000000
where file_id = (
    select min(file_id) from ops.source_file where province_code = '{THIRD}' and source = 'app_downloads'
);
update staging.submission_activity set participants = -1 {OF_MONTH} = '{SECOND}' and row_number = 5;
update staging.shop_registration set approved_on = registered_on - 1 where province_code = '{FIRST}';
delete from staging.content_record {OF_MONTH} = '{THIRD}' and row_number = 5;
"""


@pytest.fixture(scope="module")
def provinces(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database with three provinces' months of one period, built and twice frozen."""
    rulebooks = tmp_path_factory.mktemp("country") / "rulebook"
    codes = (FIRST, SECOND, THIRD)
    write_rulebooks(rulebooks, RULEBOOK_FOLDER, codes, [2568], country(1, 60_000, 150_000).operators, 1)
    with copied_database(cluster) as uri:
        with warehouse.connect(uri) as connection:
            load_all(connection, rulebooks)
            for given in ASKED:
                land(connection, given)
            for given in ASKED:
                build(connection, given)
                freeze(connection, given)
        yield uri


@pytest.fixture
def months(cluster: Cluster, provinces: str) -> Iterator[str]:
    """A copy of them, that a case may spoil."""
    with copied_database(cluster, provinces.rsplit("/", 1)[1]) as uri:
        yield uri


def spoil(cluster: Cluster, uri: str, statements: str) -> None:
    free = (
        with_database(str(cluster.admin_uri), uri.rsplit("/", 1)[1]) + "?options=-csession_replication_role%3Dreplica"
    )
    with closing(psycopg2.connect(free)) as connection, connection, connection.cursor() as cursor:
        for statement in statements.split(";\n"):
            if statement.strip():
                cursor.execute(statement)
                assert cursor.rowcount > 0, statement


def alone(patch: pytest.MonkeyPatch) -> None:
    """From now on each month is asked by itself."""
    patch.setattr("include.quality.together.AT_ONCE", 1)


KEPT = (
    "suite, expectation, severity, period, province_code, success, unexpected_count, observed, examples::text,"
    " district_codes, missing_values, notes"
)


def kept(uri: str, run_id: str) -> list[dict[str, Any]]:
    """What is kept of a run, all but when it was and what it cost."""
    with warehouse.connect(uri) as connection:
        return warehouse.fetch(
            connection, f"select {KEPT} from ops.expectation_result where run_id = %s order by result_id", (run_id,)
        )


def decisions(uri: str) -> list[dict[str, Any]]:
    with warehouse.connect(uri) as connection:
        return warehouse.fetch(
            connection, "select province_code, failed_expectations from candidate.month order by province_code"
        )


def only(patch: pytest.MonkeyPatch, *expectations: Any, name: str = "mart.attainment") -> None:
    patch.setattr(quality, "suites", lambda: [ExpectationSuite(name=name, expectations=list(expectations))])


def failed(uri: str, run_id: str) -> set[tuple[str, str]]:
    return {(row["expectation"], row["province_code"]) for row in kept(uri, run_id) if not row["success"]}


def test_what_is_kept_of_months_asked_together_is_what_is_kept_of_each_alone(
    cluster: Cluster, months: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(cluster, months, DEFECTS)

    failures = quality.audit(ASKED, "together", months)
    decided = decisions(months)
    alone(monkeypatch)
    assert {**failures[0], "run_id": "", "ran_at": ""}.keys() == quality.audit(ASKED, "alone", months)[0].keys()

    assert kept(months, "together") == kept(months, "alone")
    assert decided == decisions(months)
    told = failed(months, "together")
    for name, codes in {
        "no measure is below zero and no share above one": {FIRST},
        "points are the sum of the attainment": {SECOND},
        "every place has every condition": {SECOND, THIRD},
        "events are on a known system": {THIRD},
        "events are of the province's subdistricts": {SECOND},
        "rows stand in loaded files of their source and month": {FIRST},
        "every typed row was received": {FIRST, THIRD},
        "participants are not below zero": {SECOND},
        "approval follows registration": {FIRST},
        "every row read is typed or refused or known": {FIRST, THIRD},
    }.items():
        assert {code for expectation, code in told if expectation == name} == codes, name
    [many] = [
        row
        for row in kept(months, "together")
        if row["expectation"] == "events are on a known system" and row["province_code"] == THIRD
    ]
    assert many["unexpected_count"] > found_rows.ROWS_SHOWN and len(many["district_codes"]) == 3


def test_freezes_asked_together_are_told_what_each_is_told_alone(
    cluster: Cluster, months: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with warehouse.connect(months) as connection:
        found = warehouse.fetch(connection, "select snapshot_id, province_code from snapshot.publication")
    numbers = {row["province_code"]: row["snapshot_id"] for row in found}
    spoil(
        cluster,
        months,
        f"""
        update snapshot.measure set value = -1
        where snapshot_id = {numbers[SECOND]} and measure_code = 'approval_days';
        update snapshot.attainment set points = 1, max_points = 1
        where snapshot_id = {numbers[THIRD]} and criterion_code = 'activities'""",
    )

    failures = quality.audit_snapshots(numbers.values(), "together", months)
    alone(monkeypatch)
    quality.audit_snapshots(numbers.values(), "alone", months)

    assert kept(months, "together") == kept(months, "alone") != []
    assert {failure["snapshot_id"] for failure in failures} == {numbers[SECOND], numbers[THIRD]}


def test_a_rule_that_cannot_be_evaluated_for_one_province_fails_for_that_province_alone(
    months: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(
        monkeypatch,
        UnexpectedRowsExpectation(
            description="divides by nothing",
            severity="critical",
            notes="หาร · Divides",
            unexpected_rows_query=f"""
            select attainment.district_code
            from {{batch}} as attainment
            where 1 / (attainment.province_code::integer - {SECOND}) > 1
            """,
        ),
        UnexpectedRowsExpectation(
            description="nothing is there",
            severity="warning",
            notes="ว่าง · Nothing",
            unexpected_rows_query="select district_code from {batch}",
        ),
    )

    quality.audit(ASKED, "run", months)

    rows = {(row["expectation"], row["province_code"]): row for row in kept(months, "run")}
    assert {code: rows["divides by nothing", code]["success"] for code in (FIRST, SECOND, THIRD)} == {
        FIRST: True,
        SECOND: False,
        THIRD: True,
    }
    assert "division by zero" in rows["divides by nothing", SECOND]["observed"]
    assert all(rows["nothing is there", code]["unexpected_count"] > 0 for code in (FIRST, SECOND, THIRD))
    assert {row["province_code"]: row["failed_expectations"] for row in decisions(months)} == {
        FIRST: [],
        SECOND: ["mart.attainment: divides by nothing"],
        THIRD: [],
    }


def test_an_expectation_about_all_rows_is_asked_of_each_month_alone(
    months: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with warehouse.connect(months) as connection:
        [first] = warehouse.fetch(
            connection, "select count(*) as rows from candidate.attainment where province_code = %s", (FIRST,)
        )
    told = {"severity": "warning", "notes": "จำนวน · Number"}
    only(
        monkeypatch,
        ExpectTableRowCountToEqual(description="as many as the first has", value=first["rows"], **told),
        ExpectColumnValuesToBeBetween(
            description="most earn nothing", column="points", max_value=0, mostly=0.001, **told
        ),
        ExpectColumnValuesToBeBetween(description="points", column="points", min_value=0, **told),
    )

    quality.audit(ASKED, "run", months)

    by_count = {row["province_code"]: row["success"] for row in kept(months, "run") if "first" in row["expectation"]}
    assert by_count == {FIRST: True, SECOND: False, THIRD: False}
    assert len(kept(months, "run")) == 9


def test_only_what_is_said_of_a_row_by_itself_is_asked_of_all_months_rows() -> None:
    suites = quality.suites()
    theirs = [
        expectation
        for suite in suites
        for expectation in suite.expectations
        if not isinstance(expectation, UnexpectedRowsExpectation)
    ]
    assert {expectation.expectation_type for expectation in theirs} == asking.OF_ROWS
    assert all(asking.may_be_asked_together(expectation) for suite in suites for expectation in suite.expectations)
    told = {"description": "", "severity": "info", "notes": ""}
    assert not any(
        asking.may_be_asked_together(expectation)
        for expectation in (
            ExpectTableRowCountToEqual(value=1, **told),
            ExpectColumnValuesToBeUnique(column="event_id", **told),
            ExpectColumnMeanToBeBetween(column="downloads", min_value=1, **told),
            ExpectColumnValuesToBeBetween(column="downloads", min_value=1, mostly=0.99, **told),
        )
    )


def test_every_rule_is_asked_once_of_all_months_of_a_period(months: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    look = found_rows.look_for_each

    def counted(engine: Any, query: str, each: str) -> Any:
        asked.append(each)
        return look(engine, query, each)

    monkeypatch.setattr(found_rows, "look_for_each", counted)
    assert quality.audit(ASKED, "run", months) == []

    rules = [
        expectation
        for suite in quality.suites()
        for expectation in suite.expectations
        if isinstance(expectation, UnexpectedRowsExpectation) and not suite.name.startswith("snapshot.")
    ]
    assert len(asked) == len(rules)
    assert all(f"'{code}'" in each for each in asked for code in (FIRST, SECOND, THIRD))


def test_months_of_other_periods_and_more_than_fit_are_asked_by_themselves() -> None:
    of = quality.Month
    others = [of("click", "57", GIVEN["period"]), of("other", "57", PERIOD)]
    many = [of("click", f"{number:02}", PERIOD) for number in range(AT_ONCE - 1)]
    more = [of("click", "99", PERIOD), of("click", "98", date(2025, 2, 1))]

    groups = [group.months for group in together([*others, *many, *more])]

    assert sorted(map(len, groups)) == [1, 1, 1, AT_ONCE]
    assert all(len({(month.programme_code, month.period) for month in group}) == 1 for group in groups)
    assert {month for group in groups for month in group} == {*others, *many, *more}


def test_no_rule_means_by_accident_the_row_that_says_which_month_is_asked() -> None:
    for path in (Path(__file__).parents[2] / "expectations").rglob("*.py"):
        assert WHICHEVER not in path.read_text(), path
