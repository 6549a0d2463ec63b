-- The measures that a report's lists make (publicity, activities, services, downloads claimed by subdistrict), row by row, of every version
-- and file sent: what counted and as what, what did not and why. The distinct counted_as among the counted rows are the measure; of services
-- the share of those counted among all that are named and not set aside; of claims the amounts add up.
create or replace function mart.section_working(programme text, province text, month date, district text)
returns setof mart.traced_row
language sql stable
set jit = off
as $$
    with

    rules as materialized (
        select version_in_force.*
        from rulebook.version_in_force(programme, province, month)
    ),

    sent as materialized (
        select
            reported_row.*,
            case
                when reported_row.refused_th is not null then 'refused'
                when submission.counts and not reported_row.replaced then 'counts'
                else 'not_counted'
            end as standing,
            case
                when reported_row.refused_th is not null then reported_row.refused_th
                when reported_row.replaced then 'ไฟล์ที่ส่งภายหลังของรายงานฉบับเดียวกันแทนที่แถวนี้แล้ว'
                when not submission.counts and submission.valid then 'รายงานฉบับนี้ถูกแทนที่ด้วยฉบับที่ส่งภายหลัง'
                when submission.counts is null or not submission.counts then 'รายงานฉบับนี้ยังใช้ไม่ได้ จึงไม่นับ'
            end as why
        from mart.reported_row(province, month, district)
        left join warehouse.submission
            on
                submission.province_code = province and submission.period = month
                and submission.version_key = reported_row.version_key
        where reported_row.section <> 'summary'
    ),

    things as (
        select
            sent.*,
            listed.kind,
            listed.thing,
            listed.channels,
            mart.carries_hashtags(
                rules.programme_code, rules.province_code, rules.rulebook_version, sent.section, listed.hashtags
            ) as carries_hashtags
        from sent
        cross join rules
        left join lateral (
            select
                'publicity' as kind,
                publicity_post.posted_on || ' ' || coalesce(publicity_post.title, '') as thing,
                publicity_post.channels,
                publicity_post.hashtags
            from warehouse.publicity_post
            where
                sent.section = 'publicity' and publicity_post.province_code = province and publicity_post.period = month
                and publicity_post.file_id = sent.file_id and publicity_post.sheet = sent.sheet
                and publicity_post.row_number = sent.row_number
            union all
            select
                'activities' as kind,
                activity.held_on || ' ' || activity.activity as thing,
                activity.channels,
                activity.hashtags
            from warehouse.activity
            where
                sent.section = 'activities' and activity.province_code = province and activity.period = month
                and activity.file_id = sent.file_id and activity.sheet = sent.sheet and activity.row_number = sent.row_number
        ) as listed on true
        where sent.section in ('publicity', 'activities')
    ),

    -- the same row seen from each measure it may count in, once for each thing it may count as
    seen as (
        select
            things.*,
            measured.measure_code,
            measured.counted_as,
            things.standing = 'counts' and (things.section = 'activities' or things.carries_hashtags) as counts
        from things
        cross join rules
        cross join lateral (
            select
                'activities' as measure_code,
                things.thing as counted_as
            where things.section = 'activities'
            union all
            select
                'publicity_occasions' as measure_code,
                things.thing as counted_as
            where things.section = 'publicity'
            union all
            select
                'publicity_channels' as measure_code,
                case rules.channels_over when 'month' then channel.name else things.thing || ' · ' || channel.name end as counted_as
            from unnest(coalesce(things.channels, array[null])) as channel (name)
            where things.section = 'publicity'
        ) as measured
    ),

    placed as (
        select
            seen.*,
            row_number() over (
                partition by seen.measure_code, seen.counts, seen.counted_as
                order by seen.file_id, seen.sheet, seen.row_number
            ) as place
        from seen
    ),

    readiness as materialized (
        select
            readiness.service_code,
            readiness.set_aside,
            readiness.ready
        from mart.service_readiness(programme, province, month) as readiness
        where readiness.district_code = district
    ),

    services as materialized (
        select
            sent.*,
            service_record.service_code,
            service_record.accepted,
            service_record.ready as row_ready,
            service_record.related,
            readiness.service_code is not null as asked_for,
            readiness.set_aside,
            readiness.ready
        from sent
        left join warehouse.service_record
            on
                service_record.province_code = province and service_record.period = month
                and service_record.file_id = sent.file_id and service_record.sheet = sent.sheet
                and service_record.row_number = sent.row_number
        left join readiness
            on readiness.service_code = service_record.service_code and not sent.replaced and service_record.version_key = (
                select submission.version_key
                from warehouse.submission
                where
                    submission.province_code = province and submission.period = month and submission.district_code = district
                    and submission.counts
            )
        where sent.section = 'services'
    )

    select
        measure_code,
        case
            when standing = 'refused' then 'refused'
            when counts and place = 1 then 'counted'
            else 'not_counted'
        end,
        case when counts then counted_as end,
        1::numeric,
        case
            when why is not null then why
            when not counts then 'ไม่ได้ติดแฮชแท็กตามที่หนังสือสั่งการกำหนด จึงไม่นับ'
            when place > 1 and measure_code = 'publicity_channels' then 'ช่องทางนี้นับแล้ว'
            when place > 1 and measure_code = 'activities' then 'กิจกรรมวันและชื่อเดียวกันนับแล้ว'
            when place > 1 then 'ครั้งที่มีวันและหัวข้อเดียวกันนับแล้ว'
            when measure_code = 'publicity_channels' then 'นับเป็นหนึ่งช่องทาง'
            when measure_code = 'activities' then 'นับเป็นหนึ่งกิจกรรม'
            else 'นับเป็นหนึ่งครั้ง'
        end,
        'submissions', section, file_id, sheet, row_number, null::bigint, cells
    from placed

    union all

    select
        'services_ready_share',
        case
            when standing = 'refused' then 'refused'
            when standing <> 'counts' or asked_for is not true then 'not_counted'
            when set_aside then 'set_aside'
            when ready then 'counted'
            else 'not_counted'
        end,
        case when asked_for then service_code end,
        1,
        case
            when why is not null then why
            when asked_for is not true then 'บริการนี้ไม่อยู่ในรายการที่จังหวัดกำหนด จึงไม่นับ'
            when set_aside then 'อำเภอแจ้งว่าบริการนี้ไม่เกี่ยวข้อง จึงไม่คิดทั้งในตัวตั้งและตัวหาร'
            when ready then 'ข้อมูลถูกต้อง ครบถ้วน เป็นปัจจุบัน'
            when row_ready then 'แถวนี้ครบ แต่บริการเดียวกันมีแถวอื่นที่ยังไม่ครบหรือไม่ผ่านการตรวจสอบ'
            else 'ยังไม่ถูกต้อง ครบถ้วน และเป็นปัจจุบันพร้อมกัน'
        end,
        'submissions', section, file_id, sheet, row_number, null, cells
    from services

    union all

    select
        'services_ready_share', 'not_counted', readiness.service_code, 1, 'รายงานไม่มีแถวของบริการ ' || service.name_th || ' จึงถือว่ายังไม่พร้อม',
        'submissions', 'services', null, null, null, null, null
    from readiness
    inner join rulebook.service on service.programme_code = programme and service.service_code = readiness.service_code
    where not exists (select from services where services.asked_for and services.service_code = readiness.service_code)

    union all

    select
        'downloads_claimed', case standing when 'counts' then 'counted' else standing end, claimed_download.subdistrict_code,
        claimed_download.downloads, coalesce(sent.why, 'จำนวนที่รายงานของตำบลนี้'), 'submissions', sent.section, sent.file_id, sent.sheet,
        sent.row_number, null, sent.cells
    from sent
    left join warehouse.claimed_download
        on
            claimed_download.province_code = province and claimed_download.period = month
            and claimed_download.file_id = sent.file_id and claimed_download.sheet = sent.sheet
            and claimed_download.row_number = sent.row_number
    where sent.section = 'downloads'
$$;
