-- asks    ระดับของอำเภอใดขึ้นอยู่กับร้านค้าเพียงร้านเดียว · Whose grade hangs by one shop?
-- for     นักวิเคราะห์ · an analyst
-- shows   อำเภอที่ร้านค้าเพิ่มหรือลดหนึ่งราย แล้วระดับเปลี่ยน เดือนล่าสุด · districts where one shop more or less changes the letter, last month
-- bar     -
select
    grades.district_name_th,
    measure.value,
    measure.grade,
    measure.grade_then,
    measure.text_th
from mart.fragile_measure('click', '57', date '2024-03-01') as measure
inner join mart.district_grade as grades on grades.district_code = measure.district_code and grades.period = date '2024-03-01'
where measure.measure_code = 'new_shops'
order by measure.district_code, measure.direction;
