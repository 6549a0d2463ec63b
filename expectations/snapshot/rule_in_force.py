"""What must be true of `snapshot.rule_in_force`, one freeze at a time, before its files are written."""

from great_expectations import ExpectationSuite
from great_expectations.expectations import UnexpectedRowsExpectation

SUITE = ExpectationSuite(
    name="snapshot.rule_in_force",
    expectations=[
        UnexpectedRowsExpectation(
            description="the month's own rules are among those in force",
            severity="critical",
            notes="เกณฑ์ที่ใช้คิดเดือนนั้นต้องอยู่ในรายการเกณฑ์ที่มีผลเมื่อปิดรอบ"
            " · The version that the month was graded by is among those in force when it was frozen",
            unexpected_rows_query="""
            select publication.snapshot_id, publication.rulebook_version
            from {month} as publication
            left join {batch} as rule
                on
                    rule.programme_code = publication.programme_code
                    and rule.province_code = publication.province_code
                    and rule.rulebook_version = publication.rulebook_version
                    and rule.valid_during @> publication.period
            where rule.snapshot_id is null
            """,
        ),
        UnexpectedRowsExpectation(
            description="rules in force are versions that were loaded",
            severity="critical",
            notes="เกณฑ์ทุกฉบับในรายการต้องเป็นฉบับที่มีอยู่จริง · Every version named is one that was loaded",
            unexpected_rows_query="""
            select rule.snapshot_id, rule.rulebook_code, rule.rulebook_version
            from {batch} as rule
            left join rulebook.version
                using (programme_code, province_code, rulebook_code, rulebook_version)
            where version.content_sha256 is null
            """,
        ),
    ],
)
