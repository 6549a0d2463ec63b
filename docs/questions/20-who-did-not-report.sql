-- asks    เดือนใดมีอำเภอใดไม่ส่งรายงานที่ใช้ได้ · Which districts sent no valid report, in which month?
-- for     เจ้าหน้าที่จังหวัด · the province's officers
-- shows   ชื่ออำเภอที่ไม่มีรายงานที่ใช้ได้ รายเดือน · districts without a valid report, by month
-- bar     districts by province_code, period
select
    province_code,
    period,
    count(*) as districts,
    string_agg(district_name_th, ' ' order by district_code) as districts_th
from mart.district_grade
where status = 'not_reported'
group by province_code, period
order by province_code, period;
