"""What must be true of `snapshot.district_grade`, one freeze at a time, before its files are written."""

from great_expectations import ExpectationSuite
from great_expectations.expectations import UnexpectedRowsExpectation

from expectations.frozen import rows_are_of_the_frozen_month

SUITE = ExpectationSuite(
    name="snapshot.district_grade",
    expectations=[
        rows_are_of_the_frozen_month(),
        UnexpectedRowsExpectation(
            description="every district has one grade",
            severity="critical",
            notes="ต้องเผยแพร่ระดับของทุกอำเภอตามทะเบียนของเดือน พร้อมชื่อที่ถูกต้อง"
            " · Every district of the month's roster is published with its name and one grade",
            unexpected_rows_query="""
            with asked as (
                select district.district_code, district.name_th
                from {month} as publication
                inner join rulebook.district
                    on
                        district.province_code = publication.province_code
                        and district.valid_during @> publication.period
            ),
            found as (select district_code, district_name_th as name_th from {batch} as grade)
            select 'missing' as problem, missing.* from (select * from asked except all select * from found) as missing
            union all
            select 'not asked' as problem, extra.* from (select * from found except all select * from asked) as extra
            """,
        ),
        UnexpectedRowsExpectation(
            description="points are the sum of the attainment",
            severity="critical",
            notes="คะแนนของอำเภอต้องเท่ากับผลรวมของทุกข้อที่ปิดรอบไว้ด้วยกัน"
            " · A district's points add up from the criteria frozen with them",
            unexpected_rows_query="""
            with sums as materialized (
                select
                    attainment.district_code,
                    sum(attainment.points) as points,
                    sum(attainment.max_points) as max_points
                from {month} as publication
                inner join snapshot.attainment using (snapshot_id)
                group by attainment.district_code
            )
            select grade.district_code, grade.points, grade.max_points, sums.points as added_up
            from {batch} as grade
            left join sums using (district_code)
            where (grade.points, grade.max_points) is distinct from (sums.points, sums.max_points)
            """,
        ),
        UnexpectedRowsExpectation(
            description="the percent is that of the points",
            severity="critical",
            notes="ร้อยละต้องคำนวณได้จากคะแนน ทศนิยมสี่ตำแหน่ง · The percent follows from the points to four decimals",
            meta={"missing_values": "never_skip"},
            unexpected_rows_query="""
            select district_code, points, max_points, percent
            from {batch}
            where percent is distinct from round(100 * points / nullif(max_points, 0), 4)
            """,
        ),
        UnexpectedRowsExpectation(
            description="the grade is the band of its percent",
            severity="critical",
            notes="ระดับต้องเป็นช่วงคะแนนของเกณฑ์ฉบับนั้นที่ร้อยละจริงตกอยู่"
            " · The grade is the band of that version which holds the exact percent",
            unexpected_rows_query="""
            select grade.district_code, grade.points, grade.max_points, grade.grade, band.percents
            from {batch} as grade
            cross join {month} as publication
            left join rulebook.grade_band as band
                on
                    band.programme_code = publication.programme_code
                    and band.province_code = publication.province_code
                    and band.rulebook_version = publication.rulebook_version and band.grade = grade.grade
            where
                band.grade is null
                or 100 * grade.points < lower(band.percents) * grade.max_points
                or 100 * grade.points >= upper(band.percents) * grade.max_points
            """,
        ),
        UnexpectedRowsExpectation(
            description="a district without a report is not on time",
            severity="critical",
            notes="อำเภอที่ไม่มีรายงานต้องไม่ปรากฏว่าส่งทันกำหนด · A district without a report is never published as on time",
            meta={"missing_values": "never_skip"},
            unexpected_rows_query="""
            select district_code, status, reported_at, on_time
            from {batch}
            where
                status not in ('graded', 'not_reported')
                or (status = 'not_reported') <> (reported_at is null)
                or (on_time and reported_at is null)
            """,
        ),
    ],
)
