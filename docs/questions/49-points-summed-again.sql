-- asks    ระดับที่แสดง ตรงกับที่คำนวณใหม่จากผลรายเกณฑ์หรือไม่ · Do the letters follow from the criteria, summed again?
-- for     ผู้ตรวจสอบ · an auditor
-- shows   จำนวนอำเภอที่คะแนนและระดับตรงกับการรวมใหม่จากฉบับที่เผยแพร่ · districts whose points and letter agree, from the published revision
-- bar     districts by province_code, period
with

summed as (
    select
        snapshot_id,
        district_code,
        sum(points) as points,
        sum(max_points) as max_points
    from snapshot.attainment
    where district_code is not null
    group by snapshot_id, district_code
)

select
    grades.province_code,
    grades.period,
    count(*) as districts,
    count(*) filter (where summed.points = grades.points) as same_points,
    count(*) filter (
        where grades.grade = (
            select grade_band.grade
            from rulebook.grade_band
            where
                grade_band.programme_code = grades.programme_code and grade_band.province_code = grades.province_code
                and grade_band.rulebook_version = grades.rulebook_version
                and 100 * summed.points >= grade_band.lower_percent * summed.max_points
            order by grade_band.lower_percent desc
            limit 1
        )
    ) as same_letter
from snapshot.standing
inner join snapshot.district_grade as grades using (snapshot_id)
inner join summed using (snapshot_id, district_code)
group by grades.province_code, grades.period
order by grades.province_code, grades.period;
