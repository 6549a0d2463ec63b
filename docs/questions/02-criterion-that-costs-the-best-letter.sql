-- asks    เกณฑ์ใดทำให้อำเภอพลาดระดับสูงสุดมากที่สุด · Which criterion costs most districts their A?
-- for     ผู้ว่าราชการจังหวัด · the governor
-- shows   อำเภอ-เดือนที่จะได้ระดับสูงสุด หากผ่านเกณฑ์นี้อีกข้อเดียว · districts' months that lack this criterion alone for the best letter
-- bar     costs_best by province_code, name_th
select
    province_code,
    criterion_code,
    name_th,
    sum(costs_best) as costs_best,
    sum(missed) as missed
from mart.criterion_standing
group by province_code, criterion_code, name_th
order by costs_best desc, missed desc, province_code, criterion_code;
