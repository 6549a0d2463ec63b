-- asks    ผลทั้งไตรมาสเป็นอย่างไร · What are the grades of the quarter?
-- for     ผู้ว่าราชการจังหวัด · the governor
-- shows   จำนวนอำเภอในแต่ละระดับของไตรมาส จากเดือนที่เผยแพร่แล้ว · districts by letter of the quarter, from published months
-- bar     districts by province_code, grade
select
    province_code,
    fiscal_year_be,
    quarter,
    grade,
    count(*) as districts,
    round(avg(mean_percent), 1) as mean_percent
from mart.published_quarter_grade
where status = 'graded'
group by province_code, fiscal_year_be, quarter, grade
order by province_code, grade;
