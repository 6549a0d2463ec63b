"""What stands beside an edition's figures: quality of data, the trend, deadlines, the quarter."""

from collections import defaultdict
from typing import Any

from include import periods
from include.publishing.results.shapes import Deadline, Dimension, Edition, PastMonth, Quarter
from include.warehouse import fetch

TREND_MONTHS = 6


def quality(connection: Any, edition: Edition) -> dict[str | None, list[Dimension]]:
    """The dimensions of data quality by district code (None is the province), in the order in which they are told."""
    found: dict[str | None, list[Dimension]] = defaultdict(list)
    for row in fetch(
        connection,
        f"""
        select district_code, dimension as code, value, numerator, denominator, explanation_th
        {edition.rows_of("quality_dimension")}
        order by array_position(
            array['coverage', 'completeness', 'validity', 'timeliness', 'consistency'], dimension
        )
        """,
        edition.parameters,
    ):
        found[row.pop("district_code")].append(Dimension(**row))
    return found


def trends(connection: Any, edition: Edition) -> dict[str, list[PastMonth]]:
    """The published months before this one, as they stood when it was frozen (live: as they stand)."""
    found: dict[str, list[PastMonth]] = defaultdict(list)
    for row in fetch(
        connection,
        """
        select
            grade.district_code, grade.period, grade.grade, grade.percent, grade.points, grade.max_points,
            before.kind
        from (
            select distinct on (period) snapshot_id, period, kind
            from snapshot.publication
            where
                programme_code = %(programme_code)s and province_code = %(province_code)s
                and period < %(period)s and period >= %(first)s
                and (%(snapshot_id)s::bigint is null or snapshot_id < %(snapshot_id)s)
            order by period, revision desc
        ) as before
        inner join snapshot.district_grade as grade using (snapshot_id)
        order by grade.district_code, grade.period
        """,
        edition.parameters | {"first": periods.add_months(edition.period, 1 - TREND_MONTHS)},
    ):
        found[row.pop("district_code")].append(PastMonth(**row))
    return found


def deadlines(connection: Any, edition: Edition) -> list[Deadline]:
    """As they stand now; of a published revision as they stood when it was frozen, however late that is asked."""
    rows = fetch(
        connection,
        """
        select deadline_code as code, due_at, met_at, status
        from ops.deadline
        where
            programme_code = %(programme_code)s and province_code = %(province_code)s and period = %(period)s
        order by due_at, deadline_code
        """,
        edition.parameters,
    )
    deadlines = [Deadline(**row) for row in rows]
    return [deadline.as_of(edition.taken_at) for deadline in deadlines] if edition.taken_at else deadlines


def quarter(connection: Any, edition: Edition) -> Quarter | None:
    """The fiscal quarter that the month lies in, published or live; None without a grade."""
    year_be, quarter = periods.fiscal_year_be(edition.period), periods.fiscal_quarter(edition.period)
    relation = "published_quarter_grade" if edition.frozen else "quarter_grade"
    rows = fetch(
        connection,
        f"""
        select *
        from mart.{relation}
        where
            programme_code = %(programme_code)s and province_code = %(province_code)s
            and fiscal_year_be = %(fiscal_year_be)s and quarter = %(quarter)s
        """,
        edition.parameters | {"fiscal_year_be": year_be, "quarter": quarter},
    )
    return Quarter(year_be, quarter, {row["district_code"]: row for row in rows}) if rows else None
