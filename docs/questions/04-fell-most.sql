-- asks    เดือนล่าสุดอำเภอใดลดลงมากที่สุดจากเดือนก่อน · Who fell most on the month before?
-- for     ผู้ว่าราชการจังหวัด · the governor
-- shows   ร้อยละที่ลดลง และระดับเดิม เทียบเฉพาะเดือนที่ใช้เกณฑ์เดียวกัน · percentage points lost, where both months go by the same rules
-- bar     change_on_month by district_name_th
select
    province_code,
    district_name_th,
    grade_month_before,
    grade,
    round(change_on_month, 1) as change_on_month
from mart.district_standing
where period in (date '2024-03-01', date '2025-03-01') and month_comparable and change_on_month < 0
order by district_standing.change_on_month, district_code
limit 10;
