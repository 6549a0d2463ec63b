-- asks    อำเภอใดผู้นำดาวน์โหลดน้อยที่สุด · Where have fewest leaders downloaded?
-- for     เจ้าหน้าที่จังหวัด · the province's officers
-- shows   ร้อยละของผู้นำที่ดาวน์โหลดแล้ว อำเภอที่มีรายงานและยังไม่ผ่าน · percent of leaders, of districts that reported and missed the target
-- bar     percent_downloaded by district_name_th
select
    grades.district_name_th,
    round(100 * measure.value, 1) as percent_downloaded,
    round(100 * target.target_value, 1) as percent_asked
from mart.target
inner join mart.measure using (programme_code, province_code, period, district_code, measure_code)
inner join mart.district_grade as grades using (programme_code, province_code, period, district_code)
where
    target.measure_code = 'leaders_downloaded_share' and target.period = date '2025-03-01' and grades.status = 'graded'
    and measure.value < target.target_value
order by measure.value, target.district_code;
