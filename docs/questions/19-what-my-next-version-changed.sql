-- asks    รายงานฉบับใหม่แก้สิ่งใดจากฉบับเดิม · What did my later report change?
-- for     นายอำเภอ · a district chief
-- shows   จำนวนช่องที่เพิ่ม แก้ และลบ ตามส่วนของรายงาน · cells added, changed and removed, by part of the report
-- bar     cells by section, change
select
    section,
    change,
    count(*) as cells
from mart.submission_diff
where district_code = '5711' and period = date '2024-03-01'
group by section, change
order by section, change;
