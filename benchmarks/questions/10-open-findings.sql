-- asks    What is wrong in a province's month and who acts
select severity, finding_code, title_th, district_code, message_th, acts, to_do_th, state
from mart.finding
where province_code = %(province_code)s and period = %(period)s and state <> 'resolved'
order by severity, finding_code, district_code
