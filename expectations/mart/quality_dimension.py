"""What must be true of `mart.quality_dimension`, one province and month at a time. No grade depends on it: all warn."""

from great_expectations import ExpectationSuite
from great_expectations.expectations import UnexpectedRowsExpectation

SUITE = ExpectationSuite(
    name="mart.quality_dimension",
    expectations=[
        UnexpectedRowsExpectation(
            description="every district has every dimension",
            severity="warning",
            notes="ทุกอำเภอต้องมีคะแนนคุณภาพครบทุกด้าน · Every district has its quality in every dimension",
            unexpected_rows_query="""
            select district.district_code, dimension.name as dimension
            from {month} as month
            inner join rulebook.district
                on district.province_code = month.province_code and district.valid_during @> month.period
            cross join
                unnest(array['coverage', 'completeness', 'validity', 'timeliness', 'consistency']) as dimension (name)
            left join {batch} as quality
                on quality.district_code = district.district_code and quality.dimension = dimension.name
            where quality.dimension is null and exists (select from {batch} as quality)
            """,
        ),
        UnexpectedRowsExpectation(
            description="the value is its numerator over its denominator",
            severity="warning",
            notes="คะแนนคุณภาพต้องคิดซ้ำได้จากตัวตั้งและตัวหาร · The value can be computed again from its two parts",
            meta={"missing_values": "never_skip"},
            unexpected_rows_query="""
            select district_code, dimension, numerator, denominator, value
            from {batch}
            where
                (value is null) <> (denominator = 0)
                or abs(value - numerator / nullif(denominator, 0)) > 0.0001
            """,
        ),
        UnexpectedRowsExpectation(
            description="quality is of the province's districts",
            severity="warning",
            notes="คะแนนคุณภาพต้องเป็นของอำเภอในจังหวัด หรือของทั้งจังหวัด"
            " · Quality is of a district of the province or of the whole",
            unexpected_rows_query="""
            select quality.district_code, quality.dimension
            from {batch} as quality
            left join rulebook.district
                on
                    district.district_code = quality.district_code and district.province_code = quality.province_code
                    and district.valid_during @> quality.period
            where quality.district_code is not null and district.district_code is null
            """,
        ),
    ],
)
