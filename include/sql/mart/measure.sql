-- makes   mart.measure
-- grain   one row per period, district and district measure, and per period and province measure
-- rule    measures.md, the table of measures: figures of a report are 0 where no valid report came; a figure whose source is missing is null

delete from candidate.measure
where programme_code = %(programme_code)s and period = %(period)s and province_code = %(province_code)s;

insert into candidate.measure (programme_code, period, province_code, district_code, measure_code, value, source)
with

month as (
    select
        %(province_code)s::text as province_code,
        %(period)s::date as period,
        (%(period)s::date + interval '1 month')::date as next_period,
        -- the Thai fiscal year begins on 1 October
        make_date(
            extract(year from %(period)s::date)::integer - case when extract(month from %(period)s::date) < 10 then 1 else 0 end, 10, 1
        ) as fiscal_year_start
),

rules as (
    select version.*
    from rulebook.in_force
    inner join rulebook.version using (programme_code, province_code, rulebook_version)
    where
        in_force.programme_code = %(programme_code)s and in_force.province_code = %(province_code)s
        and in_force.valid_during @> %(period)s::date
),

delivered as (
    select
        exists (
            select from ops.delivered_source
            where
                delivered_source.province_code = month.province_code and delivered_source.source = 'shop_registrations'
                and delivered_source.period >= month.period
        ) as shops,
        exists (
            select from ops.delivered_source
            where delivered_source.province_code = month.province_code and delivered_source.source = 'otop_operators'
        ) as registry,
        exists (
            select from ops.delivered_source
            where
                delivered_source.province_code = month.province_code and delivered_source.source = 'content_records'
                and delivered_source.period = month.period
        ) as content
    from month
),

districts as (
    select district.district_code
    from rulebook.district
    inner join month using (province_code)
    where district.valid_during @> month.period
),

reports as (
    select submission.*
    from warehouse.submission
    inner join month using (province_code, period)
    where submission.counts
),

first_reports as (
    select submission.*
    from warehouse.submission
    inner join month using (province_code, period)
    where submission.first_valid
),

-- shops ------------------------------------------------------------------------------------------------------------------
-- of the operators of the month, operator by operator: joined as a whole, the shops of all months would be read
operator_firsts as (
    select
        of_month.operator_id,
        earliest.registered_on as first_registered_on
    from (
        select distinct shop.operator_id
        from warehouse.shop
        where shop.province_code = %(province_code)s and shop.period = %(period)s
    ) as of_month
    cross join lateral (
        select shop.registered_on
        from warehouse.shop
        where
            shop.province_code = %(province_code)s and shop.operator_id = of_month.operator_id and shop.status <> 'ไม่อนุมัติ'
        order by shop.registered_on
        limit 1
    ) as earliest
),

new_operators as (
    select
        operator_firsts.operator_id,
        rulebook.district_in(place.district_code, place.subdistrict_code, month.period) as district_code
    from operator_firsts
    cross join month
    left join lateral mart.operator_place(%(province_code)s, operator_firsts.operator_id, %(period)s) as place on true
    where operator_firsts.first_registered_on >= month.period and operator_firsts.first_registered_on < month.next_period
),

watched_shops as (
    select
        shop.*,
        rulebook.district_in(place.district_code, place.subdistrict_code, month.period) as district_code
    from warehouse.shop
    inner join month using (province_code)
    left join lateral mart.operator_place(%(province_code)s, shop.operator_id, %(period)s) as place on true
    where
        shop.province_code = %(province_code)s
        and (
            shop.status = 'รออนุมัติ' and shop.registered_on < month.next_period
            or shop.status = 'อนุมัติแล้ว' and shop.approved_on >= month.period and shop.approved_on < month.next_period
        )
),

-- downloads --------------------------------------------------------------------------------------------------------------
subdistrict_sums as (
    select
        subdistrict_measure.district_code,
        subdistrict_measure.measure_code,
        case
            -- every subdistrict has its recorded figure; of claims those given are summed
            when subdistrict_measure.measure_code = 'downloads_claimed' or bool_and(subdistrict_measure.value is not null)
                then sum(subdistrict_measure.value)
        end as value
    from candidate.subdistrict_measure
    inner join month using (province_code, period)
    where subdistrict_measure.programme_code = %(programme_code)s
    group by subdistrict_measure.district_code, subdistrict_measure.measure_code
),

short_subdistricts as (
    select
        subdistrict_measure.district_code,
        case
            when rules.downloads_graded_from = 'platform' and bool_or(subdistrict_measure.value is null) then null
            else count(*) filter (where coalesce(subdistrict_measure.value, 0) < rules.subdistrict_minimum)
        end as value
    from candidate.subdistrict_measure
    inner join month using (province_code, period)
    cross join rules
    where
        subdistrict_measure.programme_code = %(programme_code)s
        and subdistrict_measure.measure_code
        = case rules.downloads_graded_from when 'platform' then 'downloads' else 'downloads_claimed' end
    group by subdistrict_measure.district_code, rules.downloads_graded_from, rules.subdistrict_minimum
),

-- publicity and activities -----------------------------------------------------------------------------------------------
marked as (
    select
        'publicity' as kind,
        publicity_post.district_code,
        publicity_post.posted_on as held_on,
        coalesce(publicity_post.title, '') as title,
        publicity_post.channels,
        publicity_post.hashtags
    from warehouse.publicity_post
    inner join month using (province_code, period)
    inner join reports using (province_code, period, version_key)

    union all

    select
        'activities' as kind,
        activity.district_code,
        activity.held_on,
        activity.activity as title,
        activity.channels,
        activity.hashtags
    from warehouse.activity
    inner join month using (province_code, period)
    inner join reports using (province_code, period, version_key)
),

tagged as (
    select
        marked.*,
        mart.carries_hashtags(
            rules.programme_code, rules.province_code, rules.rulebook_version, marked.kind, marked.hashtags
        ) as carries_hashtags
    from marked
    cross join rules
),

occasions as (
    select
        tagged.district_code,
        tagged.held_on,
        tagged.title,
        count(distinct channel) as channels
    from tagged
    cross join lateral unnest(tagged.channels) as channel
    where tagged.kind = 'publicity' and tagged.carries_hashtags
    group by tagged.district_code, tagged.held_on, tagged.title
),

month_channels as (
    select
        tagged.district_code,
        count(distinct channel) as channels
    from tagged
    cross join lateral unnest(tagged.channels) as channel
    where tagged.kind = 'publicity' and tagged.carries_hashtags
    group by tagged.district_code
),

publicity as (
    select
        occasions.district_code,
        count(*) as occasions,
        case rules.channels_over when 'month' then min(month_channels.channels) else min(occasions.channels) end as channels
    from occasions
    inner join month_channels using (district_code)
    cross join rules
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

-- records ----------------------------------------------------------------------------------------------------------------
services_ready as (
    select
        district_code,
        coalesce(
            count(*) filter (where ready and not set_aside)::numeric / nullif(count(*) filter (where not set_aside), 0), 0
        ) as value
    from mart.service_readiness(%(programme_code)s, %(province_code)s, %(period)s::date)
    group by district_code
),

-- leaders ----------------------------------------------------------------------------------------------------------------
headcounts as (
    select headcounts.*
    from month
    cross join lateral mart.headcounts(%(programme_code)s, month.province_code, month.period) as headcounts
),

leaders as (
    select
        headcounts.district_code,
        least(1, (
            least(coalesce(reports.district_chief, 0), headcounts.district_chief)
            + least(coalesce(reports.district_development_officer, 0), headcounts.district_development_officer)
            + least(coalesce(reports.land_office_head, 0), headcounts.land_office_head)
            + least(coalesce(reports.local_administration_head, 0), headcounts.local_administration_head)
            + least(coalesce(reports.subdistrict_heads, 0), headcounts.subdistrict_heads)
            + least(coalesce(reports.village_heads, 0), headcounts.village_heads)
        )::numeric / nullif(
            case rules.leader_base
                when 'printed' then headcounts.printed_total
                else
                    headcounts.district_chief + headcounts.district_development_officer + headcounts.land_office_head
                    + headcounts.local_administration_head + headcounts.subdistrict_heads + headcounts.village_heads
            end, 0
        )) as value
    from headcounts
    inner join reports using (district_code)
    cross join rules
),

-- all of them ------------------------------------------------------------------------------------------------------------
figures as (
    select district_code, 'new_shops' as measure_code, count(*)::numeric as value from new_operators group by district_code
    union all
    select district_code, 'new_shops_claimed', new_shops_claimed from reports
    union all
    select district_code, measure_code, value from subdistrict_sums where measure_code <> 'downloads_claimed'
    union all
    select reports.district_code, 'downloads_claimed', coalesce(subdistrict_sums.value, reports.downloads_total_claimed)
    from reports
    left join
        subdistrict_sums
        on subdistrict_sums.district_code = reports.district_code and subdistrict_sums.measure_code = 'downloads_claimed'
    union all
    select district_code, 'subdistricts_short', value from short_subdistricts
    union all
    select district_code, 'publicity_occasions', occasions from publicity
    union all
    select district_code, 'publicity_channels', channels from publicity
    union all
    select district_code, 'activities', activities from activities
    union all
    select district_code, 'activities_publicised', publicised from activities
    union all
    select district_code, 'services_ready_share', value from services_ready
    union all
    select district_code, 'leaders_downloaded_share', value from leaders
    union all
    select
        first_reports.district_code,
        'reports_on_time',
        case when
            case rules.clock when 'received' then first_reports.received_at else first_reports.reported_at end
            < deadline.due_at + interval '1 second'
            then 1
        else 0 end
    from first_reports
    cross join rules
    inner join rulebook.deadline
        on
            deadline.programme_code = rules.programme_code and deadline.province_code = rules.province_code
            and deadline.rulebook_version = rules.rulebook_version and deadline.period = first_reports.period
    where deadline.deadline_code = 'report'
    union all
    select district_code, 'shops_pending', count(*) from watched_shops where status = 'รออนุมัติ' group by district_code
    union all
    select district_code, 'approval_days', percentile_cont(0.5) within group (order by approved_on - registered_on)::numeric
    from watched_shops
    where status = 'อนุมัติแล้ว'
    group by district_code
    union all
    select content_record.district_code, 'content_updated', count(*)
    from warehouse.content_record
    inner join month using (province_code, period)
    where content_record.updated_on >= month.period and content_record.updated_on < month.next_period
    group by content_record.district_code
    union all
    select district_code, 'downloads_by_user_group', value from subdistrict_sums where measure_code = 'downloads'
    union all
    select null, 'tourism_places', count(*)
    from warehouse.content_record
    inner join month using (province_code, period)
    where
        content_record.service_code = 'cdd_travel'
        and content_record.updated_on >= month.fiscal_year_start and content_record.updated_on < month.next_period
),

spine as (
    select
        districts.district_code,
        measure.measure_code,
        measure.source
    from rulebook.measure
    cross join districts
    where measure.level = 'district'

    union all

    select
        null as district_code,
        measure.measure_code,
        measure.source
    from rulebook.measure
    where measure.level = 'province'
)

select
    %(programme_code)s as programme_code,
    month.period,
    month.province_code,
    spine.district_code,
    spine.measure_code,
    case
        when spine.source like 'submissions%%' and reports.district_code is null and spine.district_code is not null then 0
        when spine.source like 'submissions%%' then case when zero_if_none then coalesce(figures.value, 0) else figures.value end
        when spine.measure_code in ('new_shops', 'shops_pending')
            then case when delivered.shops and delivered.registry then coalesce(figures.value, 0) end
        when spine.source = 'content_records' then case when delivered.content then coalesce(figures.value, 0) end
        else figures.value
    end as value,
    spine.source
from spine
cross join month
cross join delivered
left join reports using (district_code)
left join figures on figures.measure_code = spine.measure_code and figures.district_code is not distinct from spine.district_code
cross join lateral (
    -- counts of things listed are 0 when none is listed; claims and shares stay missing
    select spine.measure_code in ('publicity_occasions', 'publicity_channels', 'activities', 'activities_publicised') as zero_if_none
) as counted;
