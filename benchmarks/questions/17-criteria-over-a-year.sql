-- asks    How many districts of a province met each criterion, month by month over a year
select period, criterion_code, name_th, met, missed, share_met
from mart.criterion_standing
where province_code = %(province_code)s and period > %(period)s::date - interval '1 year' and period <= %(period)s
order by criterion_code, period
