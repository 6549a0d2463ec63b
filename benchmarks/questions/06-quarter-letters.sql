-- asks    The quarter's letters of a province, with the months they come from
select fiscal_year_be, quarter, district_code, grade, mean_percent, month_grades, status
from mart.quarter_grade
where
    province_code = %(province_code)s
    and fiscal_year_be = extract(year from %(period)s::date + interval '3 months')::integer + 543
order by quarter, district_code
