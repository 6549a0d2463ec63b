-- makes   mart.subdistrict_measure
-- grain   one row per period, subdistrict and measure of a subdistrict
-- rule    measures.md: distinct users on the rulebook's platforms, an event without a user being a person of its own; claims as reported

delete from candidate.subdistrict_measure
where programme_code = %(programme_code)s and period = %(period)s and province_code = %(province_code)s;

insert into candidate.subdistrict_measure (
    programme_code, period, province_code, district_code, subdistrict_code, measure_code, value
)
with

rules as (
    select
        version.download_platforms,
        exists (
            select from ops.delivered_source
            where
                delivered_source.province_code = %(province_code)s and delivered_source.source = 'app_downloads'
                and delivered_source.period = %(period)s
        ) as downloads_delivered
    from rulebook.in_force
    inner join rulebook.version using (programme_code, province_code, rulebook_version)
    where
        in_force.programme_code = %(programme_code)s and in_force.province_code = %(province_code)s
        and in_force.valid_during @> %(period)s::date
),

subdistricts as (
    select
        district_code,
        subdistrict_code
    from rulebook.subdistrict
    where province_code = %(province_code)s and valid_during @> %(period)s::date
),

-- two levels of grouping: cheaper than count(distinct) on a large month
users as (
    select
        app_download.subdistrict_code,
        app_download.user_id,
        count(*) filter (where app_download.operating_system = any (rules.download_platforms)) as platform_events,
        count(*) filter (where app_download.operating_system = 'Web') as web_events
    from warehouse.app_download
    cross join rules
    where app_download.province_code = %(province_code)s and app_download.period = %(period)s
    group by app_download.subdistrict_code, app_download.user_id
),

recorded as materialized (
    select
        subdistrict_code,
        sum(case when user_id is null then platform_events else least(platform_events, 1) end) as downloads,
        sum(case when user_id is null then web_events else least(web_events, 1) end) as web_users
    from users
    group by subdistrict_code
),

reports as (
    select
        district_code,
        version_key
    from warehouse.submission
    where province_code = %(province_code)s and period = %(period)s and counts
),

claimed as materialized (
    select
        claimed_download.subdistrict_code,
        sum(claimed_download.downloads) as downloads
    from warehouse.claimed_download
    inner join reports using (version_key)
    where claimed_download.province_code = %(province_code)s and claimed_download.period = %(period)s
    group by claimed_download.subdistrict_code
)

select
    %(programme_code)s as programme_code,
    %(period)s::date as period,
    %(province_code)s as province_code,
    subdistricts.district_code,
    subdistricts.subdistrict_code,
    measures.measure_code,
    measures.value
from subdistricts
cross join rules
left join recorded using (subdistrict_code)
left join claimed using (subdistrict_code)
left join reports using (district_code)
cross join lateral (
    values
    ('downloads', case when rules.downloads_delivered then coalesce(recorded.downloads, 0) end),
    ('web_users', case when rules.downloads_delivered then coalesce(recorded.web_users, 0) end),
    ('downloads_claimed', case when reports.version_key is null then 0 else claimed.downloads end)
) as measures (measure_code, value);
