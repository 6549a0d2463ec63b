"""What the scoreboard asks about months and quarters. Every function returns rows as dicts and changes nothing."""

from collections.abc import Iterable
from typing import Any

from include import periods
from include.local.scoreboard.scope import Row, Scope
from include.warehouse import fetch


def months(connection: Any, scope: Scope) -> list[Row]:
    """A province's month: its summary, the publication that stands, and whether what stands is stale, and why."""
    return fetch(
        connection,
        """
        select
            month.*,
            thai.print_month(month.period) as month_th,
            province.name_th as province_name_th,
            programme.name_th as programme_name_th,
            standing.kind,
            standing.revision,
            standing.proof_code,
            (
                select min(district_grade.grade_basis)
                from mart.district_grade
                where
                    district_grade.programme_code = month.programme_code
                    and district_grade.province_code = month.province_code and district_grade.period = month.period
            ) as grade_basis,
            array(
                select grade_band.grade
                from rulebook.grade_band
                where
                    grade_band.programme_code = month.programme_code and grade_band.province_code = month.province_code
                    and grade_band.rulebook_version = month.rulebook_version
                order by grade_band.lower_percent desc
            ) as grades
        from (
            select
                programme_code,
                province_code,
                period,
                summary.status,
                summary.districts,
                summary.reported,
                summary.on_time,
                summary.grade_counts,
                summary.mean_percent,
                summary.rulebook_version,
                state.stale,
                state.stale_because_th,
                state.failed_expectations,
                state.district_names_th
            from mart.month_state as state
            left join mart.province_summary as summary using (programme_code, province_code, period)
            where summary.period is not null or state.status = 'held'
        ) as month
        inner join rulebook.programme using (programme_code)
        inner join rulebook.province
            on province.province_code = month.province_code and province.valid_during @> month.period
        left join snapshot.standing
            on
                standing.programme_code = month.programme_code and standing.province_code = month.province_code
                and standing.period = month.period
        where
            (%(provinces)s::text[] is null or month.province_code = any(%(provinces)s))
            and month.period between %(first)s and %(last)s
        order by month.province_code, month.programme_code, month.period
        """,
        scope.parameters,
    )


def published_provinces(connection: Any, provinces: list[str] | None) -> list[Row]:
    """province_code and name_th of those (None: of all) of which a month was ever published."""
    return fetch(
        connection,
        """
        select
            province_code,
            name_th
        from rulebook.province
        where
            valid_during @> current_date
            and province_code in (select publication.province_code from snapshot.publication)
            and (%(provinces)s::text[] is null or province_code = any(%(provinces)s))
        order by province_code
        """,
        {"provinces": provinces},
    )


def criteria(connection: Any, month: Row) -> list[Row]:
    """criterion_code, level, name_th and points of the criteria a month is measured by, in the rulebook's order."""
    return fetch(
        connection,
        """
        select criterion_code, level, name_th, points
        from rulebook.criterion
        where
            programme_code = %(programme_code)s and province_code = %(province_code)s
            and rulebook_version = %(rulebook_version)s
        order by position
        """,
        month,
    )


def districts(connection: Any, month: Row) -> list[Row]:
    """A month's districts by points, equal ones sharing a rank; `met` is by criterion code, `quality_score` 0 to 1."""
    return fetch(
        connection,
        """
        select
            rank() over (order by grade.points desc) as rank,
            grade.*,
            (
                select quality_score.score
                from mart.quality_score
                where
                    quality_score.programme_code = grade.programme_code and quality_score.period = grade.period
                    and quality_score.province_code = grade.province_code
                    and quality_score.district_code = grade.district_code
            ) as quality_score,
            (
                select jsonb_object_agg(attainment.criterion_code, attainment.met)
                from mart.attainment
                where
                    attainment.programme_code = grade.programme_code and attainment.period = grade.period
                    and attainment.province_code = grade.province_code
                    and attainment.district_code = grade.district_code
            ) as met
        from mart.district_grade as grade
        where
            grade.programme_code = %(programme_code)s and grade.province_code = %(province_code)s
            and grade.period = %(period)s
        order by grade.points desc, grade.district_code
        """,
        month,
    )


def province_criteria(connection: Any, month: Row) -> list[Row]:
    """name_th, met and explanation_th of the criteria the province itself is measured by, in the rulebook's order."""
    return fetch(
        connection,
        """
        select criterion.name_th, attainment.met, attainment.explanation_th
        from mart.attainment
        inner join rulebook.criterion using (programme_code, province_code, criterion_code)
        where
            attainment.programme_code = %(programme_code)s and attainment.province_code = %(province_code)s
            and attainment.period = %(period)s and attainment.district_code is null
            and criterion.rulebook_version = %(rulebook_version)s
        order by criterion.position
        """,
        month,
    )


def changed_districts(connection: Any, month: Row) -> list[str]:
    """Names of the districts whose live result is not what the standing publication says; empty without one."""
    rows = fetch(
        connection,
        """
        select district.name_th
        from (
            select restatement.district_code
            from mart.restatement
            where
                restatement.programme_code = %(programme_code)s and restatement.province_code = %(province_code)s
                and restatement.period = %(period)s
            union
            select attainment.district_code
            from snapshot.standing
            inner join snapshot.attainment as frozen using (snapshot_id)
            inner join mart.attainment
                on
                    attainment.programme_code = standing.programme_code
                    and attainment.province_code = standing.province_code and attainment.period = standing.period
                    and attainment.criterion_code = frozen.criterion_code
                    and attainment.district_code = frozen.district_code
            where
                standing.programme_code = %(programme_code)s and standing.province_code = %(province_code)s
                and standing.period = %(period)s and attainment.met <> frozen.met
        ) as changed
        inner join rulebook.district
            on district.district_code = changed.district_code and district.valid_during @> %(period)s::date
        order by district.district_code
        """,
        month,
    )
    return [row["name_th"] for row in rows]


def missing_sources(connection: Any, month: Row) -> list[str]:
    """What a waiting month waits for, a Thai sentence each."""
    rows = fetch(
        connection,
        """
        select finding.message_th
        from mart.finding
        where
            finding.programme_code = %(programme_code)s and finding.province_code = %(province_code)s
            and finding.period = %(period)s and finding.finding_code = 'source_missing'
            and finding.state <> 'resolved'
        order by finding.source
        """,
        month,
    )
    return [row["message_th"] for row in rows]


def quarters(connection: Any, months: Iterable[Row]) -> list[Row]:
    """The fiscal quarters that the months lie in, each with its districts, best first."""
    wanted = {
        (
            month["programme_code"],
            month["province_code"],
            periods.fiscal_year_be(period),
            periods.fiscal_quarter(period),
        ): month
        for month in months
        for period in [month["period"]]
        if month["status"] is not None
    }
    quarters = []
    for (programme_code, province_code, year_be, quarter), month in sorted(wanted.items()):
        rows = fetch(
            connection,
            """
            select quarter_grade.*, district.name_th as district_name_th
            from mart.quarter_grade
            inner join rulebook.district
                on district.district_code = quarter_grade.district_code and district.valid_during @> %(period)s::date
            where
                quarter_grade.programme_code = %(programme_code)s and quarter_grade.province_code = %(province_code)s
                and quarter_grade.fiscal_year_be = %(fiscal_year_be)s and quarter_grade.quarter = %(quarter)s
            order by quarter_grade.mean_percent desc nulls last, quarter_grade.district_code
            """,
            {
                "programme_code": programme_code,
                "province_code": province_code,
                "fiscal_year_be": year_be,
                "quarter": quarter,
                "period": month["period"],
            },
        )
        if rows:
            quarters.append(month | {"fiscal_year_be": year_be, "quarter": quarter, "districts": rows})
    return quarters
