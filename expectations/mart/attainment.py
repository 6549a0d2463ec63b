"""What must be true of `mart.attainment`, one province and month at a time."""

from great_expectations import ExpectationSuite
from great_expectations.expectations import UnexpectedRowsExpectation

SUITE = ExpectationSuite(
    name="mart.attainment",
    expectations=[
        UnexpectedRowsExpectation(
            description="every place has every criterion with its points",
            severity="critical",
            notes="เดือนที่จัดระดับต้องตัดสินครบทุกข้อทุกอำเภอ เดือนที่ยังรอไฟล์ต้องไม่ตัดสินเลย"
            " · A graded month decides every criterion of every district, a waiting one decides none",
            unexpected_rows_query="""
            with asked as (
                select district.district_code, criterion.criterion_code, criterion.points as max_points
                from {month} as month
                inner join candidate.province_summary as summary using (programme_code, province_code, period)
                inner join rulebook.criterion
                    on
                        criterion.programme_code = month.programme_code
                        and criterion.province_code = month.province_code
                        and criterion.rulebook_version = month.rulebook_version
                left join rulebook.district
                    on
                        criterion.level = 'district' and district.province_code = month.province_code
                        and district.valid_during @> month.period
                where summary.status = 'graded'
            ),
            found as (select district_code, criterion_code, max_points from {batch} as attainment)
            select 'missing' as problem, missing.* from (select * from asked except all select * from found) as missing
            union all
            select 'not asked' as problem, extra.* from (select * from found except all select * from asked) as extra
            """,
        ),
        UnexpectedRowsExpectation(
            description="met exactly when every condition holds",
            severity="critical",
            notes="ผลของแต่ละข้อต้องคำนวณซ้ำได้จากตัวชี้วัดและเป้าหมาย ค่าที่ไม่ทราบถือว่าไม่ผ่าน"
            " · A decision can be computed again from measures and targets; an unknown value is never met",
            unexpected_rows_query="""
            -- computed once each: a month just built has no statistics to plan by
            with measured as materialized (
                select measure.district_code, measure.measure_code, measure.value
                from {month} as month
                inner join candidate.measure using (programme_code, province_code, period)
            ),
            failing as materialized (
                select target.district_code, target.criterion_code, count(*) as conditions
                from {month} as month
                inner join candidate.target using (programme_code, province_code, period)
                left join measured
                    on
                        measured.measure_code = target.measure_code
                        and coalesce(measured.district_code, '') = coalesce(target.district_code, '')
                where
                    measured.value is null
                    or measured.value < target.target_value
                    or (target.comparator = '=' and measured.value > target.target_value)
                group by target.district_code, target.criterion_code
            )
            select attainment.district_code, attainment.criterion_code, attainment.met, failing.conditions as failing
            from {batch} as attainment
            left join failing
                on
                    coalesce(failing.district_code, '') = coalesce(attainment.district_code, '')
                    and failing.criterion_code = attainment.criterion_code
            where attainment.met = (failing.conditions is not null)
            """,
        ),
        UnexpectedRowsExpectation(
            description="the explanation says what was decided",
            severity="warning",
            notes="คำอธิบายที่อำเภออ่านต้องขึ้นต้นตรงกับผล · What the district reads begins with the decision it explains",
            unexpected_rows_query="""
            select district_code, criterion_code, met, explanation_th
            from {batch}
            where met <> starts_with(explanation_th, 'ผ่าน: ') or met = starts_with(explanation_th, 'ไม่ผ่าน: ')
            """,
        ),
    ],
)
