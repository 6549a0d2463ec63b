-- makes   staging.download_row
-- grain   one row per row of an export of downloads, of every file received
-- rule    cells as they were sent; of the user only that there was one
create or replace view staging.download_row with (security_invoker) as
select
    file_id,
    sheet,
    row_number,
    jsonb_strip_nulls(jsonb_build_object(
        'event_id', event_id,
        'occurred_at', occurred_at,
        'subdistrict_code', subdistrict_code,
        'operating_system', operating_system,
        'user_group', user_group,
        'user_id', case when user_id is not null then '(ปกปิด)' end
    )) as cells
from raw.app_downloads;
alter view staging.download_row owner to warehouse_owner;
