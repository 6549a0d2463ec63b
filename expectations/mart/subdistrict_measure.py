"""What must be true of `mart.subdistrict_measure`, one province and month at a time."""

from great_expectations import ExpectationSuite
from great_expectations.expectations import UnexpectedRowsExpectation

SUITE = ExpectationSuite(
    name="mart.subdistrict_measure",
    expectations=[
        UnexpectedRowsExpectation(
            description="every subdistrict has its three figures",
            severity="critical",
            notes="ตำบลที่หายไปจะไม่ถูกนับว่าต่ำกว่าเกณฑ์ · A subdistrict that is missing is never counted as short",
            unexpected_rows_query="""
            with asked as (
                select subdistrict.district_code, subdistrict.subdistrict_code, figure.measure_code
                from {month} as month
                inner join rulebook.subdistrict
                    on subdistrict.province_code = month.province_code and subdistrict.valid_during @> month.period
                cross join (values ('downloads'), ('web_users'), ('downloads_claimed')) as figure (measure_code)
            ),
            found as (select district_code, subdistrict_code, measure_code from {batch} as figure)
            select 'missing' as problem, missing.* from (select * from asked except all select * from found) as missing
            union all
            select 'not asked' as problem, extra.* from (select * from found except all select * from asked) as extra
            """,
        ),
        UnexpectedRowsExpectation(
            description="no figure is below zero",
            severity="critical",
            notes="จำนวนคนไม่มีทางติดลบ · A number of persons is never negative",
            unexpected_rows_query="select subdistrict_code, measure_code, value from {batch} where value < 0",
        ),
        UnexpectedRowsExpectation(
            description="recorded figures are known exactly when the events came",
            severity="critical",
            notes="ไฟล์ที่ยังไม่มาคือไม่ทราบ มิใช่ศูนย์ · A file that did not come is unknown, never zero",
            unexpected_rows_query="""
            select figure.subdistrict_code, figure.measure_code, figure.value
            from {batch} as figure
            left join ops.delivered_source
                on
                    delivered_source.province_code = figure.province_code and delivered_source.period = figure.period
                    and delivered_source.source = 'app_downloads'
            where
                figure.measure_code <> 'downloads_claimed'
                and (figure.value is null) <> (delivered_source.source is null)
            """,
        ),
        UnexpectedRowsExpectation(
            description="no more persons than events",
            severity="critical",
            notes="ผู้ดาวน์โหลดไม่ซ้ำต้องไม่เกินจำนวนเหตุการณ์ และมีคนเมื่อมีเหตุการณ์"
            " · Distinct persons never outnumber their events, and events have persons",
            unexpected_rows_query="""
            with events as materialized (
                select
                    app_download.subdistrict_code,
                    count(*) filter (
                        where app_download.operating_system = any (version.download_platforms)
                    ) as downloads,
                    count(*) filter (where app_download.operating_system = 'Web') as web_users
                from {month} as month
                inner join rulebook.version using (programme_code, province_code, rulebook_version)
                inner join warehouse.app_download using (province_code, period)
                group by app_download.subdistrict_code
            )
            select figure.subdistrict_code, figure.measure_code, figure.value, counted.events
            from {batch} as figure
            left join events using (subdistrict_code)
            cross join lateral (
                select coalesce(
                    case figure.measure_code when 'downloads' then events.downloads else events.web_users end, 0
                ) as events
            ) as counted
            where
                figure.measure_code <> 'downloads_claimed'
                and (figure.value > counted.events or (figure.value = 0) <> (counted.events = 0))
            """,
        ),
        UnexpectedRowsExpectation(
            description="claims are those of the report that counts",
            severity="critical",
            notes="ตัวเลขที่รายงานต้องมาจากรายงานฉบับที่ใช้นับเท่านั้น · Claims come from the version that counts, and no other",
            unexpected_rows_query="""
            with reported as materialized (
                select claimed_download.subdistrict_code, sum(claimed_download.downloads) as downloads
                from {month} as month
                inner join warehouse.submission using (province_code, period)
                inner join warehouse.claimed_download using (province_code, period, version_key)
                where submission.counts
                group by claimed_download.subdistrict_code
            )
            select figure.subdistrict_code, figure.value, reported.downloads as reported
            from {batch} as figure
            left join reported using (subdistrict_code)
            where
                figure.measure_code = 'downloads_claimed'
                and nullif(figure.value, 0) is distinct from nullif(reported.downloads, 0)
            """,
        ),
    ],
)
