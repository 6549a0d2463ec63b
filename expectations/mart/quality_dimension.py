"""What must be true of `mart.quality_dimension`, one province and month at a time. No grade depends on it: all warn."""

from great_expectations import ExpectationSuite
from great_expectations.expectations import UnexpectedRowsExpectation

SUITE = ExpectationSuite(
    name="mart.quality_dimension",
    expectations=[
        UnexpectedRowsExpectation(
            description="every district and the province have all five dimensions",
            severity="warning",
            notes="ทุกอำเภอและจังหวัดต้องมีครบห้าด้าน แม้ไม่ได้รับรายงาน"
            " · Every district and the province itself have five dimensions: a silent district too",
            unexpected_rows_query="""
            with asked as (
                select places.district_code, dimensions.dimension
                from {month} as month
                cross join lateral (
                    select district.district_code
                    from rulebook.district
                    where district.province_code = month.province_code and district.valid_during @> month.period
                    union all
                    select null as district_code
                ) as places
                cross join (
                    values ('coverage'), ('completeness'), ('validity'), ('timeliness'), ('consistency')
                ) as dimensions (dimension)
            ),
            found as (select district_code, dimension from {batch} as quality_dimension)
            select 'missing' as problem, missing.* from (select * from asked except all select * from found) as missing
            union all
            select 'not asked' as problem, extra.* from (select * from found except all select * from asked) as extra
            """,
        ),
        UnexpectedRowsExpectation(
            description="a dimension is its numerator over its denominator and the province sums its districts",
            severity="warning",
            notes="ค่าของด้านคือตัวตั้งหารตัวหาร และของจังหวัดคือผลรวมของอำเภอ คำนวณตามได้ด้วยมือ"
            " · A value is its numerator over its denominator and the province's are the sums: all of it by hand",
            meta={"missing_values": "never_skip"},
            unexpected_rows_query="""
            select
                quality_dimension.district_code, quality_dimension.dimension, quality_dimension.numerator,
                quality_dimension.denominator, quality_dimension.value
            from {batch} as quality_dimension
            left join (
                select dimension, sum(numerator) as numerator, sum(denominator) as denominator
                from {batch} as of_district
                where district_code is not null
                group by dimension
            ) as districts
                on districts.dimension = quality_dimension.dimension and quality_dimension.district_code is null
            where
                quality_dimension.value
                is distinct from quality_dimension.numerator / nullif(quality_dimension.denominator, 0)
                or quality_dimension.numerator <> districts.numerator
                or quality_dimension.denominator <> districts.denominator
            """,
        ),
        UnexpectedRowsExpectation(
            description="timeliness is the graded punctuality",
            severity="warning",
            notes="ความทันเวลาต้องตรงกับที่ใช้ให้คะแนน · Timeliness says of a district what was graded",
            unexpected_rows_query="""
            select quality_dimension.district_code, quality_dimension.numerator, measure.value as on_time
            from {batch} as quality_dimension
            left join candidate.measure
                on
                    measure.programme_code = quality_dimension.programme_code
                    and measure.province_code = quality_dimension.province_code
                    and measure.period = quality_dimension.period
                    and measure.district_code = quality_dimension.district_code
                    and measure.measure_code = 'reports_on_time'
            where
                quality_dimension.dimension = 'timeliness' and quality_dimension.district_code is not null
                and quality_dimension.numerator is distinct from coalesce(measure.value, 0)
            """,
        ),
    ],
)
