-- makes   staging.platform_row
-- grain   one row per row of a platform's export, of every file received but downloads
-- rule    cells as they were sent; of personal data only that there was some
create or replace view staging.platform_row with (security_invoker) as
with

sent as (
    select 'otop_operators' as source, file_id, sheet, row_number, to_jsonb(raw_row) as whole_row
    from raw.otop_operators as raw_row
    union all
    select 'shop_registrations' as source, file_id, sheet, row_number, to_jsonb(raw_row) as whole_row
    from raw.shop_registrations as raw_row
    union all
    select 'content_records' as source, file_id, sheet, row_number, to_jsonb(raw_row) as whole_row
    from raw.content_records as raw_row
    union all
    select 'leader_roster' as source, file_id, sheet, row_number, to_jsonb(raw_row) as whole_row
    from raw.leader_roster as raw_row
)

select
    source,
    file_id,
    sheet,
    row_number,
    jsonb_strip_nulls(whole_row - '{file_id, sheet, row_number, operator_name, national_id, shop_name, extra}'::text[])
    || case when whole_row ->> 'operator_name' is null then '{}' else '{"operator_name": "(ปกปิด)"}' end::jsonb
    || case when whole_row ->> 'national_id' is null then '{}' else '{"national_id": "(ปกปิด)"}' end::jsonb
    || case when whole_row ->> 'shop_name' is null then '{}' else '{"shop_name": "(ปกปิด)"}' end::jsonb as cells
from sent;
alter view staging.platform_row owner to warehouse_owner;
