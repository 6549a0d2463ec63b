-- asks    The districts of a province ranked in a month
select rank_in_province, district_code, district_name_th, grade, percent, change_on_month
from mart.district_standing
where province_code = %(province_code)s and period = %(period)s
order by rank_in_province, district_code
