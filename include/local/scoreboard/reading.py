"""What the scoreboard asks the warehouse. Every function returns rows as dicts and changes nothing."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from include import periods
from include.warehouse import fetch

Row = dict[str, Any]

_IN_SCOPE = """
    (%(provinces)s::text[] is null or province_code = any(%(provinces)s))
    and (%(from_)s::date is null or period >= date_trunc('month', %(from_)s::date))
    and (%(to)s::date is null or period <= %(to)s)
"""


@dataclass(frozen=True)
class Scope:
    """Which provinces (codes) and months (any day of the first and the last) are shown; None is all of them."""

    provinces: list[str] | None
    from_: date | None
    to: date | None


def provinces(connection: Any, scope: Scope) -> list[Row]:
    """province_code and name_th of every province that has rules, and months or files in the scope."""
    return fetch(
        connection,
        f"""
        select distinct
            seen.province_code,
            province.name_th
        from (
            select province_code from mart.province_summary where {_IN_SCOPE}
            union all
            select province_code from ops.month where {_IN_SCOPE}
            union all
            select province_code from ops.source_file where {_IN_SCOPE}
        ) as seen
        inner join rulebook.province on province.province_code = seen.province_code and province.valid_during @> current_date
        where seen.province_code in (select in_force.province_code from rulebook.in_force)
        order by seen.province_code
        """,
        asdict(scope),
    )


def months(connection: Any, scope: Scope) -> list[Row]:
    """A province's month: its summary, the publication that stands, and whether newer figures are held back."""
    return fetch(
        connection,
        f"""
        select
            month.*,
            thai.print_month(month.period) as month_th,
            province.name_th as province_name_th,
            programme.name_th as programme_name_th,
            standing.kind,
            standing.revision,
            standing.chain_sha256,
            (
                select min(district_grade.grade_basis)
                from mart.district_grade
                where
                    district_grade.programme_code = month.programme_code and district_grade.province_code = month.province_code
                    and district_grade.period = month.period
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
                summary.province_criteria,
                summary.rulebook_version,
                held.held_because
            from mart.province_summary as summary
            full join (select * from ops.month where status = 'held') as held using (programme_code, province_code, period)
        ) as month
        inner join rulebook.programme using (programme_code)
        inner join rulebook.province
            on province.province_code = month.province_code and province.valid_during @> month.period
        left join snapshot.standing
            on
                standing.programme_code = month.programme_code and standing.province_code = month.province_code
                and standing.period = month.period
        where {_IN_SCOPE.replace("province_code", "month.province_code").replace("period", "month.period")}
        order by month.province_code, month.programme_code, month.period
        """,
        asdict(scope),
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
    """A month's districts by points, equal points sharing a rank; `met` is by criterion code."""
    return fetch(
        connection,
        """
        select
            rank() over (order by grade.points desc) as rank,
            grade.*,
            (
                select jsonb_object_agg(attainment.criterion_code, attainment.met)
                from mart.attainment
                where
                    attainment.programme_code = grade.programme_code and attainment.period = grade.period
                    and attainment.province_code = grade.province_code and attainment.district_code = grade.district_code
            ) as met
        from mart.district_grade as grade
        where
            grade.programme_code = %(programme_code)s and grade.province_code = %(province_code)s
            and grade.period = %(period)s
        order by grade.points desc, grade.district_code
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
                    attainment.programme_code = standing.programme_code and attainment.province_code = standing.province_code
                    and attainment.period = standing.period and attainment.criterion_code = frozen.criterion_code
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
        order by finding.source
        """,
        month,
    )
    return [row["message_th"] for row in rows]


def quarters(connection: Any, months: Iterable[Row]) -> list[Row]:
    """The fiscal quarters that the months lie in, each with its districts, best first."""
    wanted = {
        (month["programme_code"], month["province_code"], periods.fiscal_year_be(period), periods.fiscal_quarter(period)): month
        for month in months
        for period in [month["period"]]
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


def file_counts(connection: Any, scope: Scope, province_code: str) -> Row:
    """How many files of a province were loaded, rejected and duplicates, and what became of their rows."""
    return fetch(
        connection,
        f"""
        select
            count(*) filter (where status = 'loaded') as loaded,
            count(*) filter (where status = 'rejected') as rejected,
            count(*) filter (where status = 'duplicate') as duplicate,
            coalesce(sum(rows_read), 0) as rows_read,
            coalesce(sum(rows_loaded), 0) as rows_loaded,
            coalesce(sum(rows_known), 0) as rows_known,
            coalesce(sum(rows_rejected), 0) as rows_rejected
        from ops.source_file
        where province_code = %(province_code)s and {_in_months(scope)}
        """,
        asdict(scope) | {"province_code": province_code},
    )[0]


def refused_rows(connection: Any, scope: Scope, province_code: str) -> list[Row]:
    """For every source and rule of a province: how many rows, and one of them; the most frequent first."""
    return fetch(
        connection,
        f"""
        select *
        from (
            select distinct on (rejected_row.source, rejected_row.rule)
                rejected_row.source,
                rejected_row.rule,
                source_file.uri as file,
                rejected_row.sheet,
                rejected_row.row_number,
                rejected_row.message_th,
                count(*) over (partition by rejected_row.source, rejected_row.rule) as rows
            from quarantine.rejected_row
            inner join ops.source_file using (file_id)
            where rejected_row.province_code = %(province_code)s and {_in_months(scope, "rejected_row.")}
            order by
                rejected_row.source, rejected_row.rule, rejected_row.period, source_file.uri, rejected_row.sheet,
                rejected_row.row_number
        ) as examples
        order by rows desc, source, rule
        """,
        asdict(scope) | {"province_code": province_code},
    )


def rejected_files(connection: Any, scope: Scope, province_code: str | None) -> list[Row]:
    """For every reason for which whole files were rejected: how many, and one; None: those of no province with rules."""
    return fetch(
        connection,
        f"""
        select *
        from (
            select distinct on (reason)
                uri as file,
                reason as message_th,
                count(*) over (partition by reason) as rows
            from ops.source_file
            where
                status = 'rejected' and (period is null or {_in_months(scope)})
                and case
                    when %(province_code)s::text is null
                        then province_code is null or province_code not in (select in_force.province_code from rulebook.in_force)
                    else province_code = %(province_code)s
                end
            order by reason, uri
        ) as examples
        order by rows desc, file
        """,
        asdict(scope) | {"province_code": province_code},
    )


def findings(connection: Any, scope: Scope, province_code: str) -> list[Row]:
    """For every finding code about a province's months and files: how many, and one; the gravest first."""
    return fetch(
        connection,
        f"""
        select *
        from (
            select distinct on (severity, finding_code)
                severity,
                finding_code,
                file,
                row_number,
                message_th,
                count(*) over (partition by severity, finding_code) as rows
            from mart.finding
            where
                province_code = %(province_code)s and (period is null or {_in_months(scope)})
                -- an order's own contradictions are listed each, not counted
                and (period is not null or file is not null)
            order by severity, finding_code, period, file, row_number, message_th
        ) as examples
        order by array_position(array['critical', 'warning', 'info'], severity), rows desc, finding_code
        """,
        asdict(scope) | {"province_code": province_code},
    )


def document_findings(connection: Any, months: Iterable[Row]) -> list[Row]:
    """Where the orders behind the months contradict themselves or may be misread, the gravest first."""
    versions = {(month["programme_code"], month["province_code"], month["rulebook_version"]) for month in months}
    if not versions:
        return []
    return fetch(
        connection,
        """
        select distinct
            array_position(array['critical', 'warning', 'info'], severity) as gravity,
            finding_no,
            severity,
            kind,
            message_th
        from rulebook.document_finding
        where (programme_code, province_code, rulebook_version) in %(versions)s
        order by gravity, finding_no
        """,
        {"versions": tuple(versions)},
    )


def _in_months(scope: Scope, relation: str = "") -> str:
    """The condition on a period; the bound values are the scope's own."""
    conditions = [f"{relation}period >= date_trunc('month', %(from_)s::date)"] if scope.from_ else []
    conditions += [f"{relation}period <= %(to)s"] if scope.to else []
    return f"({' and '.join(conditions) or 'true'})"
