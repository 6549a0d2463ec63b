-- asks    อำเภอใหญ่ทำได้ยากกว่าอำเภอเล็กหรือไม่ · Do large districts do worse than small ones?
-- for     นักวิเคราะห์ · an analyst
-- shows   ค่าเฉลี่ยร้อยละของอำเภอ แบ่งสามกลุ่มตามจำนวนผู้ประกอบการ · mean percent of districts in three groups by their operators
-- bar     mean_percent by province_code, size_group
with

sized as (
    select
        grades.province_code,
        grades.percent,
        target.base_value as operators,
        ntile(3) over (partition by grades.province_code, grades.period order by target.base_value, grades.district_code) as size_group
    from mart.district_grade as grades
    inner join mart.target using (programme_code, province_code, period, district_code)
    where target.measure_code = 'new_shops'
)

select
    province_code,
    size_group,
    min(operators) as operators_from,
    max(operators) as operators_to,
    round(avg(percent), 1) as mean_percent
from sized
group by province_code, size_group
order by province_code, size_group;
