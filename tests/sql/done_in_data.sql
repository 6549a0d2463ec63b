-- Does what the steps of one option ask of every district, in the facts themselves: rows as typing would have written them.
select warehouse.make_months(array[%(period)s::date]);

with

asked as (
    select next_step.*
    from candidate.next_step
    where next_step.province_code = %(province_code)s and next_step.period = %(period)s and next_step.option_no = %(option_no)s
),

files as (
    select source, min(file_id) as file_id
    from ops.source_file
    where province_code = %(province_code)s and period = %(period)s
    group by source
),

-- one that has not reported does, late where the option does not ask for punctuality, and as many leaders have downloaded as are asked
reports as (
    insert into warehouse.submission (
        province_code, period, version_key, district_code, file_id, reported_at, reported_with_time, received_at, valid, first_valid, counts
    )
    select distinct
        asked.province_code,
        asked.period,
        'done ' || asked.district_code,
        asked.district_code,
        files.file_id,
        deadline.due_at + case when bool_or(asked.measure_code = 'reports_on_time') over of_district then '0' else '1 day' end::interval,
        true,
        deadline.due_at,
        true,
        true,
        true
    from asked
    inner join rulebook.measure using (measure_code)
    inner join rulebook.deadline using (programme_code, province_code, period)
    inner join files on files.source = 'submissions'
    where
        deadline.deadline_code = 'report' and measure.source like 'submissions%%'
        and not exists (
            select from warehouse.submission as earlier
            where
                earlier.province_code = asked.province_code and earlier.period = asked.period
                and earlier.district_code = asked.district_code and earlier.counts
        )
    window of_district as (partition by asked.district_code)
    returning district_code, version_key
),

versions as (
    select district_code, version_key from reports
    union all
    select district_code, version_key
    from warehouse.submission
    where province_code = %(province_code)s and period = %(period)s and counts
),

shops as (
    insert into warehouse.shop (
        province_code, period, shop_id, operator_id, registered_on, status, file_id, sheet, row_number
    )
    select
        asked.province_code, asked.period, concat('done ', asked.district_code, number), concat('done ', asked.district_code, number),
        asked.period, 'อนุมัติแล้ว', files.file_id, 'done ' || asked.district_code, number
    from asked
    inner join files on files.source = 'shop_registrations'
    cross join generate_series(1, asked.lacking::integer) as number
    where asked.measure_code = 'new_shops'
    returning *
),

operators as (
    insert into warehouse.otop_operator (
        province_code, period, as_of_date, operator_id, district_code, file_id, sheet, row_number
    )
    select
        shops.province_code, shops.period, shops.period, shops.operator_id, substr(shops.sheet, 6), files.file_id, shops.sheet,
        shops.row_number
    from shops
    inner join files on files.source = 'otop_operators'
),

events as (
    insert into warehouse.app_download (
        province_code, period, event_id, occurred_at, district_code, subdistrict_code, operating_system, user_id, file_id, row_number
    )
    select
        asked.province_code, asked.period, concat('done ', reached.subdistrict_code, number), asked.period, asked.district_code,
        reached.subdistrict_code, 'Android', concat('done ', number), files.file_id, 1000000 + row_number() over ()
    from asked
    inner join candidate.subdistrict_measure as reached using (programme_code, province_code, period, district_code)
    inner join rulebook.in_force using (programme_code, province_code)
    inner join rulebook.version using (programme_code, province_code, rulebook_version)
    inner join files on files.source = 'app_downloads'
    cross join generate_series(1, (version.subdistrict_minimum - reached.value)::integer) as number
    where
        asked.measure_code = 'subdistricts_short' and reached.measure_code = 'downloads'
        and reached.value < version.subdistrict_minimum and in_force.valid_during @> asked.period
),

-- a post of its own for every occasion; the channels that lack, in one that is there or in the first of these
posts as (
    insert into warehouse.publicity_post (
        province_code, period, version_key, district_code, posted_on, title, channels, hashtags, file_id, sheet, row_number
    )
    select
        asked.province_code, asked.period, versions.version_key, asked.district_code, asked.period, concat('done ', number),
        array['Facebook'] || array(
            select concat('channel ', channel)
            from asked as channels
            cross join generate_series(1, channels.lacking::integer) as channel
            where channels.district_code = asked.district_code and channels.measure_code = 'publicity_channels'
        ),
        array['clickชุมชน'], files.file_id, 'done ' || asked.district_code, number
    from asked
    inner join versions using (district_code)
    inner join files on files.source = 'submissions'
    cross join generate_series(1, asked.lacking::integer) as number
    where asked.measure_code = 'publicity_occasions'
    returning district_code
),

channels as (
    update warehouse.publicity_post
    set channels = publicity_post.channels || array(select concat('channel ', channel) from generate_series(1, asked.lacking::integer) as channel)
    from asked
    where
        asked.measure_code = 'publicity_channels' and publicity_post.district_code = asked.district_code
        and publicity_post.province_code = asked.province_code and publicity_post.period = asked.period
        and asked.district_code not in (select district_code from posts)
),

activities as (
    insert into warehouse.activity (
        province_code, period, version_key, district_code, held_on, activity, channels, hashtags, file_id, sheet, row_number
    )
    select
        asked.province_code, asked.period, versions.version_key, asked.district_code, asked.period, concat('done ', number), '{}', '{}',
        files.file_id, 'done ' || asked.district_code, number
    from asked
    inner join versions using (district_code)
    inner join files on files.source = 'submissions'
    cross join generate_series(1, asked.lacking::integer) as number
    where asked.measure_code = 'activities'
),

recorded as (
    update warehouse.service_record
    set ready = true, accepted = true
    from asked
    where
        asked.measure_code = 'services_ready_share' and service_record.district_code = asked.district_code
        and service_record.province_code = asked.province_code and service_record.period = asked.period
)

insert into warehouse.service_record (
    province_code, period, version_key, district_code, service_code, accepted, related, ready, file_id, sheet, row_number
)
select
    asked.province_code, asked.period, versions.version_key, asked.district_code, service.service_code, true, true, true, files.file_id,
    'done ' || asked.district_code, row_number() over ()
from asked
inner join versions using (district_code)
inner join rulebook.service using (programme_code)
inner join files on files.source = 'submissions'
where
    asked.measure_code = 'services_ready_share'
    and not exists (
        select from warehouse.service_record as there
        where there.version_key = versions.version_key and there.service_code = service.service_code
    );

-- leaders: position by position, as far as the headcount goes
with

asked as (
    select next_step.*
    from candidate.next_step
    where
        next_step.province_code = %(province_code)s and next_step.period = %(period)s and next_step.option_no = %(option_no)s
        and next_step.measure_code = 'leaders_downloaded_share'
)

update warehouse.submission
set
    subdistrict_heads = coalesce(submission.subdistrict_heads, 0)
    + least(asked.lacking, headcounts.subdistrict_heads - coalesce(submission.subdistrict_heads, 0)),
    village_heads = coalesce(submission.village_heads, 0)
    + greatest(asked.lacking - headcounts.subdistrict_heads + coalesce(submission.subdistrict_heads, 0), 0)
from asked
inner join mart.headcounts('click', %(province_code)s, %(period)s) as headcounts using (district_code)
where
    submission.province_code = asked.province_code and submission.period = asked.period
    and submission.district_code = asked.district_code and submission.counts;
