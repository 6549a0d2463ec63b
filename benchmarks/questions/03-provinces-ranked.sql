-- asks    The provinces of the country ranked in a month
select rank() over (order by mean_percent desc nulls last) as place, province_code, mean_percent, reported, districts, grade_counts
from mart.province_summary
where period = %(period)s and status = 'graded'
order by place, province_code
