-- asks    อำเภอใดขาดเพียงข้อเดียวจะได้ระดับ A และขาดสิ่งใด · Who lacks one criterion alone for an A, and what is it?
-- for     ผู้ว่าราชการจังหวัด · the governor
-- shows   สิ่งที่ต้องทำของอำเภอที่ขาดเกณฑ์เดียวในเดือนล่าสุด · what is to be done by districts that lacked one criterion in the last month
-- bar     -
with

options as (
    select
        province_code,
        period,
        district_code,
        option_no,
        min(criterion_code) as criterion_code,
        string_agg(step_th, ' ' order by condition_no) as steps_th
    from mart.next_step
    where grade = 'A' and period in (date '2024-03-01', date '2025-03-01')
    group by province_code, period, district_code, option_no
    having count(distinct criterion_code) = 1
)

select
    options.province_code,
    grades.district_name_th,
    options.criterion_code,
    options.steps_th
from options
inner join mart.district_grade as grades using (province_code, period, district_code)
order by options.province_code, options.district_code, options.option_no;
