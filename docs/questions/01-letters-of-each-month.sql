-- asks    แต่ละเดือนมีกี่อำเภอในแต่ละระดับ · How many districts have each letter, month by month?
-- for     ผู้ว่าราชการจังหวัด · the governor
-- shows   จำนวนอำเภอของแต่ละระดับ รายเดือน · the number of districts of each letter in each month
-- bar     districts by province_code, period, grade
select
    summary.province_code,
    summary.period,
    letter.grade,
    letter.districts::integer as districts
from mart.province_summary as summary
cross join lateral jsonb_each_text(summary.grade_counts) as letter (grade, districts)
order by summary.period, letter.grade;
