-- From a measure to the rows that were sent: file, sheet, row and its cells as text, and whether each counted (outcome counted), did not
-- (not_counted, set_aside), was refused, or is what it was measured by (base), and why. Null for measures: all that grade anything.
-- Without a district: the province's. At most rows_each rows of a million events are shown by subdistrict and outcome; null: all.
create or replace function mart.measure_working(
    province text, month date, district text, measures text[] default null, rows_each integer default 20, programme text default 'click'
)
returns table (
    measure_code text, outcome text, counted_as text, amount numeric, reason_th text, source text, section text, file text, sheet text,
    row_number bigint, cells jsonb, rows_in_all bigint
)
language sql stable
set jit = off
as $$
    with

    wanted as materialized (
        select array(
            select measure.measure_code
            from rulebook.measure
            where
                (measures is null and not measure.watched or measure.measure_code = any (measures))
                and (measure.level = 'province') = (district is null)
        ) as codes
    ),

    traced as materialized (
        select working.*
        from wanted
        cross join lateral (
            select working.*
            from mart.shop_working(province, month, district) as working
            where 'new_shops' = any (wanted.codes)
            union all
            select working.*
            from mart.download_working(programme, province, month, district, rows_each) as working
            where wanted.codes && array['downloads', 'subdistricts_short']
            union all
            select working.*
            from mart.section_working(programme, province, month, district) as working
            where
                wanted.codes
                && array[
                    'publicity_occasions', 'publicity_channels', 'activities', 'services_ready_share', 'downloads_claimed'
                ]
            union all
            select working.*
            from mart.summary_working(programme, province, month, district) as working
            where wanted.codes && array['new_shops_claimed', 'downloads_claimed', 'leaders_downloaded_share', 'reports_on_time']
            union all
            select working.*
            from mart.content_working(province, month, rows_each) as working
            where 'tourism_places' = any (wanted.codes)
        ) as working
        where working.measure_code = any (wanted.codes)
    ),

    exported as materialized (
        select platform_cells.*
        from (
            select
                array_agg(places.source) as sources,
                array_agg(places.file_id) as file_ids,
                array_agg(places.sheet) as sheets,
                array_agg(places.row_number) as row_numbers
            from (
                select distinct
                    traced.source,
                    traced.file_id,
                    traced.sheet,
                    traced.row_number
                from traced
                where traced.cells is null and traced.file_id is not null
            ) as places
        ) as wanted_places
        cross join lateral mart.platform_cells(
            wanted_places.sources, wanted_places.file_ids, wanted_places.sheets, wanted_places.row_numbers
        ) as platform_cells
    )

    select
        traced.measure_code,
        traced.outcome,
        traced.counted_as,
        traced.amount,
        traced.reason_th,
        traced.source,
        traced.section,
        source_file.uri,
        traced.sheet,
        traced.row_number,
        coalesce(traced.cells, exported.cells),
        coalesce(traced.rows_in_all, count(*) over (partition by traced.measure_code, traced.outcome))
    from traced
    left join ops.source_file using (file_id)
    left join exported
        on
            exported.source = traced.source and exported.file_id = traced.file_id and exported.sheet = traced.sheet
            and exported.row_number = traced.row_number
    order by
        traced.measure_code,
        array_position(array['counted', 'base', 'set_aside', 'not_counted', 'refused'], traced.outcome),
        traced.counted_as,
        source_file.received_at,
        source_file.uri,
        traced.sheet,
        traced.row_number
$$;
