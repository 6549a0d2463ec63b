-- asks    ต้องทำสิ่งใดอีกน้อยที่สุดจึงจะได้ระดับถัดไป · What are the smallest steps to the next letter?
-- for     นายอำเภอ · a district chief
-- shows   ทางเลือกต่าง ๆ เรียงจากที่ง่ายที่สุด แต่ละทางต้องทำครบทุกข้อ · the options, the smallest first; all rows of an option belong together
-- bar     -
select
    option_no,
    grade,
    criterion_code,
    value,
    value_needed,
    lacking,
    unit_th,
    step_th
from mart.next_step
where district_code = '5701' and period = date '2024-03-01'
order by option_no, criterion_code, condition_no;
