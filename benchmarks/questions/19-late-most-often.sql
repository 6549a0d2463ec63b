-- asks    The districts of a province that are late most often, over five years
select district_code, count(*) filter (where on_time is not true) as late, count(*) as months
from mart.district_grade
where province_code = %(province_code)s and period > %(period)s::date - interval '5 years'
group by district_code
order by late desc, district_code
