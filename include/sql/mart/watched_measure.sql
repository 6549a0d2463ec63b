-- makes   mart.watched_measure
-- grain   one row per period, district, watched measure and its category (a service, a user group)
-- rule    measures.md, Watched, not graded

delete from candidate.watched_measure
where programme_code = %(programme_code)s and period = %(period)s and province_code = %(province_code)s;

insert into candidate.watched_measure (programme_code, period, province_code, district_code, measure_code, category, value)
with

rules as (
    select version.download_platforms
    from rulebook.in_force
    inner join rulebook.version using (programme_code, province_code, rulebook_version)
    where
        in_force.programme_code = %(programme_code)s and in_force.province_code = %(province_code)s
        and in_force.valid_during @> %(period)s::date
),

group_users as (
    select
        app_download.district_code,
        coalesce(app_download.user_group, 'ไม่ระบุ') as category,
        app_download.subdistrict_code,
        app_download.user_id,
        count(*) as events
    from warehouse.app_download
    cross join rules
    where
        app_download.province_code = %(province_code)s and app_download.period = %(period)s
        and app_download.operating_system = any (rules.download_platforms)
    group by 1, 2, 3, 4
),

categories as (
    select
        district_code,
        'downloads_by_user_group' as measure_code,
        category,
        sum(case when user_id is null then events else 1 end) as value
    from group_users
    group by district_code, category

    union all

    select
        content_record.district_code,
        'content_updated' as measure_code,
        service.name_th as category,
        count(*) as value
    from warehouse.content_record
    inner join rulebook.service on service.programme_code = %(programme_code)s and service.service_code = content_record.service_code
    where
        content_record.province_code = %(province_code)s and content_record.period = %(period)s
        and date_trunc('month', content_record.updated_on) = %(period)s::date
    group by content_record.district_code, service.name_th
)

select
    %(programme_code)s as programme_code,
    %(period)s::date as period,
    %(province_code)s as province_code,
    district_code,
    measure_code,
    category,
    value
from categories;
