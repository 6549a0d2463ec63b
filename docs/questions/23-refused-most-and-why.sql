-- asks    รายงานไม่ผ่านเพราะเหตุใดมากที่สุด · What was refused most in reports, and why?
-- for     เจ้าหน้าที่จังหวัด · the province's officers
-- shows   เหตุผลสิบข้อแรก นับเป็นรายงาน เว้นค่าที่พบในช่อง · the first ten reasons, counted in reports, without the value found
-- bar     reports by reason_th
select
    regexp_replace(refused.refused_th, '“[^”]*”\)', '…)', 'g') as reason_th,
    count(distinct refused.version_key) as reports
from mart.district_grade as grades
cross join lateral mart.reported_row(grades.province_code, grades.period, grades.district_code) as refused
where refused.refused_th is not null
group by reason_th
order by reports desc, reason_th
limit 10;
