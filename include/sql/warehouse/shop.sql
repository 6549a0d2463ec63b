-- makes   warehouse.shop
-- grain   one row per shop of a province
-- rule    landing.md, source 3: of several accepted rows of a shop the one received last counts (ties: last modified, URI, lower row)

delete from warehouse.shop
where
    province_code = %(province_code)s
    and file_id in (
        select pending_file.file_id from ops.pending_file where province_code = %(province_code)s and source = 'shop_registrations'
    );

insert into warehouse.shop (
    province_code, period, shop_id, operator_id, registered_on, status, approved_on, products, file_id, sheet, row_number
)
select distinct on (typed.shop_id)
    typed.province_code,
    date_trunc('month', typed.registered_on)::date as period,
    typed.shop_id,
    typed.operator_id,
    typed.registered_on,
    typed.status,
    typed.approved_on,
    typed.products,
    typed.file_id,
    typed.sheet,
    typed.row_number
from staging.shop_registration as typed
inner join ops.source_file using (file_id)
where
    typed.province_code = %(province_code)s
    and (
        typed.shop_id in (
            select arrived.shop_id
            from staging.shop_registration as arrived
            inner join ops.pending_file using (file_id)
            where pending_file.province_code = %(province_code)s
        )
        -- what the statement above took away, and an older file still holds
        or typed.shop_id not in (select shop.shop_id from warehouse.shop where shop.province_code = %(province_code)s)
    )
order by typed.shop_id, source_file.received_at desc, source_file.modified_at desc, source_file.uri desc, typed.row_number desc
on conflict (province_code, shop_id) do update
    set
        period = excluded.period,
        operator_id = excluded.operator_id,
        registered_on = excluded.registered_on,
        status = excluded.status,
        approved_on = excluded.approved_on,
        products = excluded.products,
        file_id = excluded.file_id,
        sheet = excluded.sheet,
        row_number = excluded.row_number;
