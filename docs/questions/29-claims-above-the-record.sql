-- asks    อำเภอใดรายงานสูงกว่าที่ระบบบันทึก · Which districts claim more than the platform recorded?
-- for     เจ้าหน้าที่จังหวัด · the province's officers
-- shows   จำนวนที่รายงาน ที่ระบบบันทึก และผลต่าง agrees คือต่างกันไม่เกินที่ยอมให้ · claimed, recorded, the difference; agrees: within what is tolerated
-- bar     difference by measure_code, district_name_th, period
select
    claim.province_code,
    claim.period,
    grades.district_name_th,
    claim.measure_code,
    claim.claimed,
    claim.recorded,
    claim.difference,
    claim.agrees
from mart.reconciliation as claim
inner join mart.district_grade as grades using (programme_code, province_code, period, district_code)
where claim.difference > 0
order by claim.agrees, claim.difference desc, claim.district_code, claim.period, claim.measure_code
limit 12;
