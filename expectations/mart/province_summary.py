"""What must be true of `mart.province_summary`, one province and month at a time."""

from great_expectations import ExpectationSuite
from great_expectations.expectations import UnexpectedRowsExpectation

SUITE = ExpectationSuite(
    name="mart.province_summary",
    expectations=[
        UnexpectedRowsExpectation(
            description="the month has one summary and waits only for missing sources",
            severity="critical",
            notes="ทุกเดือนต้องมีสรุปหนึ่งแถว และรอเฉพาะเมื่อไฟล์จากระบบยังมาไม่ครบ"
            " · Every month has one summary, and waits exactly while a platform's file is missing",
            unexpected_rows_query="""
            select month.period, summary.status, month_input.missing_sources, summary.rulebook_version
            from {month} as month
            left join {batch} as summary using (programme_code, province_code, period)
            left join ops.month_input using (programme_code, province_code, period)
            where
                summary.rulebook_version is distinct from month.rulebook_version
                or (summary.status = 'waiting') is distinct from (cardinality(month_input.missing_sources) > 0)
            """,
        ),
        UnexpectedRowsExpectation(
            description="districts and reports are counted right",
            severity="critical",
            notes="จำนวนอำเภอ รายงาน และรายงานทันกำหนดต้องนับได้ตรงกัน"
            " · Districts, reports and reports on time agree with what they count",
            meta={"missing_values": "never_skip"},
            unexpected_rows_query="""
            select
                summary.districts, summary.reported, summary.on_time,
                counted.districts as counted_districts, counted.reported as counted_reported,
                counted.on_time as counted_on_time
            from {batch} as summary
            inner join lateral (
                select
                    count(*) as districts,
                    count(submission.version_key) as reported,
                    count(*) filter (where measure.value = 1) as on_time
                from rulebook.district
                left join warehouse.submission
                    on
                        submission.province_code = summary.province_code and submission.period = summary.period
                        and submission.district_code = district.district_code and submission.counts
                left join candidate.measure
                    on
                        measure.programme_code = summary.programme_code
                        and measure.province_code = summary.province_code
                        and measure.period = summary.period and measure.district_code = district.district_code
                        and measure.measure_code = 'reports_on_time'
                where district.province_code = summary.province_code and district.valid_during @> summary.period
            ) as counted on true
            where
                (summary.districts, summary.reported, summary.on_time)
                is distinct from (counted.districts, counted.reported, counted.on_time)
                or summary.on_time > summary.reported or summary.reported > summary.districts
            """,
        ),
        UnexpectedRowsExpectation(
            description="grade counts and mean are those of the grades",
            severity="critical",
            notes="จำนวนอำเภอในแต่ละระดับและค่าเฉลี่ยต้องมาจากระดับของอำเภอ เดือนที่ยังรอไฟล์ต้องไม่มีทั้งสองอย่าง"
            " · Counts by grade and the mean come from the districts' grades; a waiting month has neither",
            unexpected_rows_query="""
            select
                summary.grade_counts, summary.mean_percent, recounted.grade_counts as recounted,
                recounted.mean_percent as mean
            from {batch} as summary
            inner join lateral (
                select
                    coalesce(
                        jsonb_object_agg(bands.grade, bands.districts) filter (where summary.status = 'graded'),
                        jsonb_build_object()
                    ) as grade_counts,
                    round(sum(bands.percents) / nullif(sum(bands.districts), 0), 4) as mean_percent
                from (
                    select
                        band.grade,
                        count(grade.district_code) as districts,
                        sum(100 * grade.points / grade.max_points) as percents
                    from rulebook.grade_band as band
                    left join candidate.district_grade as grade
                        on
                            grade.programme_code = summary.programme_code
                            and grade.province_code = summary.province_code
                            and grade.period = summary.period and grade.grade = band.grade
                    where
                        band.programme_code = summary.programme_code and band.province_code = summary.province_code
                        and band.rulebook_version = summary.rulebook_version
                    group by band.grade
                ) as bands
            ) as recounted on true
            where
                summary.grade_counts is distinct from recounted.grade_counts
                or summary.mean_percent is distinct from recounted.mean_percent
            """,
        ),
        UnexpectedRowsExpectation(
            description="the province's criteria are those decided",
            severity="critical",
            notes="ผลของเกณฑ์ระดับจังหวัดในสรุปต้องตรงกับผลที่ตัดสิน"
            " · The province's own criteria read in the summary as they were decided",
            unexpected_rows_query="""
            select summary.province_criteria, decided.criteria
            from {batch} as summary
            inner join lateral (
                select
                    coalesce(jsonb_object_agg(attainment.criterion_code, attainment.met),
                    jsonb_build_object()) as criteria
                from candidate.attainment
                where
                    attainment.programme_code = summary.programme_code
                    and attainment.province_code = summary.province_code
                    and attainment.period = summary.period and attainment.district_code is null
            ) as decided on true
            where summary.province_criteria is distinct from decided.criteria
            """,
        ),
        UnexpectedRowsExpectation(
            description="few rows of the month were refused",
            severity="warning",
            notes="เมื่อแถวของแหล่งใดถูกปฏิเสธเกินสัดส่วนที่กำหนด ตัวเลขของเดือนอาจต่ำกว่าจริง ให้แจ้งผู้ส่ง"
            " · When more rows of a source were refused than is usual the figures may be too low: tell its sender",
            unexpected_rows_query="""
            select source_file.source, sum(source_file.rows_rejected) as refused, sum(source_file.rows_read) as read
            from {batch} as summary
            inner join ops.source_file using (province_code, period)
            inner join rulebook.quality_setting as setting
                on setting.programme_code = summary.programme_code and setting.setting_code = 'refused_share'
            where source_file.status = 'loaded'
            group by source_file.source, setting.value
            having sum(source_file.rows_rejected) > setting.value * sum(source_file.rows_read)
            """,
        ),
    ],
)
