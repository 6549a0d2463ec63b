-- asks    อำเภอใดยังขาดร้านค้าอีกกี่ราย · Who still lacks shops, and how many?
-- for     เจ้าหน้าที่จังหวัด · the province's officers
-- shows   เป้าหมาย จำนวนที่ได้ และที่ยังขาด เดือนล่าสุด · target, new shops, and what is short in the last month
-- bar     lacking by district_name_th
select
    target.province_code,
    grades.district_name_th,
    target.target_value,
    measure.value,
    target.target_value - measure.value as lacking
from mart.target
inner join mart.measure using (programme_code, province_code, period, district_code, measure_code)
inner join mart.district_grade as grades using (programme_code, province_code, period, district_code)
where
    target.measure_code = 'new_shops' and target.period in (date '2024-03-01', date '2025-03-01')
    and measure.value < target.target_value
order by lacking desc, target.district_code;
