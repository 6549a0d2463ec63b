"""What must be true of `mart.submission_version`, one province and month at a time."""

from great_expectations import ExpectationSuite
from great_expectations.expectations import UnexpectedRowsExpectation

SUITE = ExpectationSuite(
    name="mart.submission_version",
    expectations=[
        UnexpectedRowsExpectation(
            description="every accepted report has its version",
            severity="critical",
            notes="รายงานทุกฉบับที่รับไว้ต้องปรากฏ และบอกตรงกันว่าฉบับใดนับและฉบับใดตัดสินความตรงเวลา"
            " · Every report accepted is listed, and the list says of each what the facts say",
            unexpected_rows_query="""
            select version_key, district_code, submission.counts, submission_version.counts as listed
            from {month} as month
            inner join warehouse.submission using (province_code, period)
            left join {batch} as submission_version using (version_key, district_code)
            where
                (submission.valid, submission.first_valid, submission.counts)
                is distinct from
                (submission_version.valid, submission_version.first_valid, submission_version.counts)
            """,
        ),
        UnexpectedRowsExpectation(
            description="versions of a district are numbered from 1 by arrival",
            severity="critical",
            notes="ฉบับที่ต้องเรียงตามเวลาที่ได้รับโดยไม่ขาดเลข"
            " · Versions are numbered in the order in which they came, without a gap",
            unexpected_rows_query="""
            select numbered.district_code, numbered.version, numbered.received_at
            from (
                select
                    *,
                    row_number() over (partition by district_code order by version) as place,
                    lag(received_at) over (partition by district_code order by version) as received_before
                from {batch}
            ) as numbered
            where numbered.version <> numbered.place or numbered.received_at < numbered.received_before
            """,
        ),
        UnexpectedRowsExpectation(
            description="punctuality is the graded one",
            severity="critical",
            notes="ความตรงเวลาที่แสดงต้องเป็นค่าเดียวกับที่ใช้ให้คะแนน · What is said of punctuality is what was graded",
            unexpected_rows_query="""
            select district_code, submission_version.on_time, measure.value
            from {batch} as submission_version
            inner join candidate.measure using (programme_code, province_code, period, district_code)
            where
                measure.measure_code = 'reports_on_time' and submission_version.first_valid
                and submission_version.on_time is distinct from (measure.value = 1)
            """,
        ),
    ],
)
