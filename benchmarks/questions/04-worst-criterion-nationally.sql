-- asks    The criterion that fewest districts of the country meet in a month
select criterion_code, count(*) as districts, count(*) filter (where met) as met, round(avg(met::integer), 4) as share_met
from mart.attainment
where period = %(period)s and district_code is not null
group by criterion_code
order by share_met, criterion_code
