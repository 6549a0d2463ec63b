"""What must be true of `warehouse.submission`, one province and month at a time."""

from great_expectations import ExpectationSuite
from great_expectations.expectations import UnexpectedRowsExpectation

SUITE = ExpectationSuite(
    name="warehouse.submission",
    expectations=[
        UnexpectedRowsExpectation(
            description="versions are as their summaries were typed",
            severity="critical",
            notes="ทุกฉบับต้องตรงกับสรุปที่แปลงจากไฟล์ทุกตัวเลข · A version says what its typed summary says in every figure",
            meta={"missing_values": "never_skip"},
            unexpected_rows_query="""
            select submission.version_key, submission.district_code, submission.file_id
            from {batch} as submission
            where
                not exists (
                    select from staging.submission as typed
                    where
                        typed.file_id = submission.file_id and typed.report_key = submission.version_key
                        and typed.period = submission.period and typed.district_code = submission.district_code
                        and (
                            typed.new_shops, typed.downloads_total, typed.district_chief,
                            typed.district_development_officer, typed.land_office_head,
                            typed.local_administration_head, typed.subdistrict_heads, typed.village_heads
                        )
                        is not distinct from
                        (
                            submission.new_shops_claimed, submission.downloads_total_claimed,
                            submission.district_chief, submission.district_development_officer,
                            submission.land_office_head, submission.local_administration_head,
                            submission.subdistrict_heads, submission.village_heads
                        )
                )
            """,
        ),
        UnexpectedRowsExpectation(
            description="no accepted report was lost",
            severity="critical",
            notes="รายงานทุกฉบับที่สรุปผ่านต้องเป็นฉบับหนึ่งของอำเภอ · Every accepted summary is a version of its district",
            unexpected_rows_query="""
            select typed.report_key, typed.district_code, typed.file_id
            from {month} as month
            inner join staging.submission as typed using (province_code, period)
            inner join ops.source_file using (file_id)
            left join {batch} as submission on submission.version_key = typed.report_key
            where
                submission.version_key is null
                -- of a report of the form tool that was sent again the summary received last decides
                and not exists (
                    select from ops.source_file as later
                    where
                        later.source = 'submissions' and later.section = 'summary' and source_file.section = 'summary'
                        and later.status = 'loaded' and later.province_code = typed.province_code
                        and later.period = typed.period
                        and (later.received_at, later.modified_at, later.uri)
                        > (source_file.received_at, source_file.modified_at, source_file.uri)
                )
            """,
        ),
        UnexpectedRowsExpectation(
            description="reports are of the province's districts",
            severity="critical",
            notes="รายงานต้องเป็นของอำเภอในจังหวัดตามทะเบียนของเดือนนั้น"
            " · A report belongs to a district the province had in that month",
            unexpected_rows_query="""
            select submission.version_key, submission.district_code
            from {batch} as submission
            left join rulebook.district
                on
                    district.district_code = submission.district_code
                    and district.province_code = submission.province_code
                    and district.valid_during @> submission.period
            where district.district_code is null
            """,
        ),
        UnexpectedRowsExpectation(
            description="the latest valid version counts and the earliest tells punctuality",
            severity="critical",
            notes="ฉบับที่ใช้นับต้องเป็นฉบับที่ใช้ได้ซึ่งได้รับหลังสุด ความตรงเวลาดูจากฉบับแรก"
            " · What counts is the valid version received last; punctuality is that of the first",
            unexpected_rows_query="""
            select versions.district_code, versions.version_key, versions.valid, versions.counts, versions.first_valid
            from (
                select
                    submission.*,
                    source_file.received_at as received_last_at,
                    max(source_file.received_at) filter (where submission.valid) over district as last_at,
                    min(submission.received_at) filter (where submission.valid) over district as first_at,
                    count(*) filter (where submission.valid) over district as valid_versions,
                    count(*) filter (where submission.counts) over district as counting,
                    count(*) filter (where submission.first_valid) over district as first_ones
                from {batch} as submission
                inner join ops.source_file using (file_id)
                window district as (partition by submission.district_code)
            ) as versions
            where
                (versions.counts and (not versions.valid or versions.received_last_at < versions.last_at))
                or (versions.first_valid and (not versions.valid or versions.received_at > versions.first_at))
                or versions.counting <> least(versions.valid_versions, 1)
                or versions.first_ones <> least(versions.valid_versions, 1)
            """,
        ),
        UnexpectedRowsExpectation(
            description="no claimed figure is below zero",
            severity="critical",
            notes="จำนวนที่รายงานไม่มีทางติดลบ · A reported number is never negative",
            unexpected_rows_query="""
            select version_key, district_code
            from {batch}
            where
                least(
                    new_shops_claimed, downloads_total_claimed, district_chief, district_development_officer,
                    land_office_head, local_administration_head, subdistrict_heads, village_heads
                ) < 0
            """,
        ),
        UnexpectedRowsExpectation(
            description="no report is made before its month",
            severity="critical",
            notes="รายงานของเดือนที่ยังไม่เริ่มเป็นไปไม่ได้ · A month that has not begun cannot be reported",
            meta={"missing_values": "skip_if_any"},
            unexpected_rows_query="""
            select version_key, district_code, reported_at
            from {batch}
            where reported_at < period::timestamp at time zone 'Asia/Bangkok'
            """,
        ),
        UnexpectedRowsExpectation(
            description="no report is dated after it was received",
            severity="warning",
            notes="วันที่รายงานหลังวันที่ได้รับไฟล์มักเกิดจากพิมพ์ผิด และกระทบการรายงานภายในกำหนด"
            " · A date after the receipt is mostly mistyped, and decides punctuality",
            meta={"missing_values": "skip_if_any"},
            unexpected_rows_query="""
            select version_key, district_code, reported_at, received_at
            from {batch}
            where date_trunc('day', reported_at) > date_trunc('day', received_at)
            """,
        ),
    ],
)
