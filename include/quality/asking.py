"""Asks the suites about months and snapshots, on a connection of Great Expectations' own: it sees what is committed.

Months of one programme and period are asked together, each suite once, and every answer is about one month. Where an
answer about all of them leaves open whose it is, that expectation is asked again of each month alone.
"""

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
from include.quality.together import Together, together

OURS = "expect_no_rows"
# Great Expectations' own that say something of every row by itself: held by all months' rows, they are by each month's.
# Any other (a number of rows, a mean, what is unique) is asked of each month alone.
OF_ROWS = {
    "expect_column_pair_values_a_to_be_greater_than_b",
    "expect_column_value_lengths_to_be_between",
    "expect_column_values_to_be_between",
    "expect_column_values_to_be_in_set",
}
EXPECTATIONS_FOLDER = Path(__file__).parents[2] / "expectations"


@dataclass(frozen=True)
class Answer:
    """One expectation's answer about a month, and what broke it.

    `found` may have unexpected_count, examples, district_codes and duration_seconds; `unanswered` says why it could not
    be evaluated, which is a failure.
    """

    month: Month
    suite: str
    expectation: Any
    success: bool
    found: dict[str, Any]
    unanswered: str | None = None


def suites() -> list[Any]:
    """The SUITE of every module of `expectations/`, by name. Takes seconds: great_expectations is imported for it."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"  # read when great_expectations is imported
    modules = (path.relative_to(EXPECTATIONS_FOLDER) for path in sorted(EXPECTATIONS_FOLDER.glob("*/*.py")))
    return [import_module(".".join(("expectations", *path.with_suffix("").parts))).SUITE for path in modules]


def ask(uri: str, months: Iterable[Month], every_suite: Iterable[Any]) -> Iterator[Answer]:
    """Every suite's answers about every month or snapshot; those about one month come in the suites' order.

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
        # One asset a relation, asked anew for other months: to add an asset costs more than to check its suite.
        assets = {suite.name: datasource.add_query_asset(suite.name, "select 1") for suite in every_suite}
        asking = _Asking(context, names_alone, unanswered)
        for asked in together(months):
            for suite in every_suite:
                yield from asking.suite(suite, assets[suite.name], asked)
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


@dataclass(frozen=True)
class _Asking:
    """One audit's way to Great Expectations."""

    context: Any
    names_alone: _NamesAlone
    unanswered: _Unanswered

    def suite(self, suite: Any, asset: Any, asked: Together) -> list[Answer]:
        """The answers of a suite's expectations about each month, in the suite's order."""
        answers: list[Answer] = []
        if len(asked.months) > 1:
            answers += self._expectations(suite, asset, list(filter(may_be_asked_together, suite.expectations)), asked)
        settled = {answer.expectation.description for answer in answers}
        open_yet = [expectation for expectation in suite.expectations if expectation.description not in settled]
        for month in asked.alone() if open_yet else ():
            answers += self._expectations(suite, asset, open_yet, month)
        order = {expectation.description: place for place, expectation in enumerate(suite.expectations)}
        return sorted(answers, key=lambda answer: order[answer.expectation.description])

    def _expectations(self, suite: Any, asset: Any, expectations: list[Any], asked: Together) -> list[Answer]:
        """The answers about each month; of several, none of an expectation that leaves open whose its answer is.

        A query for rows that break a rule is timed by itself. Great Expectations answers its own expectations together,
        by one aggregate query where it can: the rest of the time is shared out among them. Months that are asked
        together share every time evenly.
        """
        started = time.perf_counter()
        results = self._results(suite, asset, expectations, asked)
        elapsed = time.perf_counter() - started
        found = {id(checked): checked.result.pop("found", []) for checked in results}
        elapsed -= sum(rows["duration_seconds"] for months in found.values() for rows in months)
        theirs = [checked for checked in results if checked.expectation_config.type != OURS]
        answers = []
        for checked in results:
            expectation, why = checked.expectation_config, why_not_evaluated(checked.exception_info)
            if months := found[id(checked)]:
                answers += [
                    Answer(month, suite.name, expectation, rows["unexpected_count"] == 0, rows)
                    for month, rows in zip(asked.months, months, strict=True)
                ]
            elif (checked.success and not why) or len(asked.months) == 1:
                rows = {} if checked.success or why else self._look(asset, suite, checked)
                if checked in theirs:
                    seconds = elapsed / len(theirs) / len(asked.months)
                    rows |= {"duration_seconds": seconds + rows.get("duration_seconds", 0)}
                answers += [
                    Answer(month, suite.name, expectation, bool(checked.success), rows, why) for month in asked.months
                ]
        return answers

    def _results(self, suite: Any, asset: Any, expectations: list[Any], asked: Together) -> list[Any]:
        """What Great Expectations says of the months as of one; `found` of a query for rows is a month's each."""
        from great_expectations import ExpectationSuite

        asset.query = self.names_alone.query = asked.all_rows(suite.name)
        results = (
            asset.get_batch(asset.build_batch_request())
            .validate(
                ExpectationSuite(
                    name=suite.name, expectations=[_about(expectation, suite, asked) for expectation in expectations]
                ),
                result_format="BOOLEAN_ONLY",  # what was found is asked of the database, of those that failed alone
                expectation_parameters=parameters(asked.months[0]),
            )
            .results
        )
        if self.unanswered.error is not None:
            raise self.unanswered.error
        return list(results)

    def _look(self, asset: Any, suite: Any, checked: Any) -> dict[str, Any]:
        """The rows that broke one of Great Expectations' own expectations."""
        from great_expectations import ExpectationSuite

        from include.quality.found_rows import look_again

        validator = self.context.get_validator(
            batch_request=asset.build_batch_request(), expectation_suite=ExpectationSuite(name=suite.name)
        )
        return look_again(validator, checked.expectation_config)


def may_be_asked_together(expectation: Any) -> bool:
    """Whether an expectation can be asked once about several months, and each have its own answer."""
    from great_expectations.expectations.core import UnexpectedRowsExpectation

    if isinstance(expectation, UnexpectedRowsExpectation):
        return True  # by a statement that asks it of each
    return expectation.expectation_type in OF_ROWS and getattr(expectation, "mostly", None) == 1


def _about(expectation: Any, suite: Any, asked: Together) -> Any:
    """An expectation as it is asked about months."""
    from great_expectations.expectations.core import UnexpectedRowsExpectation

    from include.quality.found_rows import ExpectNoRows

    if not isinstance(expectation, UnexpectedRowsExpectation):
        return expectation.copy()
    query, month = expectation.unexpected_rows_query, asked.whichever
    if "{files}" in query:
        query = query.replace("{files}", f"({month.files(suite.name)})")
    return ExpectNoRows(
        description=expectation.description,
        severity=expectation.severity,
        notes=expectation.notes,
        meta=expectation.meta,
        unexpected_rows_query=query.replace("{month}", f"({month.row})"),
        month_rows=month.batch(suite.name),
        each=asked.each,
    )


def why_not_evaluated(information: dict[str, Any]) -> str | None:
    """The message of the exception that kept an expectation from being evaluated, wherever it was raised."""
    raised = [information, *(part for part in information.values() if isinstance(part, dict))]
    messages = [part["exception_message"] for part in raised if part.get("raised_exception")]
    return "; ".join(messages) or None
