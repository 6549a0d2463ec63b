"""What must be true of `snapshot.measure`, one freeze at a time, before its files are written."""

from great_expectations import ExpectationSuite
from great_expectations.expectations import ExpectColumnValuesToBeBetween, UnexpectedRowsExpectation

from expectations.frozen import rows_are_of_the_frozen_month

SUITE = ExpectationSuite(
    name="snapshot.measure",
    expectations=[
        rows_are_of_the_frozen_month(),
        UnexpectedRowsExpectation(
            description="every district has every measure that any has",
            severity="critical",
            notes="ทุกอำเภอตามทะเบียนของเดือนต้องมีตัวชี้วัดครบเท่ากัน และต้องมีทุกตัวที่ใช้ตัดสิน"
            " · Every district of the month's roster has the same measures and all that grade",
            unexpected_rows_query="""
            with measured as materialized (
                select distinct measure.measure_code
                from {batch} as measure
                where measure.district_code is not null
                union
                select target.measure_code
                from {month} as publication
                inner join snapshot.target using (snapshot_id)
                where target.district_code is not null
            ),
            asked as (
                select district.district_code, measured.measure_code
                from {month} as publication
                inner join rulebook.district
                    on
                        district.province_code = publication.province_code
                        and district.valid_during @> publication.period
                cross join measured
                union all
                select distinct null, target.measure_code
                from {month} as publication
                inner join snapshot.target using (snapshot_id)
                where target.district_code is null
            ),
            found as (select district_code, measure_code from {batch} as measure)
            select 'missing' as problem, missing.* from (select * from asked except all select * from found) as missing
            union all
            select 'not asked' as problem, extra.*
            from (select * from found where district_code is not null except all select * from asked) as extra
            """,
        ),
        ExpectColumnValuesToBeBetween(
            description="no measure is below zero",
            severity="critical",
            notes="จำนวนและสัดส่วนไม่มีทางติดลบ · Neither a count nor a share is negative",
            column="value",
            min_value=0,
        ),
    ],
)
