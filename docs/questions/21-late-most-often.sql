-- asks    อำเภอใดส่งรายงานไม่ทันบ่อยที่สุด · Who reports late most often?
-- for     เจ้าหน้าที่จังหวัด · the province's officers
-- shows   จำนวนเดือนที่ส่งไม่ทันหรือไม่ส่ง สิบอำเภอแรก · months late or without a report, the first ten districts
-- bar     months_late by district_name_th
select
    province_code,
    district_name_th,
    count(*) filter (where not on_time) as months_late,
    count(*) filter (where status = 'not_reported') as months_without_report,
    count(*) as months
from mart.district_grade
group by province_code, district_code, district_name_th
having count(*) filter (where not on_time) > 0
order by months_late desc, months_without_report desc, district_code
limit 10;
