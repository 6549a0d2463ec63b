-- The refused rows of the platform's exports that concern a district's month (without a district, the province's): those that name it, and
-- refused shops of operators whom a registry places there. Acts as the owner, so that nobody needs a right on quarantine; a province that the
-- caller may not see has no rows.
create or replace function mart.refused_export_row(province text, month date, district text)
returns table (source text, file_id bigint, sheet text, row_number bigint, operator_id text, refused_th text)
language sql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    with

    -- which delivery tells the month: its own, of shops (each export holds the whole history) the first from then on, of registries and
    -- rosters the latest up to then, else the earliest
    deliveries as materialized (
        select distinct on (source_file.source)
            source_file.source,
            source_file.period
        from ops.source_file
        where
            source_file.status = 'loaded' and source_file.province_code = province and mart.may_be_read(province)
            and case source_file.source
                when 'app_downloads' then source_file.period = month and district is not null
                when 'content_records' then source_file.period = month and district is null
                when 'shop_registrations' then source_file.period >= month and district is not null
                else source_file.source in ('otop_operators', 'leader_roster') and district is not null
            end
        order by
            source_file.source,
            source_file.period <= month desc,
            case when source_file.period <= month then source_file.period end desc,
            source_file.period
    ),

    -- each way asks for what its own index finds: a district's rows are few, those of its province may be many
    named as materialized (
        select
            refused.*,
            thai.digits(thai.fold(sent.cells ->> 'operator_id')) as operator_named,
            (thai.read_date(sent.cells ->> 'registered_on', month)).value as registered_on
        from deliveries
        inner join quarantine.rejected_row as refused
            on
                refused.province_code = province and refused.period = deliveries.period
                and refused.source = deliveries.source
        left join lateral (
            select platform_row.cells
            from staging.platform_row
            where
                platform_row.source = refused.source and platform_row.file_id = refused.file_id
                and platform_row.sheet = refused.sheet and platform_row.row_number = refused.row_number
            limit 1
        ) as sent on true
        where
            deliveries.source in ('shop_registrations', 'otop_operators')
            and (deliveries.source = 'shop_registrations' or refused.district_code = district)
    )

    select
        named.source,
        named.file_id,
        named.sheet,
        named.row_number,
        named.operator_named,
        named.message_th
    from named
    where
        named.source <> 'shop_registrations'
        -- a history holds shops of other months too
        or coalesce(date_trunc('month', named.registered_on) = month, true)
        and mart.operator_district(province, named.operator_named, month) = district

    union all

    select
        refused.source,
        refused.file_id,
        refused.sheet,
        refused.row_number,
        null,
        refused.message_th
    from deliveries
    inner join quarantine.rejected_row as refused
        on
            refused.province_code = province and refused.period = deliveries.period and refused.source = deliveries.source
            and refused.district_code = district
    where deliveries.source in ('app_downloads', 'leader_roster')

    union all

    select
        refused.source,
        refused.file_id,
        refused.sheet,
        refused.row_number,
        null,
        refused.message_th
    from deliveries
    inner join quarantine.rejected_row as refused
        on
            refused.province_code = province and refused.period = deliveries.period and refused.source = deliveries.source
    where deliveries.source = 'content_records'
$$;
alter function mart.refused_export_row(text, date, text) owner to warehouse_owner;
revoke execute on function mart.refused_export_row(text, date, text) from public;
grant execute on function mart.refused_export_row(text, date, text) to warehouse_etl, analyst, province_analyst;
