-- asks    ร้านค้ารออนุมัติอยู่ที่ใดมาก และอนุมัติช้าเพียงใด · Where do shops wait for approval, and how long does it take?
-- for     เจ้าหน้าที่จังหวัด · the province's officers
-- shows   ร้านค้าที่รออนุมัติเมื่อสิ้นเดือน และวันที่ใช้อนุมัติ (มัธยฐาน) · shops waiting at the month's end, and median days to approval
-- bar     pending by district_name_th
select
    grades.province_code,
    grades.district_name_th,
    pending.value as pending,
    approval.value as approval_days
from mart.district_grade as grades
inner join mart.measure as pending using (programme_code, province_code, period, district_code)
inner join mart.measure as approval using (programme_code, province_code, period, district_code)
where
    grades.period in (date '2024-03-01', date '2025-03-01') and pending.measure_code = 'shops_pending'
    and approval.measure_code = 'approval_days' and pending.value > 0
order by pending desc, grades.district_code
limit 12;
