-- How much a district's measures could be other than they are on one side, had no row been refused: of each refused row the most it could have
-- brought. Known of the rows that are refused today, of the files that the side has. Of submissions only the version that counts there, or
-- where none does all that was refused. Acts as the owner, so that nobody needs a right on quarantine; counts only, and of a province that
-- the caller may not see none.
create or replace function mart.excluded_figure(programme text, province text, month date, file_ids bigint[])
returns table (district_code text, measure_code text, excluded numeric, refused_rows bigint)
language sql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    with

    rules as materialized (
        select version_in_force.*
        from rulebook.version_in_force(programme, province, month)
    ),

    files as materialized (
        select
            source_file.*,
            min(source_file.period) filter (where source_file.source = 'shop_registrations' and source_file.period >= month) over ()
                as shops_period
        from ops.source_file
        where
            mart.may_be_read(province) and source_file.province_code = province and source_file.status = 'loaded'
            and source_file.source in ('submissions', 'app_downloads', 'shop_registrations')
            and (source_file.source = 'shop_registrations' or source_file.period = month)
            and source_file.file_id = any (file_ids)
    ),

    refused as materialized (
        select
            rejected_row.*,
            files.received_at
        from files
        inner join quarantine.rejected_row using (file_id)
        where files.source <> 'shop_registrations' or files.period = files.shops_period
    ),

    -- the version that counts on this side, by the files it has
    counting as materialized (
        select distinct on (submission.district_code)
            submission.district_code,
            submission.version_key
        from warehouse.submission
        inner join files using (file_id)
        where submission.province_code = province and submission.period = month and submission.valid
        order by submission.district_code, files.received_at desc, files.modified_at desc, files.uri desc
    ),

    reported as materialized (
        select
            refused.district_code,
            refused.received_at,
            counting.version_key is null as whole_report,
            sent.section
        from refused
        left join counting using (district_code)
        cross join lateral (
            select source_row.section
            from staging.source_row
            where
                source_row.file_id = refused.file_id and source_row.sheet = refused.sheet
                and source_row.province_code = province and source_row.period = month
                -- a cell of a summary sheet stands in its own row
                and (
                    source_row.row_number = refused.row_number
                    or exists (select from jsonb_each_text(source_row.cell_rows) where value::bigint = refused.row_number)
                )
            limit 1
        ) as sent
        where
            refused.source = 'submissions' and refused.district_code is not null
            and (counting.version_key is null or counting.version_key = refused.report_key)
            and refused.rule not in ('report_repeated')
    ),

    related as (
        select count(*) as services
        from rules
        inner join rulebook.related_service using (programme_code, province_code, rulebook_version)
    ),

    shops as materialized (
        select
            thai.digits(thai.fold(sent.cells ->> 'operator_id')) as operator_id,
            (thai.read_date(sent.cells ->> 'registered_on', month)).value as registered_on
        from refused
        cross join lateral (
            select platform_row.cells
            from staging.platform_row
            where
                platform_row.source = 'shop_registrations' and platform_row.file_id = refused.file_id
                and platform_row.sheet = refused.sheet and platform_row.row_number = refused.row_number
            limit 1
        ) as sent
        where refused.source = 'shop_registrations'
    ),

    -- operators who are not new by another shop, and whose refused one may be of the month
    new_operators as materialized (
        select
            mart.operator_district(province, shops.operator_id, month) as district_code,
            shops.operator_id
        from shops
        where
            coalesce(date_trunc('month', shops.registered_on) = month, true)
            and not exists (
                select from warehouse.shop
                where
                    shop.province_code = province and shop.operator_id = shops.operator_id and shop.status <> 'ไม่อนุมัติ'
                    and shop.registered_on < month + interval '1 month'
            )
    ),

    -- a repeated event counted where it stood first
    events as materialized (
        select refused.*
        from refused
        where refused.source = 'app_downloads' and refused.district_code is not null and refused.rule <> 'event_repeated'
    ),

    event_spans as (
        select
            file_id,
            min(row_number) as first_row,
            max(row_number) as last_row,
            array_agg(row_number::integer) as row_numbers
        from events
        group by file_id
    ),

    events_by_subdistrict as materialized (
        select
            thai.digits(thai.fold(sent.cells ->> 'subdistrict_code')) as subdistrict_code,
            count(*) as event_count
        from event_spans
        cross join lateral (
            select download_row.cells
            from staging.download_row
            where
                download_row.file_id = event_spans.file_id::integer
                and download_row.row_number between event_spans.first_row::integer and event_spans.last_row::integer
                and download_row.row_number in (select unnest(event_spans.row_numbers))
        ) as sent
        group by subdistrict_code
    ),

    short_only_by_refusals as (
        select
            measured.district_code,
            count(*) as subdistricts,
            sum(events_by_subdistrict.event_count)::bigint as event_count
        from rules
        inner join mart.subdistrict_measure as measured
            on
                measured.programme_code = programme and measured.province_code = province and measured.period = month
                and measured.measure_code = 'downloads'
        inner join events_by_subdistrict using (subdistrict_code)
        where
            rules.downloads_graded_from = 'platform' and measured.value < rules.subdistrict_minimum
            and measured.value + events_by_subdistrict.event_count >= rules.subdistrict_minimum
        group by measured.district_code
    )

    select district_code, listed.measure_code, count(*)::numeric, count(*)
    from reported
    inner join (
        values ('publicity', 'publicity_occasions'), ('publicity', 'publicity_channels'), ('activities', 'activities')
    ) as listed (section, measure_code) using (section)
    group by district_code, listed.measure_code

    union all

    select district_code, 'services_ready_share', count(*)::numeric / nullif(max(related.services), 0), count(*)
    from reported
    cross join related
    where section = 'services'
    group by district_code

    union all

    select reported.district_code, 'reports_on_time', 1, count(*)
    from reported
    cross join rules
    inner join rulebook.deadline
        on
            deadline.programme_code = rules.programme_code and deadline.province_code = rules.province_code
            and deadline.rulebook_version = rules.rulebook_version and deadline.period = month and deadline.deadline_code = 'report'
    where reported.whole_report and reported.section = 'summary' and reported.received_at < deadline.due_at + interval '1 second'
    group by reported.district_code

    union all

    select district_code, 'new_shops', count(distinct operator_id)::numeric, count(*)
    from new_operators
    where district_code is not null
    group by district_code

    union all

    select district_code, 'downloads', count(*)::numeric, count(*)
    from events
    group by district_code

    union all

    select district_code, 'subdistricts_short', -subdistricts::numeric, event_count
    from short_only_by_refusals
$$;
alter function mart.excluded_figure(text, text, date, bigint[]) owner to warehouse_owner;
revoke execute on function mart.excluded_figure(text, text, date, bigint[]) from public;
grant execute on function mart.excluded_figure(text, text, date, bigint[]) to warehouse_etl, analyst, province_analyst;
