"""What must be true of `snapshot.quality_dimension`, one freeze at a time: no grade depends on its values."""

from great_expectations import ExpectationSuite
from great_expectations.expectations import UnexpectedRowsExpectation

from expectations.frozen import rows_are_of_the_frozen_month

SUITE = ExpectationSuite(
    name="snapshot.quality_dimension",
    expectations=[
        rows_are_of_the_frozen_month(),
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
    ],
)
