-- asks    ผู้ดาวน์โหลดเพิ่มหรือลดจากเดือนก่อนเท่าใด · How did downloads change on the month before?
-- for     นักวิเคราะห์ · an analyst
-- shows   จำนวนที่เปลี่ยน และร้อยละ ซึ่งเว้นว่างเมื่อฐานเป็นจำนวนน้อย · the change, and its percentage, which is empty on a small base
-- bar     change_on_month by district_name_th
select
    grades.district_name_th,
    changed.value_month_before,
    changed.value,
    changed.change_on_month,
    changed.percent_on_month
from mart.measure_change as changed
inner join mart.district_grade as grades using (programme_code, province_code, period, district_code)
where changed.province_code = '57' and changed.period = date '2024-03-01' and changed.measure_code = 'downloads'
order by changed.change_on_month desc, changed.district_code;
