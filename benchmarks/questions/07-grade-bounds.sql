-- asks    How certain the letters of a province's month are
select district_code, grade, low_grade, high_grade, certain, criteria_in_doubt, because_th
from mart.grade_bounds
where province_code = %(province_code)s and period = %(period)s
order by district_code
