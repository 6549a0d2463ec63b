-- makes   warehouse.shop, and which months the exports read now say something new about
-- grain   one row per shop of a province
-- rule    landing.md, source 3: of several accepted rows of a shop the one received last counts (ties: last modified, URI, lower row). Read
--         are the rows of the files that are typed now and, of the shops in them, what stood: never all exports there ever were. A shop
--         touches the month it was registered in, those in which it waits, the one it was approved in, and those in which its operator
--         is new

with

pending as materialized (
    select
        file_id,
        period
    from ops.pending_file
    where province_code = %(province_code)s and source = 'shop_registrations'
),

arrived as materialized (
    select typed.*
    from staging.shop_registration as typed
    where typed.file_id = any (array(select pending.file_id from pending))
),

stood as materialized (
    select
        shop.*,
        -- a row that is read again may be gone: then all that is held of the shop has to be asked
        shop.file_id in (select pending.file_id from pending)
        or coalesce(shop.first_file_id in (select pending.file_id from pending), true) as is_read_again
    from warehouse.shop
    where
        shop.province_code = %(province_code)s
        and (
            shop.shop_id = any (array(select arrived.shop_id from arrived))
            or shop.file_id = any (array(select pending.file_id from pending))
            or shop.first_file_id = any (array(select pending.file_id from pending))
        )
),

held as (
    select * from arrived
    union
    select typed.*
    from stood
    inner join staging.shop_registration as typed
        on
            (typed.file_id = stood.file_id and typed.sheet = stood.sheet and typed.row_number = stood.row_number)
    where not stood.is_read_again
    union
    select typed.*
    from stood
    inner join staging.shop_registration as typed
        on
            (
                typed.file_id = stood.first_file_id and typed.sheet = stood.first_sheet and typed.row_number = stood.first_row_number
            )
    where not stood.is_read_again
    union
    select typed.*
    from stood
    inner join staging.shop_registration as typed using (province_code, shop_id)
    where stood.is_read_again
),

ranked as materialized ( -- noqa: ST03
    select
        held.*,
        row_number() over (
            partition by held.shop_id
            order by source_file.received_at desc, source_file.modified_at desc, source_file.uri desc, held.row_number desc, held.sheet
        ) as place_from_last,
        row_number() over (
            partition by held.shop_id
            order by source_file.period, source_file.uri, source_file.sha256, held.sheet, held.row_number
        ) as place_from_first
    from held
    inner join ops.source_file using (file_id)
),

renewed as (
    merge into warehouse.shop as standing
    using (
        select
            shops.shop_id,
            latest.operator_id,
            latest.registered_on,
            latest.status,
            latest.approved_on,
            latest.products,
            latest.file_id,
            latest.sheet,
            latest.row_number,
            earliest.file_id as first_file_id,
            earliest.sheet as first_sheet,
            earliest.row_number as first_row_number
        from (
            select arrived.shop_id from arrived
            union
            select stood.shop_id from stood
        ) as shops
        left join ranked as latest on latest.shop_id = shops.shop_id and latest.place_from_last = 1
        left join ranked as earliest on earliest.shop_id = shops.shop_id and earliest.place_from_first = 1
    ) as found
    on standing.province_code = %(province_code)s and standing.shop_id = found.shop_id
    when matched and found.file_id is null then delete
    when
        matched and (
            standing.operator_id, standing.registered_on, standing.status, standing.approved_on, standing.products, standing.file_id,
            standing.sheet, standing.row_number, standing.first_file_id, standing.first_sheet, standing.first_row_number
        ) is distinct from (
            found.operator_id, found.registered_on, found.status, found.approved_on, found.products, found.file_id,
            found.sheet, found.row_number, found.first_file_id, found.first_sheet, found.first_row_number
        )
        then update set
            period = date_trunc('month', found.registered_on)::date,
            operator_id = found.operator_id,
            registered_on = found.registered_on,
            status = found.status,
            approved_on = found.approved_on,
            products = found.products,
            file_id = found.file_id,
            sheet = found.sheet,
            row_number = found.row_number,
            first_file_id = found.first_file_id,
            first_sheet = found.first_sheet,
            first_row_number = found.first_row_number
    when not matched and found.file_id is not null
        then insert (
            province_code, period, shop_id, operator_id, registered_on, status, approved_on, products, file_id, sheet, row_number,
            first_file_id, first_sheet, first_row_number
        ) values (
            %(province_code)s, date_trunc('month', found.registered_on)::date, found.shop_id, found.operator_id, found.registered_on,
            found.status, found.approved_on, found.products, found.file_id, found.sheet, found.row_number, found.first_file_id,
            found.first_sheet, found.first_row_number
        )
    returning
        old.shop_id as shop_id_was,
        old.operator_id as operator_id_was,
        old.registered_on as registered_on_was,
        old.status as status_was,
        old.approved_on as approved_on_was,
        old.first_file_id as first_file_id_was,
        old.first_sheet as first_sheet_was,
        old.first_row_number as first_row_number_was,
        new.shop_id,
        new.operator_id,
        new.registered_on,
        new.status,
        new.approved_on,
        new.first_file_id,
        new.first_sheet,
        new.first_row_number
),

changed as materialized (
    select
        renewed.*,
        array[operator_id_was, registered_on_was::text, status_was, approved_on_was::text]
        <> array[operator_id, registered_on::text, status, approved_on::text] as tells_anew
    from renewed
    where
        (
            operator_id_was, registered_on_was, status_was, approved_on_was, first_file_id_was, first_sheet_was, first_row_number_was
        ) is distinct from (operator_id, registered_on, status, approved_on, first_file_id, first_sheet, first_row_number)
),

states as (
    select
        shop_id_was as shop_id,
        operator_id_was as operator_id,
        registered_on_was as registered_on,
        status_was as status,
        approved_on_was as approved_on,
        tells_anew,
        false as holds
    from changed
    where shop_id_was is not null
    union all
    select
        shop_id,
        operator_id,
        registered_on,
        status,
        approved_on,
        tells_anew,
        true as holds
    from changed
    where shop_id is not null
),

operators as materialized (
    select distinct operator_id
    from states
    where tells_anew
),

-- what other shops of the operator say, as before
others as (
    select
        shop.operator_id,
        min(shop.registered_on) as registered_on
    from warehouse.shop
    inner join operators using (operator_id)
    where
        shop.province_code = %(province_code)s and shop.status <> 'ไม่อนุมัติ'
        and shop.shop_id <> all (array(select changed.shop_id_was from changed where changed.shop_id_was is not null))
    group by shop.operator_id
),

firsts as (
    select
        operators.operator_id,
        least(others.registered_on, before.registered_on) as was_on,
        least(others.registered_on, now_held.registered_on) as is_on
    from operators
    left join others using (operator_id)
    left join (
        select operator_id, min(registered_on) as registered_on from states where not holds and status <> 'ไม่อนุมัติ' group by operator_id
    ) as before using (operator_id)
    left join (
        select operator_id, min(registered_on) as registered_on from states where holds and status <> 'ไม่อนุมัติ' group by operator_id
    ) as now_held using (operator_id)
),

touched (months) as (
    select ops.month_of(registered_on) from states
    union all
    select daterange(date_trunc('month', registered_on)::date, null) from states where tells_anew and status = 'รออนุมัติ'
    union all
    select ops.month_of(approved_on) from states where tells_anew and status = 'อนุมัติแล้ว' and approved_on is not null
    union all
    select ops.month_of(day)
    from firsts
    cross join lateral (values (was_on), (is_on)) as moved (day)
    where was_on is distinct from is_on and day is not null
    union all
    -- months whose shops are delivered only now
    select daterange((before.delivered_until + interval '1 month')::date, (arriving.until + interval '1 month')::date)
    from (select max(period) as until from pending) as arriving
    cross join (
        select max(delivered_source.period) as delivered_until
        from ops.source_file as delivered_source
        where
            delivered_source.province_code = %(province_code)s and delivered_source.source = 'shop_registrations'
            and ops.delivers(delivered_source)
            and delivered_source.file_id <> all (array(select pending.file_id from pending))
    ) as before
    where before.delivered_until is null or before.delivered_until < arriving.until
)

update ops.source_file
set
    touches = case when typed_with is null then coalesce(touches, '{}') else touches end
    + coalesce((select range_agg(touched.months) from touched), '{}')
from pending
where source_file.file_id = pending.file_id and (source_file.typed_with is null or source_file.touches is not null);
