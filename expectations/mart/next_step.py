"""What must be true of `mart.next_step`, one province and month at a time. No grade depends on it: all warn."""

from great_expectations import ExpectationSuite
from great_expectations.expectations import UnexpectedRowsExpectation

SUITE = ExpectationSuite(
    name="mart.next_step",
    expectations=[
        UnexpectedRowsExpectation(
            description="an option leads to a better letter and to the one that its points earn",
            severity="warning",
            notes="ทางเลือกที่เสนอต้องให้ระดับที่ดีกว่าเดิม และเป็นระดับตามคะแนนที่จะได้"
            " · What a district is offered is a better letter than it has, and the letter of the points it would have",
            meta={"missing_values": "never_skip"},
            unexpected_rows_query="""
            select
                next_step.district_code, next_step.option_no, next_step.grade, next_step.points,
                district_grade.points as points_now
            from {batch} as next_step
            left join candidate.district_grade
                on
                    district_grade.programme_code = next_step.programme_code
                    and district_grade.province_code = next_step.province_code
                    and district_grade.period = next_step.period
                    and district_grade.district_code = next_step.district_code
            where
                district_grade.district_code is null
                or next_step.points <= district_grade.points
                or next_step.points > district_grade.max_points
                or next_step.grade = district_grade.grade
                or next_step.grade is distinct from mart.letter(
                    district_grade.programme_code, district_grade.province_code, district_grade.rulebook_version,
                    next_step.points, district_grade.max_points
                )
            """,
        ),
        UnexpectedRowsExpectation(
            description="what is asked does not hold now and would hold then",
            severity="warning",
            notes="สิ่งที่ให้ทำต้องเป็นเงื่อนไขที่ยังไม่ผ่าน และค่าที่ให้ทำต้องถึงเป้าหมาย"
            " · A district is asked for nothing that it has done, and for enough where it has not",
            meta={"missing_values": "never_skip"},
            unexpected_rows_query="""
            select
                next_step.district_code, next_step.option_no, next_step.criterion_code, next_step.condition_no,
                next_step.value, next_step.value_needed
            from {batch} as next_step
            left join candidate.target
                on
                    target.programme_code = next_step.programme_code
                    and target.province_code = next_step.province_code
                    and target.period = next_step.period and target.district_code = next_step.district_code
                    and target.criterion_code = next_step.criterion_code
                    and target.condition_no = next_step.condition_no
            where
                target.district_code is null
                or mart.holds(next_step.value, target.comparator, target.target_value)
                or not mart.holds(next_step.value_needed, target.comparator, target.target_value)
                or (next_step.value is null) <> (next_step.lacking is null)
                or next_step.lacking < 0
            """,
        ),
        UnexpectedRowsExpectation(
            description="the words are whole",
            severity="warning",
            notes="ถ้อยคำที่อำเภออ่านต้องเติมครบ ไม่มีช่องว่างที่ยังไม่ได้เติม · No place of a wording is left unfilled",
            unexpected_rows_query="""
            select district_code, option_no, criterion_code, condition_no, step_th
            from {batch}
            where
                step_th = '' or strpos(step_th, chr(123)) > 0
                or step_th <> regexp_replace(btrim(step_th), '  +', ' ', 'g')
            """,
        ),
    ],
)
