"""Runs the suites of `expectations/` on the months in `candidate`, and keeps every result in `ops.expectation_result`.

A suite asks about one relation in one province and month. In its queries `{batch}` stands for the relation's rows of
that month (those of `candidate` for a suite of `mart`, which checks what is about to be moved), and `{month}` for the
month's row of `candidate.month`: so a rule about what is missing knows whose month it is where no row is left.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from psycopg2.extras import execute_values

from include import warehouse

EXPECTATIONS_FOLDER = Path(__file__).parent.parent / "expectations"
# What stands until the next one comes: a month goes by the latest as of its end, else by the earliest.
REGISTERS = {"otop_operator", "leader_roster"}
ROWS_SHOWN = 3
RESULT_COLUMNS = (
    "run_id, ran_at, suite, expectation, severity, period, province_code, success, unexpected_count, observed, notes"
)


@dataclass(frozen=True)
class Month:
    """A month of a province, in the form that may be written into a query; ValueError for any other form."""

    programme_code: str
    province_code: str
    period: date

    def __post_init__(self) -> None:
        if not re.fullmatch("[a-z_]+", self.programme_code) or not re.fullmatch("[0-9]{2}", self.province_code):
            raise ValueError(f"not a programme and a province: {self.programme_code!r}, {self.province_code!r}")
        if type(self.period) is not date or self.period.day != 1:
            raise ValueError(f"not the first day of a month: {self.period!r}")

    def rows(self, relation: str) -> str:
        """A query for the month's rows of a relation of `candidate`."""
        return (
            f"select * from candidate.{relation} where programme_code = '{self.programme_code}'"
            f" and province_code = '{self.province_code}' and period = date '{self.period}'"
        )

    def facts(self, relation: str) -> str:
        """A query for the month's rows of a relation of `warehouse`."""
        rows = f"select * from warehouse.{relation} where province_code = '{self.province_code}'"
        if relation not in REGISTERS:
            return f"{rows} and period = date '{self.period}'"
        return (
            f"{rows} and as_of_date = (select coalesce(max(as_of_date) filter (where period <= date '{self.period}'),"
            f" min(as_of_date)) from warehouse.{relation} where province_code = '{self.province_code}')"
        )


def audit(months: list[dict[str, Any]], run_id: str, warehouse_uri: str | None = None) -> list[dict[str, Any]]:
    """Check months that stand built and committed in `candidate`; returns the results that failed, as kept in ops.

    `months` are dicts of programme_code, province_code and period (its first day). Every result becomes a row of
    `ops.expectation_result`, and `candidate.month.failed_expectations` the critical ones that failed, `{}` where none
    did. An expectation that could not be evaluated has failed. A month that is not built, or whose inputs changed since
    or meanwhile, is left undecided and without results: it is stale, and built anew. Raises ValueError for a month of
    another form.
    """
    asked = [Month(month["programme_code"], month["province_code"], month["period"]) for month in months]
    if not asked:
        return []
    uri = warehouse_uri or warehouse.uri()
    with warehouse.connect(uri) as connection:
        built_at = {month: at for month in asked if (at := _built_at(connection, month))}
    results: dict[Month, list[dict[str, Any]]] = {month: [] for month in built_at}
    for month, suite, checked in _check(uri, list(built_at)):
        results[month].append(_row(run_id, month, suite, checked))
    with warehouse.connect(uri) as connection:
        decided = [month for month in built_at if _built_at(connection, month) == built_at[month]]
        for month in decided:
            _decide(connection, month, results[month])
    return [result for month in decided for result in results[month] if not result["success"]]


def suites() -> list[Any]:
    """The SUITE of every module of `expectations/`, by name. Takes seconds: great_expectations is imported for it."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"  # read when great_expectations is imported
    modules = (path.relative_to(EXPECTATIONS_FOLDER) for path in sorted(EXPECTATIONS_FOLDER.glob("*/*.py")))
    return [import_module(".".join(("expectations", *path.with_suffix("").parts))).SUITE for path in modules]


def _check(uri: str, months: list[Month]) -> Iterator[tuple[Month, str, Any]]:
    """Every month, every suite's name and each of its results, read on great_expectations' own connection."""
    every_suite = suites()
    import great_expectations  # seconds, paid by an audit alone

    context = great_expectations.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    datasource = context.data_sources.add_postgres(
        "warehouse",
        # a `$` would begin the name of a variable of its configuration
        connection_string="postgresql+psycopg2://" + uri.split("://", 1)[1].replace("$", "%24"),
        kwargs={"connect_args": {"options": f"-c role={warehouse.ETL_ROLE} -c timezone=Asia/Bangkok"}},
    )
    try:
        assets = {suite.name: datasource.add_query_asset(suite.name, "select 1") for suite in every_suite}
        for month in months:
            for suite in every_suite:
                for checked in _check_suite(assets[suite.name], suite, month):
                    yield month, suite.name, checked
    finally:
        datasource.get_engine().dispose()


def _check_suite(asset: Any, suite: Any, month: Month) -> list[Any]:
    """The results of a suite's expectations about a month, in the suite's order."""
    import great_expectations

    schema, relation = suite.name.split(".")
    # One asset a relation, asked anew for every month: to add an asset costs more than to check its suite.
    asset.query = month.rows(relation) if schema == "mart" else month.facts(relation)
    this_month = f"({month.rows('month')})"
    about_month = great_expectations.ExpectationSuite(
        name=suite.name,
        expectations=[
            expectation.copy(
                update={"unexpected_rows_query": expectation.unexpected_rows_query.replace("{month}", this_month)}
            )
            for expectation in suite.expectations
        ],
    )
    batch = asset.get_batch(asset.build_batch_request())
    # COMPLETE has the rows that were found, which a custom query fetches in any form of result.
    results = batch.validate(about_month, result_format="COMPLETE").results
    order = [expectation.description for expectation in suite.expectations]
    return sorted(results, key=lambda result: order.index(result.expectation_config.description))


def _row(run_id: str, month: Month, suite: str, checked: Any) -> dict[str, Any]:
    """A row of ops.expectation_result; `observed` are the first rows found, or why none could be looked for."""
    rows = checked.result.get("details", {}).get("unexpected_rows", [])
    found = sorted(", ".join(f"{column} {value}" for column, value in row.items() if value is not None) for row in rows)
    expectation = checked.expectation_config
    return {
        "run_id": run_id,
        "ran_at": datetime.now(UTC),
        "suite": suite,
        "expectation": expectation.description,
        "severity": expectation.severity.value,
        "period": month.period,
        "province_code": month.province_code,
        "success": bool(checked.success),
        "unexpected_count": checked.result.get("observed_value", 0),
        "observed": "; ".join(found[:ROWS_SHOWN]) or _exception(checked.exception_info),
        "notes": expectation.notes,
    }


def _exception(information: dict[str, Any]) -> str | None:
    """The message of the exception that kept an expectation from being evaluated, wherever it was raised."""
    raised = [information, *(part for part in information.values() if isinstance(part, dict))]
    messages = [part["exception_message"] for part in raised if part.get("raised_exception")]
    return "; ".join(messages) or None


def _built_at(connection: Any, month: Month) -> datetime | None:
    """When the month in candidate was built; None where it is not, or not from today's inputs."""
    built = warehouse.fetch(
        connection,
        f"select month.built_at from ({month.rows('month')}) as month"
        " inner join ops.month_input using (programme_code, province_code, period, inputs_sha256)",
    )
    return built[0]["built_at"] if built else None


def _decide(connection: Any, month: Month, results: list[dict[str, Any]]) -> None:
    """Keep a month's results, and in candidate the critical ones that failed."""
    failed = [
        f"{result['suite']}: {result['expectation']}"
        for result in results
        if not result["success"] and result["severity"] == "critical"
    ]
    with connection.cursor() as cursor:
        rows = [list(result.values()) for result in results]
        execute_values(cursor, f"insert into ops.expectation_result ({RESULT_COLUMNS}) values %s", rows)
        cursor.execute(
            "update candidate.month set failed_expectations = %s"
            " where programme_code = %s and province_code = %s and period = %s",
            (failed, month.programme_code, month.province_code, month.period),
        )
