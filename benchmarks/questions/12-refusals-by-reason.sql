-- asks    Why rows of a province's reports of a month were refused, by reason
select
    regexp_replace(refused.refused_th, '“[^”]*”\)', '…)', 'g') as reason_th,
    count(distinct refused.version_key) as reports
from mart.district_grade as grades
cross join lateral mart.reported_row(grades.province_code, grades.period, grades.district_code) as refused
where grades.province_code = %(province_code)s and grades.period = %(period)s and refused.refused_th is not null
group by reason_th
order by reports desc, reason_th
