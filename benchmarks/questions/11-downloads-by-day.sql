-- asks    Downloads of a province's month by day and subdistrict
select subdistrict_code, (occurred_at at time zone 'Asia/Bangkok')::date as day, count(*) as downloads
from warehouse.app_download
where province_code = %(province_code)s and period = %(period)s and operating_system <> 'Web'
group by subdistrict_code, day
order by subdistrict_code, day
