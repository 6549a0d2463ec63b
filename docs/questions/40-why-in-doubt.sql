-- asks    ข้อมูลใดทำให้ผลไม่แน่นอนมากที่สุด · What makes grades uncertain most?
-- for     นักวิเคราะห์ · an analyst
-- shows   เหตุที่ไม่แน่นอน และจำนวนอำเภอ เดือนล่าสุด · the causes of doubt and how many districts each concerns, last month
-- bar     districts by reason_th
select
    regexp_replace(reason, ' [0-9]+ (ราย|รายการ)$', '') as reason_th,
    count(distinct district_code) as districts
from mart.grade_bounds
cross join lateral unnest(because_th) as reason
where province_code = '57' and period = date '2024-03-01'
group by reason_th
order by districts desc, reason_th;
