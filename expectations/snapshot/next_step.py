"""What must be true of `snapshot.next_step`, one freeze at a time: no grade depends on it."""

from great_expectations import ExpectationSuite
from great_expectations.expectations import UnexpectedRowsExpectation

from expectations.frozen import rows_are_of_the_frozen_month

SUITE = ExpectationSuite(
    name="snapshot.next_step",
    expectations=[
        rows_are_of_the_frozen_month(),
        UnexpectedRowsExpectation(
            description="an option leads to more points than were frozen",
            severity="warning",
            notes="ทางเลือกที่เผยแพร่ต้องให้คะแนนมากกว่าที่ปิดรอบ · What is published as a way leads to more than was published",
            meta={"missing_values": "never_skip"},
            unexpected_rows_query="""
            select next_step.district_code, next_step.option_no, next_step.points, district_grade.points as points_now
            from {batch} as next_step
            left join snapshot.district_grade
                on
                    district_grade.snapshot_id = next_step.snapshot_id
                    and district_grade.district_code = next_step.district_code
            where
                district_grade.district_code is null or next_step.points <= district_grade.points
                or next_step.grade = district_grade.grade
            """,
        ),
    ],
)
