-- asks    เมื่อมีข้อมูลขาดหรือไม่ผ่าน ระดับอาจเป็นอื่นได้หรือไม่ · How certain are grades, while data is missing or refused?
-- for     นักวิเคราะห์ · an analyst
-- shows   จำนวนอำเภอตามระดับที่เป็นอยู่ และช่วงที่อาจเป็นได้ เดือนล่าสุด · districts by letter, and by the range it could lie in, last month
-- bar     districts by grade, range
select
    grade,
    low_grade || ' – ' || high_grade as range,
    count(*) as districts,
    count(*) filter (where one_more_changes or one_less_changes) as fragile
from mart.grade_bounds
where province_code = '57' and period = date '2024-03-01'
group by grade, low_grade, high_grade
order by grade, low_grade, high_grade;
