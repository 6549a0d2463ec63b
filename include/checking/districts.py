"""A district's outcome in a month as it stands built in `candidate`: report, criteria, grade. Changes nothing."""

from typing import Any

from include.checking.received import Row
from include.warehouse import fetch

SHOWN_CHANGES = 10  # of a district's report


def touched(connection: Any, asked: Row) -> list[Row]:
    """The districts that the files report of, all of the province for other sources: version, time and grade.

    `version` and what belongs to it are of the report in the files, null for other sources and where the rows of a
    district belong to no report; `earlier_version` is the valid one that counts without it.
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

        refused as (
            select
                district_code,
                report_key
            from quarantine.rejected_row
            where
                province_code = %(province_code)s and period = %(period)s and source = 'submissions'
                and file_id = any (%(file_ids)s)
        ),

        own as (
            select distinct on (district_code) *
            from versions
            where
                file_id = any (%(file_ids)s)
                or version_key in (select refused.report_key from refused)
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
            own.version_key,
            own.valid,
            own.first_valid,
            own.superseded_by,
            exists (
                select from staging.submission
                where submission.file_id = own.file_id and submission.report_key = own.version_key
            ) as summary_accepted,
            coalesce(own.rows_accepted, 0) as rows_accepted,
            coalesce(
                own.rows_refused, (select count(*) from refused where refused.district_code = district.district_code)
            ) as rows_refused,
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
            and (
                not %(of_reports)s or own.version is not null
                or exists (select from refused where refused.district_code = district.district_code)
            )
        order by district.district_code
        """,
        asked,
    )


def changes(connection: Any, asked: Row) -> list[Row]:
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


def criteria(connection: Any, asked: Row) -> list[Row]:
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
