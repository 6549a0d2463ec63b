"""The rows that break an expectation: counted, shown by key and traced to their districts where they lie.

Great Expectations counts what a query of rows returns and then fetches those rows, all of them: twice the work, and a
million rows in memory when a rule breaks a million times. Here the database counts, names every district touched, and
hands out no more than the rows shown.
"""

import time
from typing import Any, ClassVar

import sqlalchemy
from great_expectations.execution_engine import SqlAlchemyExecutionEngine
from great_expectations.expectations.core import UnexpectedRowsExpectation
from great_expectations.expectations.metrics.metric_provider import metric_value
from great_expectations.expectations.metrics.query_metric_provider import QueryMetricProvider
from great_expectations.expectations.registry import get_expectation_impl
from great_expectations.validator.metric_configuration import MetricConfiguration

from include.quality.together import WHICHEVER

ROWS_SHOWN = 20
# What says which row it is.
KEYS = (
    "snapshot_id",
    "file_id",
    "sheet",
    "row_number",
    "event_id",
    "district_code",
    "subdistrict_code",
    "measure_code",
)
# Personal by name, or an account: no relation beyond raw has such a column but for the hashed user_id.
NEVER_SHOWN = ("reporter", "phone", "operator_name", "national_id", "shop_name", "user_id")
FOUND = """
with

unexpected as materialized (
    {query}
),

seen as (
    select
        count(*) as unexpected_count,
        coalesce(
            array_agg(distinct place.district_code order by place.district_code)
                filter (where place.district_code is not null),
            '{}'
        ) as district_codes
    from unexpected
    cross join lateral to_jsonb(unexpected) as found (cells)
    cross join lateral coalesce(found.cells ->> 'district_code', left(found.cells ->> 'subdistrict_code', 4))
        as place (district_code)
)

select
    seen.unexpected_count,
    seen.district_codes,
    array(
        select json_strip_nulls(row_to_json(shown))
        from (select * from unexpected order by unexpected::text limit %(rows_shown)s) as shown
    ) as examples
from seen
"""


# The first CTE is not inlined, so each month's rows are looked for as if nothing else were asked.
FOUND_OF_EACH = f"""
select found.*
from {{each}}
cross join lateral ({FOUND}) as found
order by {WHICHEVER}.asked_place
"""


def look_for(engine: Any, query: str, values: dict[str, Any] | None = None) -> dict[str, Any]:
    """How many rows a query returns, the first of them, every district they touch, and how long the answer took.

    Where `values` are given, the query names them as the driver wants it; else a `%` in it is a `%`.
    """
    [found] = _look(engine, FOUND.replace("{query}", query if values is not None else query.replace("%", "%%")), values)
    return found


def look_for_each(engine: Any, query: str, each: str) -> list[dict[str, Any]]:
    """The same of every month that a query is asked of, in their order; the time is that of all, shared evenly."""
    return _look(engine, FOUND_OF_EACH.replace("{each}", each).replace("{query}", query.replace("%", "%%")))


def _look(engine: Any, statement: str, values: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    started = time.perf_counter()
    with engine.connect() as connection:
        bound = (values or {}) | {"rows_shown": ROWS_SHOWN}
        months = [dict(row) for row in connection.exec_driver_sql(statement, bound).mappings()]
    seconds = time.perf_counter() - started
    return [
        found
        | {
            "examples": [{key: row[key] for key in row if key not in NEVER_SHOWN} for row in found["examples"]],
            "duration_seconds": seconds / len(months),
        }
        for found in months
    ]


class FoundRows(QueryMetricProvider):  # type: ignore[misc]
    """The metric of `ExpectNoRows`: one query about all months asked, whatever it finds."""

    metric_name = "unexpected_rows_query.found"
    value_keys = ("unexpected_rows_query", "month_rows", "each")
    query_param_name: ClassVar[str] = "unexpected_rows_query"

    @metric_value(engine=SqlAlchemyExecutionEngine)  # type: ignore[untyped-decorator]
    def _sqlalchemy(
        cls,
        execution_engine: Any,
        metric_domain_kwargs: dict[str, Any],
        metric_value_kwargs: dict[str, Any],
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any],
    ) -> list[dict[str, Any]]:
        query = cls._format_query(
            cls._get_query_from_metric_value_kwargs(metric_value_kwargs), batch=f"({metric_value_kwargs['month_rows']})"
        )
        return look_for_each(execution_engine.engine, query, metric_value_kwargs["each"])


class ExpectNoRows(UnexpectedRowsExpectation):  # type: ignore[misc]
    """An UnexpectedRowsExpectation that is asked by one query of each month, and keeps what may be shown of its answer.

    `month_rows` is the query for the rows of the month that `each` (see Together) is at: what `{batch}` stands for.
    """

    month_rows: str
    each: str

    metric_dependencies: ClassVar[tuple[str, ...]] = ("unexpected_rows_query.found",)
    success_keys: ClassVar[tuple[str, ...]] = ("unexpected_rows_query", "month_rows", "each")

    def metrics_validate(
        self, metrics: dict[Any, Any], runtime_configuration: dict[str, Any] | None = None, **others: Any
    ) -> Any:
        """What was found is the answer in every form of result, BOOLEAN_ONLY too."""
        return super().metrics_validate(
            metrics, (runtime_configuration or {}) | {"result_format": {"result_format": "BASIC"}}, **others
        )

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any] | None = None,
        execution_engine: Any = None,
    ) -> dict[str, Any]:
        found = metrics["unexpected_rows_query.found"]
        unexpected = sum(month["unexpected_count"] for month in found)
        return {"success": unexpected == 0, "result": {"observed_value": unexpected, "found": found}}


def look_again(validator: Any, asked: Any) -> dict[str, Any]:
    """What broke one of Great Expectations' own expectations about the values of rows, by its own condition.

    Nothing where it is about something else: no row broke it.
    """
    engine, kind = validator.execution_engine, get_expectation_impl(asked.type)
    if not hasattr(kind, "map_metric"):
        return {}
    # as it was asked: with the values that its parameters stand for
    domain = {"batch_id": validator.active_batch_id} | {
        key: value for key, value in asked.kwargs.items() if key in kind.domain_keys and key != "batch_id"
    }
    values = {key: value for key, value in asked.kwargs.items() if key not in domain}
    condition, rows, _ = validator.get_metric(MetricConfiguration(f"{kind.map_metric}.condition", domain, values))
    query = sqlalchemy.select(sqlalchemy.text("*")).select_from(engine.get_domain_records(rows)).where(condition)
    compiled = query.compile(dialect=engine.engine.dialect, compile_kwargs={"render_postcompile": True})
    found = look_for(engine.engine, str(compiled), dict(compiled.params))
    shown = {*KEYS, *(value for key, value in asked.kwargs.items() if key.startswith("column"))}
    examples = [{key: row[key] for key in row if key in shown} for row in found["examples"]]
    return found | {"examples": examples}
