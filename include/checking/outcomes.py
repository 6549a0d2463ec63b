"""What a month would come to with the files of a trial, asked inside its transaction. Changes nothing."""

from collections.abc import Sequence
from typing import Any

from include import warehouse
from include.checking import districts
from include.checking.questions import Question
from include.checking.received import Row
from include.checking.steps import steps
from include.months import BUILD
from include.warehouse import fetch


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
            thai.print_moment(deadline.due_at) as due_moment_th,
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


def build(connection: Any, of_programmes: Sequence[Row]) -> None:
    """Build the month once a programme, as it is always built. Waits for the province; the caller rolls back."""
    for month in of_programmes:
        for path in BUILD:
            warehouse.run(connection, path, month | {"code_version": warehouse.code_version()})


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
                "criteria": districts.criteria(connection, asked | district),
                "changes": districts.changes(connection, asked | district),
                "steps": steps(connection, asked | district),
            }
            for district in districts.touched(connection, asked)
        ],
        "province_criteria": [] if of_reports else districts.criteria(connection, asked | {"district_code": None}),
    }
