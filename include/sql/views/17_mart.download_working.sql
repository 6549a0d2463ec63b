-- downloads of a district and month, event by event, and subdistricts_short by subdistrict. The distinct counted_as among the counted rows are
-- the measure. Of each subdistrict at most rows_each events are returned, the first ones of its files (null: all), and none but them is
-- looked at: what counts hangs on the events before it alone. rows_in_all says how many events the subdistrict has.
create or replace function mart.download_working(programme text, province text, month date, district text, rows_each integer)
returns setof mart.traced_row
language sql stable
set jit = off
as $$
    with

    rules as materialized (
        select version_in_force.*
        from rulebook.version_in_force(programme, province, month)
    ),

    subdistricts as materialized (
        select
            subdistrict.subdistrict_code,
            subdistrict.name_th,
            (
                select count(*)
                from warehouse.app_download
                where
                    app_download.province_code = province and app_download.period = month
                    and app_download.subdistrict_code = subdistrict.subdistrict_code
            ) as rows_in_all
        from rulebook.subdistrict
        where subdistrict.province_code = province and subdistrict.district_code = district and subdistrict.valid_during @> month
    ),

    events as materialized (
        select
            subdistricts.subdistrict_code,
            subdistricts.name_th,
            event.event_id,
            event.user_id,
            event.operating_system,
            event.file_id,
            event.row_number,
            event.operating_system = any (rules.download_platforms) as is_download,
            subdistricts.rows_in_all
        from subdistricts
        cross join rules
        cross join lateral (
            select app_download.*
            from warehouse.app_download
            where
                app_download.province_code = province and app_download.period = month
                and app_download.subdistrict_code = subdistricts.subdistrict_code
            order by app_download.file_id, app_download.row_number
            limit rows_each
        ) as event
    ),

    judged as (
        select
            events.*,
            case
                when not is_download then 'other_platform'
                when
                    user_id is not null
                    and row_number() over (partition by subdistrict_code, is_download, user_id order by file_id, row_number) > 1
                    then 'counted_already'
                else 'counted'
            end as outcome
        from events
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
    from judged

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
