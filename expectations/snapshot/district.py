"""What must be true of `snapshot.district`, one freeze at a time, before its files are written."""

from great_expectations import ExpectationSuite
from great_expectations.expectations import UnexpectedRowsExpectation

SUITE = ExpectationSuite(
    name="snapshot.district",
    expectations=[
        UnexpectedRowsExpectation(
            description="the roster is that of the month",
            severity="critical",
            notes="ทะเบียนอำเภอและตำบลที่เผยแพร่ต้องเป็นของเดือนนั้น"
            " · The districts and subdistricts published are those the province had in the month",
            unexpected_rows_query="""
            with asked as (
                select
                    district.district_code, district.name_th as district_name_th,
                    count(subdistrict.subdistrict_code) as subdistricts,
                    min(subdistrict.subdistrict_code) as first_code, max(subdistrict.subdistrict_code) as last_code
                from {month} as publication
                inner join rulebook.district
                    on
                        district.province_code = publication.province_code
                        and district.valid_during @> publication.period
                left join rulebook.subdistrict
                    on
                        subdistrict.district_code = district.district_code
                        and subdistrict.valid_during @> publication.period
                group by district.district_code, district.name_th
            ),
            found as (
                select
                    district.district_code, district.district_name_th, cardinality(district.subdistrict_codes),
                    (select min(code) from unnest(district.subdistrict_codes) as code),
                    (select max(code) from unnest(district.subdistrict_codes) as code)
                from {batch} as district
            )
            select 'missing' as problem, missing.* from (select * from asked except all select * from found) as missing
            union all
            select 'not asked' as problem, extra.* from (select * from found except all select * from asked) as extra
            """,
        ),
        UnexpectedRowsExpectation(
            description="graded districts are those of the roster",
            severity="critical",
            notes="อำเภอที่ได้ระดับต้องเป็นอำเภอในทะเบียนที่ปิดรอบไว้ด้วยกัน"
            " · The districts with a grade are those of the roster frozen with them",
            unexpected_rows_query="""
            select district_code
            from {batch} as district
            full join (
                select district_grade.district_code
                from {month} as publication
                inner join snapshot.district_grade using (snapshot_id)
            ) as grade using (district_code)
            where district.district_code is null or grade.district_code is null
            """,
        ),
    ],
)
