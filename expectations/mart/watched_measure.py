"""What must be true of `mart.watched_measure`, one province and month at a time; its sums grade nobody: they warn."""

from great_expectations import ExpectationSuite
from great_expectations.expectations import UnexpectedRowsExpectation

SUITE = ExpectationSuite(
    name="mart.watched_measure",
    expectations=[
        UnexpectedRowsExpectation(
            description="places and measures are those of the rulebook",
            severity="critical",
            notes="ต้องเป็นอำเภอของจังหวัดและตัวชี้วัดที่ใช้ติดตามเท่านั้น"
            " · Only districts of the province and measures that are watched",
            unexpected_rows_query="""
            select watched.district_code, watched.measure_code, watched.category
            from {batch} as watched
            left join rulebook.district
                on
                    district.district_code = watched.district_code and district.province_code = watched.province_code
                    and district.valid_during @> watched.period
            left join rulebook.measure on measure.measure_code = watched.measure_code and measure.watched
            where district.district_code is null or measure.measure_code is null or watched.value < 0
            """,
        ),
        UnexpectedRowsExpectation(
            description="categories agree with the district's figure",
            severity="warning",
            notes="ผลรวมตามบริการต้องเท่ากับยอดของอำเภอ ส่วนกลุ่มผู้ใช้ต้องไม่น้อยกว่า เพราะหนึ่งคนอยู่ได้หลายกลุ่ม"
            " · Services add up to the district's figure; user groups to no less, as one person may be in several",
            unexpected_rows_query="""
            select measure.district_code, measure.measure_code, measure.value, sums.value as categories
            from {month} as month
            inner join candidate.measure using (programme_code, province_code, period)
            left join (
                select watched.district_code, watched.measure_code, sum(watched.value) as value
                from {batch} as watched
                group by watched.district_code, watched.measure_code
            ) as sums using (district_code, measure_code)
            where
                (measure.measure_code = 'content_updated' and measure.value <> coalesce(sums.value, 0))
                or (measure.measure_code = 'downloads_by_user_group' and measure.value > coalesce(sums.value, 0))
            """,
        ),
    ],
)
