-- What is refused or in no registry of the shops that a month's new operators are counted by, of each district. Acts as the owner, so that nobody
-- needs a right on quarantine; a province that the caller may not see has no rows.
create or replace function mart.shop_doubt(province text, month date)
returns table (district_code text, shops_refused bigint, shops_unplaced bigint, operators_refused bigint)
language sql stable security definer cost 100000
set search_path = pg_catalog, pg_temp
set jit = off
set plan_cache_mode = force_generic_plan
as $$
    with

    -- operators whose first shop is of the month, as measured; one in no registry may be of any district
    new_operators as materialized (
        select
            of_month.operator_id,
            rulebook.district_in(place.district_code, place.subdistrict_code, month) as district_code
        from (
            select distinct shop.operator_id
            from warehouse.shop
            where shop.province_code = province and shop.period = month and mart.may_be_read(province)
        ) as of_month
        -- operator by operator: joined as a whole, the shops of all months would be read
        cross join lateral (
            select shop.registered_on
            from warehouse.shop
            where shop.province_code = province and shop.operator_id = of_month.operator_id and shop.status <> 'ไม่อนุมัติ'
            order by shop.registered_on
            limit 1
        ) as earliest
        left join lateral mart.operator_place(province, of_month.operator_id, month) as place on true
        where earliest.registered_on >= month and earliest.registered_on < (month + interval '1 month')::date
    ),

    -- refused rows of the delivery that tells of the month: of shops the first from then on, each holding the whole history
    refused_shops as materialized (
        select
            coalesce(named.operator_id, concat(rejected_row.file_id, ' ', rejected_row.sheet, ' ', rejected_row.row_number)) as operator,
            mart.operator_district(province, named.operator_id, month) as district_code
        from quarantine.rejected_row
        -- row by row, by its key: joined as a whole, every row ever sent would be read
        cross join lateral (
            select sent.cells
            from staging.platform_row as sent
            where
                sent.source = 'shop_registrations' and sent.file_id = rejected_row.file_id
                and sent.sheet = rejected_row.sheet and sent.row_number = rejected_row.row_number
            offset 0
        ) as platform_row
        cross join lateral (
            select
                thai.digits(thai.fold(platform_row.cells ->> 'operator_id')) as operator_id,
                (thai.read_date(platform_row.cells ->> 'registered_on', month)).value as registered_on
        ) as named
        where
            rejected_row.province_code = province and rejected_row.source = 'shop_registrations' and mart.may_be_read(province)
            and rejected_row.period = (
                select min(delivered_source.period)
                from ops.delivered_source
                where
                    delivered_source.province_code = province and delivered_source.source = 'shop_registrations'
                    and delivered_source.period >= month
            )
            and coalesce(named.registered_on < month + interval '1 month', true)
    ),

    -- refused rows of registries: of one who may be the operator of a new shop
    refused_operators as materialized (
        select count(*) as rows
        from quarantine.rejected_row
        cross join lateral (
            select sent.cells
            from staging.platform_row as sent
            where
                sent.source = 'otop_operators' and sent.file_id = rejected_row.file_id
                and sent.sheet = rejected_row.sheet and sent.row_number = rejected_row.row_number
            offset 0
        ) as platform_row
        where
            rejected_row.province_code = province and rejected_row.source = 'otop_operators' and mart.may_be_read(province)
            and coalesce(
                thai.digits(thai.fold(platform_row.cells ->> 'operator_id')) in (select new_operators.operator_id from new_operators), true
            )
    )

    select
        district.district_code,
        count(distinct refused_shops.operator),
        (select count(*) from new_operators where new_operators.district_code is null),
        (select refused_operators.rows from refused_operators)
    from rulebook.district
    left join refused_shops on coalesce(refused_shops.district_code, district.district_code) = district.district_code
    where district.province_code = province and district.valid_during @> month and mart.may_be_read(province)
    group by district.district_code
$$;
alter function mart.shop_doubt(text, date) owner to warehouse_owner;
revoke execute on function mart.shop_doubt(text, date) from public;
grant execute on function mart.shop_doubt(text, date) to warehouse_etl, analyst, province_analyst;
