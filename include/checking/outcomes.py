"""What a month would come to with the files of a trial, asked inside its transaction. Changes nothing."""

from collections.abc import Sequence
from typing import Any

from include.checking.questions import Question
from include.checking.received import Row
from include.checking.steps import steps
from include.warehouse import fetch

SHOWN_CHANGES = 10  # of a district's report


def months(connection: Any, question: Question) -> list[Row]:
    """The month under the rules of each programme that has some: names, when its report is due, what is published."""
    return fetch(
        connection,
        """
        select
            in_force.programme_code,
            in_force.province_code,
            in_force.rulebook_version,
            %(period)s::date as period,
            thai.print_month(%(period)s::date) as month_th,
            programme.name_th as programme_name_th,
            province.name_th as province_name_th,
            version.clock,
            deadline.due_at,
            thai.print_date((deadline.due_at at time zone 'Asia/Bangkok')::date) as due_th,
            standing.kind as published
        from rulebook.in_force
        inner join rulebook.version using (programme_code, province_code, rulebook_version)
        inner join rulebook.programme using (programme_code)
        inner join rulebook.province
            on province.province_code = in_force.province_code and province.valid_during @> %(period)s::date
        left join rulebook.deadline
            on
                deadline.programme_code = in_force.programme_code and deadline.province_code = in_force.province_code
                and deadline.rulebook_version = in_force.rulebook_version and deadline.period = %(period)s
                and deadline.deadline_code = 'report'
        left join snapshot.standing
            on
                standing.programme_code = in_force.programme_code and standing.province_code = in_force.province_code
                and standing.period = %(period)s
        where in_force.province_code = %(province_code)s and in_force.valid_during @> %(period)s::date
        order by in_force.programme_code
        """,
        vars(question),
    )


def why_without_rules(connection: Any, question: Question) -> str:
    """Why no programme has rules for the province and month, in Thai with what to do."""
    ruled = fetch(
        connection,
        """
        select
            in_force.province_code,
            province.name_th,
            thai.print_month(%(period)s::date) as month_th,
            thai.print_month(min(lower(in_force.valid_during))) as first_th,
            thai.print_month((max(upper(in_force.valid_during)) - interval '1 day')::date) as last_th
        from rulebook.in_force
        inner join rulebook.province
            on province.province_code = in_force.province_code and province.valid_during @> current_date
        group by in_force.province_code, province.name_th
        order by in_force.province_code
        """,
        vars(question),
    )
    for province in ruled:
        if province["province_code"] == question.province_code:
            return (
                f"จังหวัด{province['name_th']}ไม่มีเกณฑ์ของเดือน{province['month_th']} "
                f"เกณฑ์ในระบบเป็นของเดือน{province['first_th']} ถึงเดือน{province['last_th']} "
                "โปรดตรวจ PERIOD หรือแจ้งผู้ดูแลระบบให้เพิ่มเกณฑ์"
            )
    names = " ".join(f"{province['province_code']} {province['name_th']}" for province in ruled) or "ยังไม่มี"
    return (
        f"จังหวัดรหัส {question.province_code} ยังไม่มีเกณฑ์ในระบบ (จังหวัดที่มีเกณฑ์: {names}) "
        "โปรดตรวจ PROVINCE หรือแจ้งผู้ดูแลระบบให้เพิ่มเกณฑ์ของจังหวัด"
    )


def with_districts(connection: Any, question: Question, month: Row, taken: Sequence[int]) -> Row:
    """The month with its missing sources, its criteria, and the districts that the files are about.

    `province_criteria` are those of the province itself, which reports of districts do not decide.
    """
    if not taken:
        return month | {"waits_for": [], "districts": [], "province_criteria": []}
    of_reports = question.source == "submissions"
    asked = month | {"file_ids": list(taken), "of_reports": of_reports}
    waiting = fetch(
        connection,
        """
        select message_th
        from candidate.month_finding
        where
            programme_code = %(programme_code)s and province_code = %(province_code)s and period = %(period)s
            and finding_code = 'source_missing'
        order by source
        """,
        asked,
    )
    return month | {
        "waits_for": [row["message_th"] for row in waiting],
        "districts": [
            district
            | {
                "criteria": _criteria(connection, asked | district),
                "changes": _changes(connection, asked | district),
                "steps": steps(connection, asked | district),
            }
            for district in _districts(connection, asked)
        ],
        "province_criteria": [] if of_reports else _criteria(connection, asked | {"district_code": None}),
    }


def _districts(connection: Any, asked: Row) -> list[Row]:
    """The districts that the files report of, all of the province for other sources: version, time and grade.

    `version` and what belongs to it are of the report in the files, null for other sources; `earlier_version` is the
    valid one that counts without it.
    """
    return fetch(
        connection,
        """
        with

        versions as (
            select *
            from candidate.submission_version
            where
                programme_code = %(programme_code)s and province_code = %(province_code)s and period = %(period)s
        ),

        own as (
            select distinct on (district_code) *
            from versions
            where
                file_id = any (%(file_ids)s)
                or version_key in (
                    select received_section_row.report_key
                    from staging.received_section_row
                    where
                        received_section_row.province_code = %(province_code)s
                        and received_section_row.period = %(period)s
                        and received_section_row.file_id = any (%(file_ids)s)
                )
            order by district_code, counts desc, version desc
        )

        select
            district.district_code,
            district.name_th,
            own.version,
            own.valid,
            own.first_valid,
            own.superseded_by,
            exists (
                select from staging.submission
                where submission.file_id = own.file_id and submission.report_key = own.version_key
            ) as summary_accepted,
            earlier.version as earlier_version,
            regexp_replace(earlier.uri, '^.*/', '') as earlier_name,
            thai.print_date((earlier.received_at at time zone 'Asia/Bangkok')::date) as earlier_th,
            thai.print_date((first_report.reported_at at time zone 'Asia/Bangkok')::date) as reported_th,
            thai.print_date((first_report.first_valid_at at time zone 'Asia/Bangkok')::date) as received_th,
            first_report.on_time,
            grade.points,
            grade.max_points,
            grade.percent,
            grade.grade,
            grade.grade_basis,
            before.points as points_before,
            before.grade as grade_before
        from rulebook.district
        left join own using (district_code)
        left join versions as first_report
            on first_report.district_code = district.district_code and first_report.first_valid
        left join lateral (
            select versions.*
            from versions
            where
                versions.district_code = district.district_code and versions.valid and versions.version < own.version
            order by versions.version desc
            limit 1
        ) as earlier on true
        left join candidate.district_grade as grade
            on
                grade.programme_code = %(programme_code)s and grade.province_code = %(province_code)s
                and grade.period = %(period)s and grade.district_code = district.district_code
        left join mart.district_grade as before
            on
                before.programme_code = %(programme_code)s and before.province_code = %(province_code)s
                and before.period = %(period)s and before.district_code = district.district_code
        where
            district.province_code = %(province_code)s and district.valid_during @> %(period)s::date
            and (not %(of_reports)s or own.version is not null)
        order by district.district_code
        """,
        asked,
    )


def _changes(connection: Any, asked: Row) -> list[Row]:
    """What differs, cell by cell, between a district's version and the one before; empty where there is none."""
    return fetch(
        connection,
        """
        select row_label, heading, change, was, is_now, cell_address, count(*) over () as changes
        from candidate.submission_diff
        where
            programme_code = %(programme_code)s and province_code = %(province_code)s and period = %(period)s
            and district_code = %(district_code)s and version = %(version)s
        order by change_no
        limit %(most)s
        """,
        asked | {"most": SHOWN_CHANGES},
    )


def _criteria(connection: Any, asked: Row) -> list[Row]:
    """A district's criteria in the rulebook's order, the province's own where `district_code` is null.

    While the month waits there is no attainment: `reached` then tells whether the figures that are there reach their
    targets, null where one is missing, and `points` is null.
    """
    return fetch(
        connection,
        """
        select
            criterion.criterion_code,
            criterion.name_th,
            criterion.points as max_points,
            attainment.points,
            coalesce(attainment.met, judged.reached) as reached,
            coalesce(attainment.explanation_th, judged.conditions_th) as explanation_th
        from rulebook.criterion
        inner join lateral (
            select
                case
                    when bool_or(not compared.holds) then false
                    when bool_or(compared.holds is null) then null
                    else true
                end as reached,
                string_agg(
                    mart.condition_th(
                        compared.name_th, compared.unit_th, compared.value, compared.comparator, compared.target_value
                    ),
                    ' และ' order by compared.condition_no
                ) as conditions_th
            from (
                select
                    target.condition_no,
                    target.comparator,
                    target.target_value,
                    catalogue.name_th,
                    catalogue.unit_th,
                    measure.value,
                    case target.comparator
                        when '>=' then measure.value >= target.target_value
                        when '=' then measure.value = target.target_value
                    end as holds
                from candidate.target
                inner join rulebook.measure as catalogue using (measure_code)
                left join candidate.measure
                    on
                        measure.programme_code = target.programme_code and measure.period = target.period
                        and measure.province_code = target.province_code
                        and measure.district_code is not distinct from target.district_code
                        and measure.measure_code = target.measure_code
                where
                    target.programme_code = criterion.programme_code and target.period = %(period)s
                    and target.province_code = criterion.province_code
                    and target.district_code is not distinct from %(district_code)s
                    and target.criterion_code = criterion.criterion_code
            ) as compared
        ) as judged on judged.conditions_th is not null
        left join candidate.attainment
            on
                attainment.programme_code = criterion.programme_code and attainment.period = %(period)s
                and attainment.province_code = criterion.province_code
                and attainment.district_code is not distinct from %(district_code)s
                and attainment.criterion_code = criterion.criterion_code
        where
            criterion.programme_code = %(programme_code)s and criterion.province_code = %(province_code)s
            and criterion.rulebook_version = %(rulebook_version)s
            and criterion.level = case when %(district_code)s::text is null then 'province' else 'district' end
        order by criterion.position
        """,
        asked,
    )
