-- asks    อำเภอของเราไม่ผ่านเกณฑ์ใด เพราะเหตุใด · Which criteria did my district miss, and why?
-- for     นายอำเภอ · a district chief
-- shows   เกณฑ์ที่ไม่ผ่านในเดือนล่าสุด พร้อมสิ่งที่พบและที่ยังขาด · the criteria missed in the last month: what was found and what is short
-- bar     -
select
    criterion_code,
    points,
    max_points,
    explanation_th
from mart.attainment
where district_code = '5701' and period = date '2024-03-01' and not met
order by criterion_code;
