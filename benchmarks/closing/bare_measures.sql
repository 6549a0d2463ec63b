-- makes   bare.measure
-- grain   that of mart.measure, all provinces at once
-- rule    measures.md, as mart has it; the simulated country has no boundaries that changed

insert into bare.measure (programme_code, period, province_code, district_code, measure_code, value, source)
with

rules as materialized (select * from bare.rules),

delivered as (
    select
        province_code,
        bool_or(source = 'shop_registrations' and period >= %(period)s::date) as shops,
        bool_or(source = 'otop_operators') as registry,
        bool_or(source = 'content_records' and period = %(period)s::date) as content
    from bare.delivered_source
    group by province_code
),

reports as materialized (select * from bare.submission where period = %(period)s and counts),

operators as (
    select distinct on (province_code, operator_id)
        province_code,
        operator_id,
        district_code
    from bare.otop_operator
    order by
        province_code, operator_id, as_of_date < %(period)s::date + interval '1 month' desc,
        case when as_of_date < %(period)s::date + interval '1 month' then as_of_date end desc, as_of_date
),

shops as materialized (
    select
        shop.*,
        operators.district_code
    from bare.shop
    left join operators using (province_code, operator_id)
),

new_operators as (
    select
        district_code,
        min(registered_on) as first_registered_on
    from shops
    where status <> 'ไม่อนุมัติ'
    group by province_code, operator_id, district_code
),

subdistrict_sums as (
    select
        district_code,
        measure_code,
        case when measure_code = 'downloads_claimed' or bool_and(value is not null) then sum(value) end as value
    from bare.subdistrict_measure
    where period = %(period)s
    group by district_code, measure_code
),

short_subdistricts as (
    select
        subdistrict_measure.district_code,
        case
            when rules.downloads_graded_from = 'platform' and bool_or(subdistrict_measure.value is null) then null
            else count(*) filter (where coalesce(subdistrict_measure.value, 0) < rules.subdistrict_minimum)
        end as value
    from bare.subdistrict_measure
    inner join rules using (province_code)
    where
        subdistrict_measure.period = %(period)s
        and subdistrict_measure.measure_code = case rules.downloads_graded_from when 'platform' then 'downloads' else 'downloads_claimed' end
    group by subdistrict_measure.district_code, rules.downloads_graded_from
),

ordered_hashtags as (
    select
        rules.province_code,
        kinds.kind,
        rules.hashtags_rule,
        coalesce(array_agg(hashtag.hashtag) filter (where not hashtag.is_prefix), '{}') as whole,
        coalesce(array_agg(hashtag.hashtag) filter (where hashtag.is_prefix), '{}') as beginnings
    from rules
    cross join (values ('publicity'), ('activities')) as kinds (kind)
    left join rulebook.hashtag
        on
            hashtag.programme_code = rules.programme_code and hashtag.province_code = rules.province_code
            and hashtag.rulebook_version = rules.rulebook_version and hashtag.applies_to = kinds.kind
    group by rules.province_code, kinds.kind, rules.hashtags_rule
),

marked as (
    select 'publicity' as kind, province_code, version_key, district_code, posted_on as held_on, coalesce(title, '') as title, channels, hashtags
    from bare.publicity_post
    where period = %(period)s
    union all
    select 'activities', province_code, version_key, district_code, held_on, activity, channels, hashtags
    from bare.activity
    where period = %(period)s
),

tagged as materialized (
    select
        marked.*,
        case
            when ordered_hashtags.whole = '{}' and ordered_hashtags.beginnings = '{}' then true
            when ordered_hashtags.hashtags_rule = 'any'
                then
                    marked.hashtags && ordered_hashtags.whole
                    or exists (
                        select from unnest(marked.hashtags) as tag
                        cross join unnest(ordered_hashtags.beginnings) as beginning
                        where starts_with(tag, beginning)
                    )
            else
                marked.hashtags @> ordered_hashtags.whole
                and not exists (
                    select from unnest(ordered_hashtags.beginnings) as beginning
                    where not exists (select from unnest(marked.hashtags) as tag where starts_with(tag, beginning))
                )
        end as carries_hashtags
    from marked
    inner join reports using (province_code, version_key)
    inner join ordered_hashtags using (province_code, kind)
),

posted as (
    select tagged.district_code, tagged.held_on, tagged.title, channel
    from tagged
    cross join lateral unnest(tagged.channels) as channel
    where tagged.kind = 'publicity' and tagged.carries_hashtags
),

occasions as (
    select district_code, held_on, title, count(distinct channel) as channels
    from posted
    group by district_code, held_on, title
),

publicity as (
    select
        occasions.district_code,
        count(*) as occasions,
        case rules.channels_over
            when 'month' then (select count(distinct posted.channel) from posted where posted.district_code = occasions.district_code)
            else min(occasions.channels)
        end as channels
    from occasions
    inner join rules on rules.province_code = left(occasions.district_code, 2)
    group by occasions.district_code, rules.channels_over
),

activities as (
    select
        district_code,
        count(distinct (held_on, title)) as activities,
        count(distinct (held_on, title)) filter (where carries_hashtags and cardinality(channels) > 0) as publicised
    from tagged
    where kind = 'activities'
    group by district_code
),

services as (
    select
        reports.district_code,
        coalesce(bool_and(service_record.accepted and not service_record.related), false) as set_aside,
        coalesce(bool_and(service_record.accepted and service_record.ready), false) as ready
    from reports
    inner join rules using (province_code)
    inner join rulebook.related_service using (programme_code, province_code, rulebook_version)
    left join bare.service_record using (province_code, period, version_key, service_code)
    group by reports.district_code, related_service.service_code
),

heads as (
    select distinct on (district_code) *
    from (
        select
            province_code, district_code, district_chief, district_development_officer, land_office_head, local_administration_head,
            subdistrict_heads, village_heads, printed_total, as_of_date, as_of_date < %(period)s::date + interval '1 month' as in_time,
            false as from_annex
        from bare.leader_roster
        union all
        select
            headcount.province_code, district_code, district_chief, district_development_officer, land_office_head,
            local_administration_head, subdistrict_heads, village_heads, printed_total, as_of_date, false, true
        from rules
        inner join rulebook.headcount using (programme_code, province_code, rulebook_version)
    ) as known
    order by district_code, from_annex, in_time desc, case when in_time then as_of_date end desc, as_of_date
),

leaders as (
    select
        heads.district_code,
        least(1, (
            least(coalesce(reports.district_chief, 0), heads.district_chief)
            + least(coalesce(reports.district_development_officer, 0), heads.district_development_officer)
            + least(coalesce(reports.land_office_head, 0), heads.land_office_head)
            + least(coalesce(reports.local_administration_head, 0), heads.local_administration_head)
            + least(coalesce(reports.subdistrict_heads, 0), heads.subdistrict_heads)
            + least(coalesce(reports.village_heads, 0), heads.village_heads)
        )::numeric / nullif(
            case rules.leader_base
                when 'printed' then heads.printed_total
                else
                    heads.district_chief + heads.district_development_officer + heads.land_office_head
                    + heads.local_administration_head + heads.subdistrict_heads + heads.village_heads
            end, 0
        )) as value
    from heads
    inner join reports using (district_code)
    inner join rules on rules.province_code = heads.province_code
),

figures as materialized (
    select left(district_code, 2) as province_code, district_code, 'new_shops' as measure_code, count(*)::numeric as value
    from new_operators
    where first_registered_on >= %(period)s::date and first_registered_on < %(period)s::date + interval '1 month'
    group by district_code
    union all
    select province_code, district_code, 'new_shops_claimed', new_shops_claimed from reports
    union all
    select left(district_code, 2), district_code, measure_code, value from subdistrict_sums where measure_code <> 'downloads_claimed'
    union all
    select reports.province_code, reports.district_code, 'downloads_claimed', coalesce(claimed.value, reports.downloads_total_claimed)
    from reports
    left join subdistrict_sums as claimed on claimed.district_code = reports.district_code and claimed.measure_code = 'downloads_claimed'
    union all
    select left(district_code, 2), district_code, 'subdistricts_short', value from short_subdistricts
    union all
    select left(district_code, 2), district_code, 'publicity_occasions', occasions from publicity
    union all
    select left(district_code, 2), district_code, 'publicity_channels', channels from publicity
    union all
    select left(district_code, 2), district_code, 'activities', activities from activities
    union all
    select left(district_code, 2), district_code, 'activities_publicised', publicised from activities
    union all
    select
        left(district_code, 2), district_code, 'services_ready_share',
        coalesce(count(*) filter (where ready and not set_aside)::numeric / nullif(count(*) filter (where not set_aside), 0), 0)
    from services
    group by district_code
    union all
    select left(district_code, 2), district_code, 'leaders_downloaded_share', value from leaders
    union all
    select
        submission.province_code, submission.district_code, 'reports_on_time',
        case
            when
                case rules.clock when 'received' then submission.received_at else submission.reported_at end
                < deadline.due_at + interval '1 second'
                then 1
            else 0
        end
    from bare.submission
    inner join rules using (province_code)
    inner join rulebook.deadline using (programme_code, province_code, rulebook_version, period)
    where submission.period = %(period)s and submission.first_valid and deadline.deadline_code = 'report'
    union all
    select left(district_code, 2), district_code, 'shops_pending', count(*)
    from shops
    where status = 'รออนุมัติ' and registered_on < %(period)s::date + interval '1 month'
    group by district_code
    union all
    select
        left(district_code, 2), district_code, 'approval_days',
        percentile_cont(0.5) within group (order by approved_on - registered_on)::numeric
    from shops
    where status = 'อนุมัติแล้ว' and approved_on >= %(period)s::date and approved_on < %(period)s::date + interval '1 month'
    group by district_code
    union all
    select province_code, district_code, 'content_updated', count(*)
    from bare.content_record
    where period = %(period)s and updated_on >= %(period)s::date and updated_on < %(period)s::date + interval '1 month'
    group by province_code, district_code
    union all
    select left(district_code, 2), district_code, 'downloads_by_user_group', value from subdistrict_sums where measure_code = 'downloads'
    union all
    select rules.province_code, null, 'tourism_places', count(content_record.record_id)
    from rules
    left join bare.content_record
        on
            content_record.province_code = rules.province_code and content_record.period = %(period)s
            and content_record.service_code = 'cdd_travel'
            and content_record.updated_on >= make_date(
                extract(year from %(period)s::date)::integer - case when extract(month from %(period)s::date) < 10 then 1 else 0 end, 10, 1
            )
            and content_record.updated_on < %(period)s::date + interval '1 month'
    group by rules.province_code
),

spine as (
    select district.province_code, district.district_code, measure.measure_code, measure.source
    from rulebook.measure
    cross join rulebook.district
    where measure.level = 'district' and district.valid_during @> %(period)s::date
    union all
    select rules.province_code, null, measure.measure_code, measure.source
    from rulebook.measure
    cross join rules
    where measure.level = 'province'
)

select
    rules.programme_code,
    %(period)s::date,
    spine.province_code,
    spine.district_code,
    spine.measure_code,
    case
        when spine.source like 'submissions%%' and reports.district_code is null and spine.district_code is not null then 0
        when
            spine.source like 'submissions%%'
            and spine.measure_code in ('publicity_occasions', 'publicity_channels', 'activities', 'activities_publicised')
            then coalesce(figures.value, 0)
        when spine.source like 'submissions%%' then figures.value
        when spine.measure_code in ('new_shops', 'shops_pending')
            then case when delivered.shops and delivered.registry then coalesce(figures.value, 0) end
        when spine.source = 'content_records' then case when delivered.content then coalesce(figures.value, 0) end
        else figures.value
    end,
    spine.source
from spine
inner join rules using (province_code)
left join delivered using (province_code)
left join reports using (district_code)
left join figures
    on
        figures.province_code = spine.province_code and figures.measure_code = spine.measure_code
        and coalesce(figures.district_code, '') = coalesce(spine.district_code, '');
