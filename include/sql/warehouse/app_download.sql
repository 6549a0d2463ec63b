-- makes   warehouse.app_download
-- grain   one row per download or web sign-in
-- rule    every typed event, with the district its subdistrict belongs to

delete from warehouse.app_download
where
    province_code = %(province_code)s
    and period in (
        select pending_file.period from ops.pending_file where province_code = %(province_code)s and source = 'app_downloads'
    )
    and file_id in (
        select pending_file.file_id from ops.pending_file where province_code = %(province_code)s and source = 'app_downloads'
    );

insert into warehouse.app_download (
    province_code,
    period,
    event_id,
    occurred_at,
    district_code,
    subdistrict_code,
    operating_system,
    user_group,
    user_id,
    file_id,
    row_number
)
select
    province_code,
    period,
    event_id,
    occurred_at,
    left(subdistrict_code, 4) as district_code,
    subdistrict_code,
    operating_system,
    user_group,
    user_id,
    file_id,
    row_number
from staging.app_download
where
    province_code = %(province_code)s
    and period in (
        select pending_file.period from ops.pending_file where province_code = %(province_code)s and source = 'app_downloads'
    )
    and file_id in (
        select pending_file.file_id from ops.pending_file where province_code = %(province_code)s and source = 'app_downloads'
    );
