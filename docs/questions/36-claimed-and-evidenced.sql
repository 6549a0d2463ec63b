-- asks    อำเภอใดจะได้คะแนนต่างไป หากใช้ตัวเลขของอำเภอแทนของระบบ · Whose points differ between the district's figures and the platform's?
-- for     นักวิเคราะห์ · an analyst
-- shows   ระดับตามรายงานของอำเภอ ระดับตามที่ระบบบันทึก และผลต่าง · grade as claimed and as recorded, with the gap in points
-- bar     points_gap by district_name_th, period
select
    province_code,
    period,
    district_name_th,
    claimed_grade,
    evidenced_grade,
    points_gap,
    array_to_string(only_claimed || only_evidenced, ' ') as criteria
from mart.two_grades
where points_gap <> 0 and period in (date '2024-03-01', date '2025-03-01')
order by points_gap desc, district_code, period;
