-- asks    What would change in the published month of a province
select district_code, column_name, was, is_now, because_of_file
from mart.restatement
where province_code = %(province_code)s and period = %(period)s
order by district_code, column_name
