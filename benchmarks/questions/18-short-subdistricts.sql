-- asks    The subdistricts of a province that are short of downloads most often in a year
select subdistrict_code, count(*) filter (where value < 10) as months_short, count(*) as months
from mart.subdistrict_measure
where
    province_code = %(province_code)s and measure_code = 'downloads'
    and period > %(period)s::date - interval '1 year' and period <= %(period)s
group by subdistrict_code
order by months_short desc, subdistrict_code
limit 20
