"""Asks the suites about months and snapshots, on a connection of Great Expectations' own: it sees what is committed."""

import os
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from psycopg2 import InterfaceError, OperationalError

from include import warehouse
from include.quality.scope import Month, parameters

OURS = "expect_no_rows"
EXPECTATIONS_FOLDER = Path(__file__).parents[2] / "expectations"


@dataclass(frozen=True)
class Answer:
    """One expectation's answer about a month: what Great Expectations said, and what broke it.

    `found` may have unexpected_count, examples, district_codes and duration_seconds; nothing where asking failed.
    """

    month: Month
    suite: str
    checked: Any
    found: dict[str, Any]


def suites() -> list[Any]:
    """The SUITE of every module of `expectations/`, by name. Takes seconds: great_expectations is imported for it."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"  # read when great_expectations is imported
    modules = (path.relative_to(EXPECTATIONS_FOLDER) for path in sorted(EXPECTATIONS_FOLDER.glob("*/*.py")))
    return [import_module(".".join(("expectations", *path.with_suffix("").parts))).SUITE for path in modules]


def ask(uri: str, months: list[Any], every_suite: Iterable[Any]) -> Iterator[Answer]:
    """Every suite's answers about every month or snapshot, in the suites' order.

    Raises what kept the database from answering at all (a server that went, no room, no connection): Great Expectations
    would take it for a failed expectation, and a month would be held for what is no fault of its data.
    """
    import great_expectations  # seconds, paid by an audit alone
    from sqlalchemy import event

    every_suite = list(every_suite)
    context = great_expectations.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    datasource = context.data_sources.add_postgres(
        "warehouse",
        # a `$` would begin the name of a variable of its configuration
        connection_string="postgresql+psycopg2://" + uri.split("://", 1)[1].replace("$", "%24"),
        kwargs={"connect_args": {"options": f"-c role={warehouse.ETL_ROLE} -c timezone=Asia/Bangkok"}},
    )
    engine = datasource.get_execution_engine().engine
    names_alone, unanswered = _NamesAlone(), _Unanswered()
    event.listen(engine, "before_cursor_execute", names_alone, retval=True)
    event.listen(engine, "handle_error", unanswered)
    try:
        # One asset a relation, asked anew for every month: to add an asset costs more than to check its suite.
        assets = {suite.name: datasource.add_query_asset(suite.name, "select 1") for suite in every_suite}
        for month in months:
            for suite in every_suite:
                asset = assets[suite.name]
                asset.query = names_alone.query = month.batch(suite.name)
                answers = _ask_suite(context, engine, asset, suite, month)
                if unanswered.error is not None:
                    raise unanswered.error
                yield from answers
    finally:
        engine.dispose()
        datasource.get_engine().dispose()


class _NamesAlone:
    """Great Expectations runs a batch's whole query to learn the names of its columns; they come without a row too."""

    query = ""

    def __call__(self, _: Any, __: Any, statement: str, given: Any, ___: Any, ____: bool) -> tuple[str, Any]:
        return (f"select * from ({statement}) as named limit 0" if statement == self.query else statement), given


class _Unanswered:
    """The first error that says nothing of the question: Great Expectations keeps of an error its text alone."""

    error: BaseException | None = None

    def __call__(self, context: Any) -> None:
        if self.error is None and isinstance(context.original_exception, (OperationalError, InterfaceError)):
            self.error = context.original_exception


def _ask_suite(context: Any, engine: Any, asset: Any, suite: Any, month: Month) -> list[Answer]:
    """The answers of a suite's expectations about a month, in the suite's order.

    A query for rows that break a rule is timed by itself. Great Expectations answers its own expectations together, by
    one aggregate query where it can: the rest of the time is shared out among them.
    """
    from great_expectations import ExpectationSuite

    expectations = [_about(expectation, suite, month) for expectation in suite.expectations]
    values = _parameters(engine, suite, month)
    started = time.perf_counter()
    results = (
        asset.get_batch(asset.build_batch_request())
        .validate(
            ExpectationSuite(name=suite.name, expectations=expectations),
            result_format="BOOLEAN_ONLY",  # what was found is asked of the database, of those that failed alone
            expectation_parameters=values,
        )
        .results
    )
    elapsed = time.perf_counter() - started
    found = {id(checked): checked.result.pop("found", None) for checked in results}
    theirs = [checked for checked in results if checked.expectation_config.type != OURS]
    elapsed -= sum(rows["duration_seconds"] for rows in found.values() if rows)
    for checked in theirs:
        again = (
            {}
            if checked.success or why_not_evaluated(checked.exception_info)
            else _look(context, asset, suite, checked)
        )
        seconds = elapsed / len(theirs) + again.get("duration_seconds", 0)
        found[id(checked)] = again | {"duration_seconds": seconds}
    order = {expectation.description: place for place, expectation in enumerate(suite.expectations)}
    return sorted(
        (Answer(month, suite.name, checked, found[id(checked)] or {}) for checked in results),
        key=lambda answer: order[answer.checked.expectation_config.description],
    )


def _about(expectation: Any, suite: Any, month: Month) -> Any:
    """An expectation as it is asked about a month."""
    from great_expectations.expectations.core import UnexpectedRowsExpectation

    from include.quality.found_rows import ExpectNoRows

    if not isinstance(expectation, UnexpectedRowsExpectation):
        return expectation.copy()
    query = expectation.unexpected_rows_query
    for place, rows in (("{month}", month.row), ("{files}", month.files(suite.name))):
        query = query.replace(place, f"({rows})")
    return ExpectNoRows(
        description=expectation.description,
        severity=expectation.severity,
        notes=expectation.notes,
        meta=expectation.meta,
        unexpected_rows_query=query,
    )


def _parameters(engine: Any, suite: Any, month: Month) -> dict[str, Any]:
    """The values that the suite's expectations name as parameters; nothing where none does."""
    if not any(
        isinstance(value, dict) and "$PARAMETER" in value
        for expectation in suite.expectations
        for value in expectation.configuration.kwargs.values()
    ):
        return {}
    with engine.connect() as connection:
        return dict(connection.exec_driver_sql(parameters(month, suite.name)).mappings().one())


def _look(context: Any, asset: Any, suite: Any, checked: Any) -> dict[str, Any]:
    """The rows that broke one of Great Expectations' own expectations."""
    from great_expectations import ExpectationSuite

    from include.quality.found_rows import look_again

    validator = context.get_validator(
        batch_request=asset.build_batch_request(), expectation_suite=ExpectationSuite(name=suite.name)
    )
    return look_again(validator, checked.expectation_config)


def why_not_evaluated(information: dict[str, Any]) -> str | None:
    """The message of the exception that kept an expectation from being evaluated, wherever it was raised."""
    raised = [information, *(part for part in information.values() if isinstance(part, dict))]
    messages = [part["exception_message"] for part in raised if part.get("raised_exception")]
    return "; ".join(messages) or None
