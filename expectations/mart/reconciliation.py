"""What must be true of `mart.reconciliation`, one province and month at a time."""

from great_expectations import ExpectationSuite
from great_expectations.expectations import UnexpectedRowsExpectation

SUITE = ExpectationSuite(
    name="mart.reconciliation",
    expectations=[
        UnexpectedRowsExpectation(
            description="claimed and recorded stand side by side for every district",
            severity="critical",
            notes="ทุกอำเภอต้องเห็นตัวเลขที่รายงานเทียบกับที่ระบบบันทึก ตรงกับตัวชี้วัด"
            " · Every district sees what it claimed beside what was recorded, as measured",
            meta={"missing_values": "never_skip"},
            unexpected_rows_query="""
            with asked as (
                select
                    recorded.district_code,
                    recorded.measure_code,
                    claimed.value as claimed,
                    recorded.value as recorded,
                    claimed.value - recorded.value as difference
                from {month} as month
                inner join candidate.measure as recorded using (programme_code, province_code, period)
                inner join candidate.measure as claimed
                    on
                        claimed.programme_code = month.programme_code and claimed.province_code = month.province_code
                        and claimed.period = month.period and claimed.district_code = recorded.district_code
                        and claimed.measure_code = concat(recorded.measure_code, '_claimed')
            ),
            found as (select district_code, measure_code, claimed, recorded, difference from {batch} as reconciliation)
            select 'missing' as problem, missing.* from (select * from asked except all select * from found) as missing
            union all
            select 'not asked' as problem, extra.* from (select * from found except all select * from asked) as extra
            """,
        ),
    ],
)
