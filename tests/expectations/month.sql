-- One small month of a province, as the facts stand after typing: every district but the last reports, the first one twice.
-- Nothing here is a rule: counts are chosen so that some criteria are met and some are not.
select warehouse.make_months(array[%(period)s::date]);

with

month as (
    select %(province_code)s::text as province_code, %(period)s::date as period
),

files as (
    insert into ops.source_file (
        uri, fingerprint, source, province_code, period, sha256, bytes, modified_at, received_at, status, rules_sha256, typed_with,
        rows_read, rows_loaded
    )
    select
        concat('file:///landing/', received.source, '/', month.province_code, '/', to_char(month.period, 'YYYY-MM'), '/', received.name),
        received.name,
        received.source,
        month.province_code,
        month.period,
        encode(sha256(convert_to(concat(month.province_code, month.period, received.source, received.name), 'UTF8')), 'hex'),
        1000,
        month.period + interval '1 month 9 days',
        month.period + interval '1 month' + received.day * interval '1 day',
        'loaded',
        'rules',
        'rules',
        0,
        0
    from month
    cross join (
        values
        ('submissions', 'first.xlsx', 9), ('submissions', 'corrected.xlsx', 11), ('otop_operators', 'registry.csv', 9),
        ('shop_registrations', 'shops.csv', 9), ('app_downloads', 'events.csv', 9), ('content_records', 'content.csv', 9),
        ('leader_roster', 'leaders.csv', 9)
    ) as received (source, name, day)
    where received.source <> all (%(missing_sources)s)
    returning file_id, source, fingerprint, received_at
),

districts as (
    select
        month.*,
        district.district_code,
        row_number() over (order by district.district_code) as place,
        row_number() over (order by district.district_code desc) as place_from_end
    from month
    inner join rulebook.district using (province_code)
),

subdistricts as (
    select subdistrict.*, month.period
    from month
    inner join rulebook.subdistrict using (province_code)
),

reports as (
    insert into warehouse.submission (
        province_code, period, version_key, district_code, file_id, reported_at, reported_with_time, received_at, valid, first_valid,
        counts, new_shops_claimed, downloads_total_claimed, district_chief, district_development_officer, land_office_head,
        local_administration_head, subdistrict_heads, village_heads
    )
    select
        districts.province_code,
        districts.period,
        concat('workbook:', files.fingerprint, ':', districts.district_code),
        districts.district_code,
        files.file_id,
        files.received_at - case when districts.place = 2 then interval '-10 days' else interval '1 day' end,
        false,
        files.received_at + case when districts.place = 2 then interval '11 days' else interval '0 days' end,
        true,
        files.fingerprint = 'first.xlsx',
        files.fingerprint = case when districts.place = 1 then 'corrected.xlsx' else 'first.xlsx' end,
        5,
        999,
        1,
        1,
        1,
        1,
        5,
        60
    from districts
    inner join files on files.source = 'submissions' and (files.fingerprint = 'first.xlsx' or districts.place = 1)
    where districts.place_from_end > 1
    returning *
),

claims as (
    insert into warehouse.claimed_download (
        province_code, period, version_key, district_code, subdistrict_code, downloads, file_id, sheet, row_number
    )
    select
        reports.province_code, reports.period, reports.version_key, reports.district_code, subdistricts.subdistrict_code, 11,
        reports.file_id, reports.district_code, row_number() over ()
    from reports
    inner join subdistricts using (district_code)
),

posts as (
    insert into warehouse.publicity_post (
        province_code, period, version_key, district_code, posted_on, title, channels, hashtags, file_id, sheet, row_number
    )
    select
        province_code, period, version_key, district_code, period + day, 'ข่าว', array[channel], array['clickชุมชน'],
        file_id, district_code, day
    from reports
    cross join (values (3, 'Facebook'), (17, 'TikTok')) as post (day, channel)
),

activities as (
    insert into warehouse.activity (
        province_code, period, version_key, district_code, held_on, activity, kind, participants, channels, hashtags, file_id, sheet,
        row_number
    )
    select
        province_code, period, version_key, district_code, period + day, 'อบรม', 'ประชุม', 40, array['Line'], array['clickชุมชน'],
        file_id, district_code, day
    from reports
    cross join (values (5), (20)) as held (day)
),

services as (
    insert into warehouse.service_record (
        province_code, period, version_key, district_code, service_code, accepted, related, ready, records, updated_on, file_id, sheet,
        row_number
    )
    select
        reports.province_code, reports.period, reports.version_key, reports.district_code, service.service_code, true, true,
        reports.district_code like '%%2' or service.service_code <> 'cdd_travel', 7, reports.period + 4, reports.file_id,
        reports.district_code, row_number() over ()
    from reports
    cross join rulebook.service
),

operators as (
    insert into warehouse.otop_operator (
        province_code, period, as_of_date, operator_id, district_code, subdistrict_code, status, file_id, sheet, row_number
    )
    select
        districts.province_code, districts.period, districts.period, concat(districts.district_code, '-', number),
        districts.district_code, districts.district_code || '01', 'ปกติ', files.file_id, '', row_number() over ()
    from districts
    inner join files on files.source = 'otop_operators'
    cross join generate_series(1, 30) as number
    returning *
),

shops as (
    insert into warehouse.shop (
        province_code, period, shop_id, operator_id, registered_on, status, approved_on, products, file_id, sheet, row_number
    )
    select
        districts.province_code, districts.period, concat(to_char(districts.period, 'YYMM'), '-', districts.district_code, '-', number),
        concat(districts.district_code, '-', number), districts.period + 6,
        case number when 1 then 'รออนุมัติ' when 2 then 'ไม่อนุมัติ' else 'อนุมัติแล้ว' end,
        case when number > 2 then districts.period + 9 end, 3, files.file_id, '', row_number() over ()
    from districts
    inner join files on files.source = 'shop_registrations'
    cross join generate_series(1, 8) as number
),

rosters as (
    insert into warehouse.leader_roster (
        province_code, period, as_of_date, district_code, district_chief, district_development_officer, land_office_head,
        local_administration_head, subdistrict_heads, village_heads, printed_total, file_id, sheet, row_number
    )
    select
        districts.province_code, districts.period, districts.period, districts.district_code, 1, 1, 1, 1, 10, 90, 104, files.file_id, '',
        districts.place
    from districts
    inner join files on files.source = 'leader_roster'
),

events as (
    insert into warehouse.app_download (
        province_code, period, event_id, occurred_at, district_code, subdistrict_code, operating_system, user_group, user_id, file_id,
        row_number
    )
    select
        subdistricts.province_code, subdistricts.period, concat(subdistricts.subdistrict_code, '-', number),
        subdistricts.period + number * interval '1 day', subdistricts.district_code, subdistricts.subdistrict_code,
        case when number = 13 then 'Web' when number %% 2 = 0 then 'iOS' else 'Android' end,
        case when number %% 3 > 0 then 'ประชาชน' end,
        -- one person comes twice, and in every third district once more: ten or nine persons a subdistrict
        case
            when number = 12 then null
            when number = 11 or number = 10 and subdistricts.district_code like '%%3' then 'person 1'
            else 'person ' || number
        end,
        files.file_id, row_number() over ()
    from subdistricts
    inner join files on files.source = 'app_downloads'
    cross join generate_series(1, 13) as number
)

insert into warehouse.content_record (
    province_code, period, record_id, service_code, district_code, updated_on, status, attraction_kind, file_id, sheet, row_number
)
select
    districts.province_code, districts.period, concat(districts.district_code, '-', number), 'cdd_travel', districts.district_code,
    districts.period + number::integer, 'เผยแพร่', 'ธรรมชาติ', files.file_id, '', row_number() over ()
from districts
inner join files on files.source = 'content_records'
cross join generate_series(1, 2) as number
