-- asks    The deadlines of a month that were missed, in the country
select province_code, deadline_code, due_at, met_at, exceptions_th
from ops.deadline
where period = %(period)s and status = 'missed'
order by province_code, deadline_code
