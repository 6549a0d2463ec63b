"""What must be true of `mart.measure`, one province and month at a time."""

from great_expectations import ExpectationSuite
from great_expectations.expectations import UnexpectedRowsExpectation

SUITE = ExpectationSuite(
    name="mart.measure",
    expectations=[
        UnexpectedRowsExpectation(
            description="every place has every measure",
            severity="critical",
            notes="อำเภอที่ไม่ส่งอะไรเลยก็ต้องมีทุกตัวชี้วัด · A district that sent nothing still has every measure",
            unexpected_rows_query="""
            with asked as (
                select district.district_code, measure.measure_code, measure.source
                from {month} as month
                inner join rulebook.measure on measure.level in ('district', 'province')
                left join rulebook.district
                    on
                        measure.level = 'district' and district.province_code = month.province_code
                        and district.valid_during @> month.period
            ),
            found as (select district_code, measure_code, source from {batch} as measure)
            select 'missing' as problem, missing.* from (select * from asked except all select * from found) as missing
            union all
            select 'not asked' as problem, extra.* from (select * from found except all select * from asked) as extra
            """,
        ),
        UnexpectedRowsExpectation(
            description="no measure is below zero and no share above one",
            severity="critical",
            notes="จำนวนไม่ติดลบ สัดส่วนไม่เกินหนึ่ง และการรายงานภายในกำหนดเป็นศูนย์หรือหนึ่ง"
            " · Counts are not negative, shares at most one, punctuality is zero or one",
            unexpected_rows_query="""
            select measure.district_code, measure.measure_code, measure.value
            from {batch} as measure
            left join rulebook.measure as catalogue using (measure_code)
            where
                measure.value < 0
                or (catalogue.unit_th = 'สัดส่วน' and measure.value > 1)
                or (measure.measure_code = 'reports_on_time' and measure.value not in (0, 1))
            """,
        ),
        UnexpectedRowsExpectation(
            description="a district's downloads are the sum over its subdistricts",
            severity="critical",
            notes="ยอดของอำเภอต้องเท่ากับผลรวมของทุกตำบล · A district's figure agrees with its subdistricts'",
            meta={"missing_values": "never_skip"},
            unexpected_rows_query="""
            with sums as materialized (
                select
                    figure.district_code,
                    figure.measure_code,
                    case
                        when figure.measure_code = 'downloads_claimed' or count(*) = count(figure.value)
                            then sum(figure.value)
                    end as value
                from {month} as month
                inner join candidate.subdistrict_measure as figure using (programme_code, province_code, period)
                group by figure.district_code, figure.measure_code
            )
            select measure.district_code, measure.measure_code, measure.value, sums.value as subdistricts
            from {batch} as measure
            inner join sums using (district_code, measure_code)
            where
                measure.value is distinct from sums.value
                -- a report that gives no subdistrict may give a total
                and (measure.measure_code <> 'downloads_claimed' or sums.value is not null)
            """,
        ),
        UnexpectedRowsExpectation(
            description="short subdistricts are those below the minimum",
            severity="critical",
            notes="จำนวนตำบลที่ต่ำกว่าเกณฑ์ต้องนับได้ตรงกับตัวเลขรายตำบล"
            " · The count of short subdistricts agrees with the figures by subdistrict",
            unexpected_rows_query="""
            with recounted as materialized (
                select
                    figure.district_code,
                    sum(case when coalesce(figure.value, 0) >= version.subdistrict_minimum then 0 else 1 end) as short,
                    version.downloads_graded_from = 'platform' and count(*) > count(figure.value) as unknown
                from {month} as month
                inner join rulebook.version using (programme_code, province_code, rulebook_version)
                inner join candidate.subdistrict_measure as figure using (programme_code, province_code, period)
                where
                    figure.measure_code
                    = case version.downloads_graded_from when 'claimed' then 'downloads_claimed' else 'downloads' end
                group by figure.district_code, version.downloads_graded_from
            )
            select measure.district_code, measure.value, recounted.short
            from {batch} as measure
            left join recounted using (district_code)
            where
                measure.measure_code = 'subdistricts_short'
                and measure.value is distinct from case when not recounted.unknown then recounted.short end
            """,
        ),
        UnexpectedRowsExpectation(
            description="a graded month knows what its platforms recorded",
            severity="critical",
            notes="เมื่อไฟล์จากระบบมาครบ ตัวชี้วัดที่ใช้ตัดสินต้องมีค่า"
            " · Once the platforms' files are in, no measure that grades is unknown",
            unexpected_rows_query="""
            select measure.district_code, measure.measure_code
            from {batch} as measure
            inner join candidate.province_summary as summary using (programme_code, province_code, period)
            inner join candidate.target
                on
                    target.programme_code = measure.programme_code and target.province_code = measure.province_code
                    and target.period = measure.period and target.measure_code = measure.measure_code
                    and coalesce(target.district_code, '') = coalesce(measure.district_code, '')
            where summary.status = 'graded' and measure.source not like 'submissions%' and measure.value is null
            """,
        ),
        UnexpectedRowsExpectation(
            description="a district without a report has zero of what reports tell",
            severity="critical",
            notes="อำเภอที่ไม่มีรายงานที่ใช้ได้ต้องไม่ได้ตัวเลขจากรายงานใด"
            " · A district with no valid report gets no figure from any report",
            unexpected_rows_query="""
            select measure.district_code, measure.measure_code, measure.value
            from {batch} as measure
            left join warehouse.submission
                on
                    submission.province_code = measure.province_code and submission.period = measure.period
                    and submission.district_code = measure.district_code and submission.counts
            where
                measure.source like 'submissions%' and measure.district_code is not null
                and submission.version_key is null and measure.value is distinct from 0
            """,
        ),
        UnexpectedRowsExpectation(
            description="what a report lists is counted as listed",
            severity="critical",
            notes="กิจกรรม การประชาสัมพันธ์ และร้านค้าที่รายงาน ต้องนับได้จากรายงานฉบับที่ใช้นับ"
            " · Activities and publicity and claimed shops can be counted in the report that counts",
            unexpected_rows_query="""
            with report as materialized (
                select submission.version_key, submission.district_code, submission.new_shops_claimed
                from {month} as month
                inner join warehouse.submission using (province_code, period)
                where submission.counts
            ),
            listed as materialized (
                select district_code, 'new_shops_claimed' as measure_code, new_shops_claimed as value, true as exact
                from report
                union all
                select report.district_code, 'activities', count(distinct (activity.held_on, activity.activity))
                    filter (where activity.held_on is not null), true
                from report
                left join {month} as month on true
                left join warehouse.activity
                    on
                        activity.province_code = month.province_code and activity.period = month.period
                        and activity.version_key = report.version_key
                group by report.district_code
                union all
                -- fewer where the rulebook orders hashtags
                select
                    report.district_code, 'publicity_occasions',
                    count(distinct (post.posted_on, coalesce(post.title, '')))
                    filter (where post.posted_on is not null),
                    false
                from report
                left join {month} as month on true
                left join warehouse.publicity_post as post
                    on
                        post.province_code = month.province_code and post.period = month.period
                        and post.version_key = report.version_key
                group by report.district_code
            )
            select measure.district_code, measure.measure_code, measure.value, listed.value as listed
            from {batch} as measure
            inner join listed using (district_code, measure_code)
            where
                case when listed.exact then measure.value is distinct from listed.value
                else coalesce(measure.value > listed.value, true) end
            """,
        ),
        UnexpectedRowsExpectation(
            description="content is counted from the month's export",
            severity="critical",
            notes="รายการที่ปรับปรุงในเดือนของทุกอำเภอรวมกันต้องเท่ากับแถวในไฟล์ของเดือน"
            " · Records updated in the month add up over the districts to the rows of the month's export",
            unexpected_rows_query="""
            select counted.districts, listed.records
            from (
                select sum(measure.value) as districts
                from {batch} as measure
                where measure.measure_code = 'content_updated'
            ) as counted
            cross join (
                select count(*) filter (where date_trunc('month', record.updated_on) = month.period) as records
                from {month} as month
                left join warehouse.content_record as record using (province_code, period)
            ) as listed
            where counted.districts <> listed.records
            """,
        ),
        UnexpectedRowsExpectation(
            description="no more new operators than shops registered",
            severity="critical",
            notes="ผู้ประกอบการใหม่ต้องไม่เกินจำนวนผู้ที่สมัครร้านค้าในเดือนนั้น"
            " · New operators never outnumber those who registered a shop in the month",
            unexpected_rows_query="""
            select counted.new_shops, registered.operators
            from (
                select sum(measure.value) as new_shops
                from {batch} as measure
                where measure.measure_code = 'new_shops'
            ) as counted
            cross join (
                select count(distinct shop.operator_id) as operators
                from {month} as month
                inner join warehouse.shop using (province_code, period)
                where shop.status <> 'ไม่อนุมัติ'
            ) as registered
            where counted.new_shops > registered.operators
            """,
        ),
    ],
)
