-- asks    A district's letters, points and rank over five years
select period, grade, percent, rank_in_province, districts, streak_months, change_on_month, change_on_year
from mart.district_standing
where province_code = %(province_code)s and district_code = %(district_code)s and period > %(period)s::date - interval '5 years'
order by period
