"""What must be true of `staging.submission_download`, one province and month at a time."""

from great_expectations import ExpectationSuite
from great_expectations.expectations import ExpectColumnValuesToBeBetween, UnexpectedRowsExpectation

from expectations.lineage import reports_are_accepted, rows_are_of_the_months_files, rows_stand_in_raw

SUITE = ExpectationSuite(
    name="staging.submission_download",
    expectations=[
        rows_stand_in_raw("submissions_downloads"),
        rows_are_of_the_months_files(),
        reports_are_accepted(),
        UnexpectedRowsExpectation(
            description="claims are of subdistricts of the report's district",
            severity="critical",
            notes="ตัวเลขรายตำบลต้องเป็นของตำบลในอำเภอที่รายงาน"
            " · A claim is about a subdistrict of the district that reports",
            unexpected_rows_query="""
            select claimed.file_id, claimed.sheet, claimed.row_number, claimed.district_code, claimed.subdistrict_code
            from {batch} as claimed
            left join rulebook.subdistrict
                on
                    subdistrict.subdistrict_code = claimed.subdistrict_code
                    and subdistrict.province_code = claimed.province_code
                    and subdistrict.valid_during @> claimed.period
            where
                not exists (
                    select from staging.submission
                    where
                        submission.province_code = claimed.province_code and submission.period = claimed.period
                        and submission.report_key = claimed.report_key
                        and submission.district_code = subdistrict.district_code
                )
            """,
        ),
        ExpectColumnValuesToBeBetween(
            description="no claim is below zero",
            severity="critical",
            notes="จำนวนที่รายงานไม่มีทางติดลบ · A reported number is never negative",
            column="downloads",
            min_value=0,
        ),
    ],
)
