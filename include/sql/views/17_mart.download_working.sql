-- downloads of a district and month, event by event, and subdistricts_short by subdistrict. The distinct counted_as among the counted rows are
-- the measure. Of the events of one subdistrict and outcome at most rows_each are returned, the first ones of their files (null: all);
-- rows_in_all says how many there are.
create or replace function mart.download_working(programme text, province text, month date, district text, rows_each integer)
returns setof mart.traced_row
language sql stable
set jit = off
as $$
    with

    rules as materialized (
        select version.*
        from rulebook.in_force
        inner join rulebook.version using (programme_code, province_code, rulebook_version)
        where in_force.programme_code = programme and in_force.province_code = province and in_force.valid_during @> month
    ),

    events as materialized (
        select
            subdistrict.subdistrict_code,
            subdistrict.name_th,
            app_download.event_id,
            app_download.user_id,
            app_download.operating_system,
            app_download.file_id,
            app_download.row_number,
            app_download.operating_system = any (rules.download_platforms) as is_download
        from rules
        cross join rulebook.subdistrict
        inner join warehouse.app_download
            on
                app_download.province_code = province and app_download.period = month
                and app_download.subdistrict_code = subdistrict.subdistrict_code
        where subdistrict.province_code = province and subdistrict.district_code = district and subdistrict.valid_during @> month
    ),

    first_events as materialized (
        select
            subdistrict_code,
            user_id,
            min(file_id::bigint << 32 | row_number) as place
        from events
        where is_download and user_id is not null
        group by subdistrict_code, user_id
    ),

    judged as materialized (
        select
            events.*,
            case
                when not events.is_download then 'other_platform'
                when events.user_id is not null and first_events.place <> events.file_id::bigint << 32 | events.row_number
                    then 'counted_already'
                else 'counted'
            end as outcome
        from events
        left join first_events on first_events.subdistrict_code = events.subdistrict_code and first_events.user_id = events.user_id
    ),

    totals as (
        select
            subdistrict_code,
            outcome,
            count(*) as rows_in_all
        from judged
        group by subdistrict_code, outcome
    ),

    chosen as (
        select judged.*, totals.rows_in_all
        from totals
        cross join lateral (
            select judged.*
            from judged
            where
                judged.subdistrict_code = totals.subdistrict_code and judged.outcome = totals.outcome
            order by judged.file_id, judged.row_number
            limit rows_each
        ) as judged
    )

    select
        'downloads', case when outcome = 'counted' then 'counted' else 'not_counted' end,
        subdistrict_code || ' ' || coalesce(user_id, 'event ' || event_id), 1::numeric,
        case outcome
            when 'counted' then 'นับเป็นหนึ่งรายของตำบล' || name_th || case when user_id is null then ' (ไม่มีรหัสผู้ใช้ จึงนับเป็นคนละราย)' else '' end
            when 'counted_already' then 'ผู้ใช้รายเดียวกันนับแล้วในตำบล' || name_th
            else 'เข้าใช้ทาง ' || operating_system || ' ซึ่งไม่ใช่การดาวน์โหลดตามเกณฑ์'
        end,
        'app_downloads', null::text, file_id::bigint, '', row_number::bigint, rows_in_all, null::jsonb
    from chosen

    union all

    (
        select
            'downloads', 'refused', null, null, refused_th, source, null, file_id, sheet, row_number, count(*) over (), null
        from mart.refused_export_row(province, month, district)
        where source = 'app_downloads'
        order by file_id, row_number
        limit rows_each
    )

    union all

    select
        'subdistricts_short', case when coalesce(measured.value, 0) < rules.subdistrict_minimum then 'counted' else 'not_counted' end,
        measured.subdistrict_code, measured.value,
        'ตำบล' || subdistrict.name_th || ' มีผู้ดาวน์โหลด ' || mart.quantity_th(measured.value, 'ราย') || ' จากเกณฑ์อย่างน้อย '
        || mart.quantity_th(rules.subdistrict_minimum, 'ราย')
        || case when coalesce(measured.value, 0) < rules.subdistrict_minimum then ' จึงไม่ถึงเกณฑ์' else ' จึงถึงเกณฑ์' end,
        case rules.downloads_graded_from when 'platform' then 'app_downloads' else 'submissions' end, null, null, null, null, null, null
    from rules
    inner join mart.subdistrict_measure as measured
        on
            measured.programme_code = programme and measured.province_code = province and measured.period = month
            and measured.district_code = district
            and measured.measure_code = case rules.downloads_graded_from when 'platform' then 'downloads' else 'downloads_claimed' end
    inner join rulebook.subdistrict
        on subdistrict.subdistrict_code = measured.subdistrict_code and subdistrict.valid_during @> month
$$;
comment on function mart.download_working(text, text, date, text, integer) is
'ที่มาของจำนวนผู้ดาวน์โหลดและตำบลที่ไม่ถึงเกณฑ์ของอำเภอ รายแถว · the rows behind a district''s downloads and subdistricts short';
