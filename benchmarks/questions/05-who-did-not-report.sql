-- asks    The districts of the country that did not report in a month
select province_code, district_code, district_name_th
from mart.district_grade
where period = %(period)s and status = 'not_reported'
order by district_code
