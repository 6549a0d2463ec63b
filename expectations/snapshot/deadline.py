"""What must be true of `snapshot.deadline`, one freeze at a time, before its files are written."""

from great_expectations import ExpectationSuite
from great_expectations.expectations import UnexpectedRowsExpectation

SUITE = ExpectationSuite(
    name="snapshot.deadline",
    expectations=[
        UnexpectedRowsExpectation(
            description="deadlines are those of that version",
            severity="critical",
            notes="กำหนดเวลาที่เผยแพร่ต้องเป็นของเกณฑ์ฉบับนั้นในเดือนนั้น"
            " · The deadlines published are those of that version for the month",
            unexpected_rows_query="""
            with asked as (
                select deadline.deadline_code, deadline.due_at
                from {month} as publication
                inner join rulebook.deadline using (programme_code, province_code, rulebook_version, period)
            ),
            found as (select deadline_code, due_at from {batch} as deadline)
            select 'missing' as problem, missing.* from (select * from asked except all select * from found) as missing
            union all
            select 'not asked' as problem, extra.* from (select * from found except all select * from asked) as extra
            """,
        ),
    ],
)
