-- makes   warehouse.otop_operator, and which months the registries read now say something new about
-- grain   one row per operator of a registry as of a date
-- rule    landing.md, source 2: a registry is the union of the accepted rows of one as-of date; of several rows of an operator the one
--         received last counts. Read are the rows of the files that are typed now and what stood of the same operators and dates. An operator
--         who is where the registry before had him touches nothing; else the months from this registry to the next in which a shop of
--         his is spoken of

with

pending as materialized (
    select file_id
    from ops.pending_file
    where province_code = %(province_code)s and source = 'otop_operators'
),

arrived as materialized (
    select typed.*
    from staging.otop_operator as typed
    where typed.file_id = any (array(select pending.file_id from pending))
),

stood as materialized (
    select
        otop_operator.*,
        otop_operator.file_id in (select pending.file_id from pending) as is_read_again
    from warehouse.otop_operator
    where
        otop_operator.province_code = %(province_code)s
        and (
            otop_operator.as_of_date = any (array(select distinct arrived.as_of_date from arrived))
            or otop_operator.file_id = any (array(select pending.file_id from pending))
        )
),

held as (
    select * from arrived
    union
    select typed.*
    from stood
    inner join staging.otop_operator as typed using (file_id, sheet, row_number)
    where not stood.is_read_again
    union
    select typed.*
    from stood
    inner join staging.otop_operator as typed using (province_code, as_of_date, operator_id)
    where stood.is_read_again
),

latest as materialized ( -- noqa: ST03
    select distinct on (held.as_of_date, held.operator_id) held.*
    from held
    inner join ops.source_file using (file_id)
    order by
        held.as_of_date, held.operator_id, source_file.received_at desc, source_file.modified_at desc, source_file.uri desc,
        held.row_number desc
),

renewed as (
    merge into warehouse.otop_operator as standing
    using (
        select
            coalesce(latest.as_of_date, stood.as_of_date) as as_of_date,
            coalesce(latest.operator_id, stood.operator_id) as operator_id,
            latest.district_code,
            latest.subdistrict_code,
            latest.status,
            latest.file_id,
            latest.sheet,
            latest.row_number
        from latest
        full join stood using (as_of_date, operator_id)
    ) as found
    on
        standing.province_code = %(province_code)s and standing.as_of_date = found.as_of_date and standing.operator_id = found.operator_id
    when matched and found.file_id is null then delete
    when
        matched and (
            standing.district_code, standing.subdistrict_code, standing.status, standing.file_id, standing.sheet, standing.row_number
        ) is distinct from (
            found.district_code, found.subdistrict_code, found.status, found.file_id, found.sheet, found.row_number
        )
        then update set
            district_code = found.district_code,
            subdistrict_code = found.subdistrict_code,
            status = found.status,
            file_id = found.file_id,
            sheet = found.sheet,
            row_number = found.row_number
    when not matched and found.file_id is not null
        then insert (
            province_code, period, as_of_date, operator_id, district_code, subdistrict_code, status, file_id, sheet, row_number
        ) values (
            %(province_code)s, date_trunc('month', found.as_of_date)::date, found.as_of_date, found.operator_id, found.district_code,
            found.subdistrict_code, found.status, found.file_id, found.sheet, found.row_number
        )
    returning
        coalesce(new.as_of_date, old.as_of_date) as as_of_date, coalesce(new.operator_id, old.operator_id) as operator_id,
        old.district_code as district_code_was, old.subdistrict_code as subdistrict_code_was, old.operator_id is not null as was_there,
        new.district_code, new.subdistrict_code, new.operator_id is not null as is_there
),

changed as materialized (
    select
        renewed.*,
        count(*) over (partition by operator_id) as changes
    from renewed
    where (was_there, district_code_was, subdistrict_code_was) is distinct from (is_there, district_code, subdistrict_code)
),

of_shops as materialized (
    select
        changed.*,
        shop.registered_on,
        shop.status,
        shop.approved_on
    from changed
    inner join warehouse.shop on shop.province_code = %(province_code)s and shop.operator_id = changed.operator_id
),

-- the registries around it, which say the same as before
beside as materialized (
    select
        operators.operator_id,
        operators.as_of_date,
        before.as_of_date as date_before,
        following.as_of_date as date_after,
        coalesce(before.place, following.place) as place_else
    from (select distinct operator_id, as_of_date from of_shops where changes = 1) as operators
    left join lateral (
        select
            otop_operator.as_of_date,
            row(otop_operator.district_code, otop_operator.subdistrict_code)::text as place
        from warehouse.otop_operator
        where
            otop_operator.province_code = %(province_code)s and otop_operator.operator_id = operators.operator_id
            and otop_operator.as_of_date < operators.as_of_date
        order by otop_operator.as_of_date desc
        limit 1
    ) as before on true
    left join lateral (
        select
            otop_operator.as_of_date,
            row(otop_operator.district_code, otop_operator.subdistrict_code)::text as place
        from warehouse.otop_operator
        where
            otop_operator.province_code = %(province_code)s and otop_operator.operator_id = operators.operator_id
            and otop_operator.as_of_date > operators.as_of_date
        order by otop_operator.as_of_date
        limit 1
    ) as following on true
),

-- null where the operator changed in several registries: any month of his shops
moved as (
    select
        of_shops.*,
        case
            when of_shops.changes > 1 then daterange(null, null)
            else daterange(
                case when beside.date_before is not null then date_trunc('month', of_shops.as_of_date)::date end,
                date_trunc('month', beside.date_after)::date
            )
        end as months
    from of_shops
    left join beside using (operator_id, as_of_date)
    where
        of_shops.changes > 1
        or case
            when of_shops.was_there then row(of_shops.district_code_was, of_shops.subdistrict_code_was)::text else beside.place_else
        end is distinct from case
            when of_shops.is_there then row(of_shops.district_code, of_shops.subdistrict_code)::text else beside.place_else
        end
),

touched (months) as (
    select
        moved.months * unnest(array[
            ops.month_of(moved.registered_on),
            case when moved.status = 'รออนุมัติ' then daterange(date_trunc('month', moved.registered_on)::date, null) end,
            case when moved.status = 'อนุมัติแล้ว' and moved.approved_on is not null then ops.month_of(moved.approved_on) end
        ])
    from moved
    union all
    -- the registry of the day as of which an order printed its counts is compared with them in every month of that order
    select version.valid_during
    from rulebook.version
    inner join rulebook.base_count using (programme_code, province_code, rulebook_version)
    where
        version.province_code = %(province_code)s and base_count.base_code = 'otop_operators'
        and base_count.as_of_date = any (array(select changed.as_of_date from changed))
    union all
    -- there was no registry at all
    select daterange(null, null)
    where
        exists (select from pending)
        and not exists (
            select from ops.source_file as delivered_source
            where
                delivered_source.province_code = %(province_code)s and delivered_source.source = 'otop_operators'
                and ops.delivers(delivered_source)
                and delivered_source.file_id <> all (array(select pending.file_id from pending))
        )
)

update ops.source_file
set
    touches = case when typed_with is null then coalesce(touches, '{}') else touches end
    + coalesce((select range_agg(touched.months) from touched where touched.months is not null), '{}')
from pending
where source_file.file_id = pending.file_id and (source_file.typed_with is null or source_file.touches is not null);
