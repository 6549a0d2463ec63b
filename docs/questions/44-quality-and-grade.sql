-- asks    อำเภอที่ได้ระดับดี ส่งข้อมูลที่มีคุณภาพดีด้วยหรือไม่ · Do well graded districts send better data?
-- for     นักวิเคราะห์ · an analyst
-- shows   คะแนนคุณภาพข้อมูลเฉลี่ย ๐ ถึง ๑ ตามระดับ · mean quality score, 0 to 1, by letter
-- bar     quality by grade
select
    grades.grade,
    count(*) as district_months,
    round(avg(quality.score), 3) as quality,
    round(avg(quality.validity), 3) as validity,
    round(avg(quality.completeness), 3) as completeness
from mart.district_grade as grades
inner join mart.quality_score as quality using (programme_code, province_code, period, district_code)
group by grades.grade
order by grades.grade;
