-- asks    How the measures of a province changed on the month and the year before
select district_code, measure_code, value, change_on_month, percent_on_month, change_on_year
from mart.measure_change
where province_code = %(province_code)s and period = %(period)s
order by district_code, measure_code
