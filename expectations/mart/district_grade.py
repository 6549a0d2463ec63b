"""What must be true of `mart.district_grade`, one province and month at a time."""

from great_expectations import ExpectationSuite
from great_expectations.expectations import UnexpectedRowsExpectation

SUITE = ExpectationSuite(
    name="mart.district_grade",
    expectations=[
        UnexpectedRowsExpectation(
            description="every district has one grade on its own basis",
            severity="critical",
            notes="เดือนที่จัดระดับต้องมีครบทุกอำเภอ พร้อมชื่อ ฉบับของเกณฑ์ และที่มาของระดับที่ถูกต้อง เดือนที่ยังรอไฟล์ต้องไม่มีระดับ"
            " · A graded month has every district, named, under the version and basis in force; a waiting one has none",
            unexpected_rows_query="""
            with asked as (
                select district.district_code, district.name_th, grade_basis.basis, month.rulebook_version
                from {month} as month
                inner join candidate.province_summary as summary using (programme_code, province_code, period)
                inner join rulebook.district
                    on district.province_code = month.province_code and district.valid_during @> month.period
                left join rulebook.grade_basis
                    on
                        grade_basis.programme_code = month.programme_code
                        and grade_basis.province_code = month.province_code
                        and grade_basis.rulebook_version = month.rulebook_version
                        and grade_basis.valid_during @> month.period
                where summary.status = 'graded'
            ),
            found as (
                select district_code, district_name_th as name_th, grade_basis as basis, rulebook_version
                from {batch} as district_grade
            )
            select 'missing' as problem, missing.* from (select * from asked except all select * from found) as missing
            union all
            select 'not asked' as problem, extra.* from (select * from found except all select * from asked) as extra
            """,
        ),
        UnexpectedRowsExpectation(
            description="points are the sum of the attainment",
            severity="critical",
            notes="คะแนนของอำเภอต้องเท่ากับผลรวมของทุกข้อ · A district's points add up from its criteria",
            meta={"missing_values": "never_skip"},
            unexpected_rows_query="""
            with sums as materialized (
                select
                    attainment.district_code,
                    sum(attainment.points) as points,
                    sum(attainment.max_points) as max_points
                from {month} as month
                inner join candidate.attainment using (programme_code, province_code, period)
                group by attainment.district_code
            )
            select
                grade.district_code, grade.points, grade.max_points, sums.points as added_up,
                sums.max_points as at_most
            from {batch} as grade
            left join sums using (district_code)
            where (grade.points, grade.max_points) is distinct from (sums.points, sums.max_points)
            """,
        ),
        UnexpectedRowsExpectation(
            description="the percent is that of the points",
            severity="critical",
            notes="ร้อยละต้องคำนวณได้จากคะแนน ทศนิยมสี่ตำแหน่ง · The percent follows from the points, to four decimals",
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
            notes="ระดับต้องเป็นช่วงคะแนนที่ร้อยละจริงตกอยู่ เทียบโดยไม่ปัดเศษ"
            " · The grade is the band that holds the exact percent, compared unrounded",
            unexpected_rows_query="""
            select grade.district_code, grade.points, grade.max_points, grade.grade, band.percents
            from {batch} as grade
            inner join {month} as month using (programme_code, province_code, period)
            left join rulebook.grade_band as band
                on
                    band.programme_code = month.programme_code and band.province_code = month.province_code
                    and band.rulebook_version = month.rulebook_version and band.grade = grade.grade
            where
                band.grade is null
                or 100 * grade.points < lower(band.percents) * grade.max_points
                or 100 * grade.points >= upper(band.percents) * grade.max_points
            """,
        ),
        UnexpectedRowsExpectation(
            description="the status tells whether a valid report came",
            severity="critical",
            notes="สถานะและวันที่รายงานต้องมาจากรายงานที่ใช้ได้ฉบับแรก"
            " · Status and time of report are those of the first valid version",
            meta={"missing_values": "never_skip"},
            unexpected_rows_query="""
            select grade.district_code, grade.status, grade.reported_at, submission.reported_at as first_reported_at
            from {batch} as grade
            left join warehouse.submission
                on
                    submission.province_code = grade.province_code and submission.period = grade.period
                    and submission.district_code = grade.district_code and submission.first_valid
            where
                grade.reported_at is distinct from submission.reported_at
                or (grade.status = 'not_reported') <> (submission.version_key is null)
            """,
        ),
        UnexpectedRowsExpectation(
            description="on time means by the end of the deadline",
            severity="critical",
            notes="ทันกำหนดต้องมีรายงาน และทำไม่เกินสิ้นวันครบกำหนดตามนาฬิกาของเกณฑ์"
            " · On time implies a report, made by the end of the deadline day on the rulebook's clock",
            unexpected_rows_query="""
            select grade.district_code, grade.on_time, grade.reported_at, submission.received_at, deadline.due_at
            from {batch} as grade
            inner join {month} as month using (programme_code, province_code, period)
            inner join rulebook.version
                on
                    version.programme_code = month.programme_code and version.province_code = month.province_code
                    and version.rulebook_version = month.rulebook_version
            left join rulebook.deadline
                on
                    deadline.programme_code = month.programme_code and deadline.province_code = month.province_code
                    and deadline.rulebook_version = month.rulebook_version and deadline.period = month.period
                    and deadline.deadline_code = 'report'
            left join warehouse.submission
                on
                    submission.province_code = month.province_code and submission.period = month.period
                    and submission.district_code = grade.district_code and submission.first_valid
            where
                grade.on_time <> coalesce(
                    case version.clock when 'received' then submission.received_at else submission.reported_at end
                    < deadline.due_at + interval '1 second',
                    false
                )
            """,
        ),
    ],
)
