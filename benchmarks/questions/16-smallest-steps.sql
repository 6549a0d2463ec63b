-- asks    The smallest steps of a province's districts to the next letter
select district_code, option_no, grade, step_th, lacking, unit_th
from mart.next_step
where province_code = %(province_code)s and period = %(period)s
order by district_code, option_no, criterion_code, condition_no
