"""What must be true of `snapshot.attainment`, one freeze at a time, before its files are written."""

from great_expectations import ExpectationSuite
from great_expectations.expectations import UnexpectedRowsExpectation

from expectations.frozen import rows_are_of_the_frozen_month

SUITE = ExpectationSuite(
    name="snapshot.attainment",
    expectations=[
        rows_are_of_the_frozen_month(),
        UnexpectedRowsExpectation(
            description="every place has every criterion of that version",
            severity="critical",
            notes="ผลที่เผยแพร่ต้องครบทุกอำเภอและทุกข้อของเกณฑ์ฉบับนั้น พร้อมคะแนนเต็มที่กำหนด"
            " · Decisions are published for every district and criterion of that version with its points",
            unexpected_rows_query="""
            with asked as (
                select district.district_code, criterion.criterion_code, criterion.points as max_points
                from {month} as publication
                inner join rulebook.criterion using (programme_code, province_code, rulebook_version)
                left join rulebook.district
                    on
                        criterion.level = 'district' and district.province_code = publication.province_code
                        and district.valid_during @> publication.period
            ),
            found as (select district_code, criterion_code, max_points from {batch} as attainment)
            select 'missing' as problem, missing.* from (select * from asked except all select * from found) as missing
            union all
            select 'not asked' as problem, extra.* from (select * from found except all select * from asked) as extra
            """,
        ),
        UnexpectedRowsExpectation(
            description="met exactly when every frozen condition holds",
            severity="critical",
            notes="ผลที่เผยแพร่ต้องคำนวณซ้ำได้จากตัวชี้วัดและเป้าหมายที่ปิดรอบไว้ด้วยกัน"
            " · A published decision can be computed again from the measures and targets frozen with it",
            unexpected_rows_query="""
            with failing as materialized (
                select target.district_code, target.criterion_code, count(*) as conditions
                from {month} as publication
                inner join snapshot.target using (snapshot_id)
                left join snapshot.measure
                    on
                        measure.snapshot_id = target.snapshot_id and measure.measure_code = target.measure_code
                        and coalesce(measure.district_code, '') = coalesce(target.district_code, '')
                where
                    measure.value is null
                    or measure.value < target.target_value
                    or (target.comparator = '=' and measure.value > target.target_value)
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
            description="a criterion that is met earns all its points",
            severity="critical",
            notes="ผ่านได้คะแนนเต็ม ไม่ผ่านไม่ได้คะแนน · A criterion met earns all its points and one not met none",
            meta={"missing_values": "never_skip"},
            unexpected_rows_query="""
            select district_code, criterion_code, met, points, max_points
            from {batch}
            where points is distinct from case when met then max_points else 0 end
            """,
        ),
    ],
)
