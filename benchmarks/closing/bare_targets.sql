-- makes   bare.target and bare.subdistrict_measure
-- grain   those of mart.target and mart.subdistrict_measure, all provinces at once
-- rule    measures.md, as mart has it

insert into bare.target (
    programme_code, period, province_code, district_code, criterion_code, condition_no, measure_code, comparator, base_value, target_value,
    rulebook_version, order_ref
)
with

places as (
    select
        'district' as level,
        province_code,
        district_code,
        count(*) as subdistricts
    from rulebook.subdistrict
    where valid_during @> %(period)s::date
    group by province_code, district_code
    union all
    select
        'province',
        province_code,
        null,
        count(*)
    from rulebook.subdistrict
    where valid_during @> %(period)s::date
    group by province_code
),

printed as (
    select
        province_code,
        rulebook_version,
        base_code,
        min(document_th) as document_th
    from rulebook.base_count
    group by province_code, rulebook_version, base_code
),

based as (
    select
        condition.*,
        places.district_code,
        case condition.target_kind when 'percent_of' then base_count.base_value when 'per_subdistrict' then places.subdistricts end
            as base_value,
        concat_ws(
            ' ', coalesce(printed.document_th, criterion.document_th), case when printed.document_th is null then criterion.clause end
        ) as order_ref
    from bare.rules
    inner join rulebook.condition using (programme_code, province_code, rulebook_version)
    inner join rulebook.criterion using (programme_code, province_code, rulebook_version, criterion_code)
    inner join places using (level, province_code)
    left join printed using (province_code, rulebook_version, base_code)
    left join rulebook.base_count using (programme_code, province_code, rulebook_version, base_code, district_code)
)

select
    programme_code,
    %(period)s::date,
    province_code,
    district_code,
    criterion_code,
    condition_no,
    measure_code,
    comparator,
    base_value,
    case target_kind
        when 'fixed' then target_number
        when 'percent_of' then greatest(1, round(target_number * base_value / 100))
        when 'per_subdistrict' then target_number * base_value
    end,
    rulebook_version,
    order_ref
from based;

insert into bare.subdistrict_measure (programme_code, period, province_code, district_code, subdistrict_code, measure_code, value)
with

users as (
    select
        app_download.province_code,
        app_download.subdistrict_code,
        app_download.user_id,
        count(*) filter (where app_download.operating_system = any (rules.download_platforms)) as platform_events,
        count(*) filter (where app_download.operating_system = 'Web') as web_events
    from bare.app_download
    inner join bare.rules using (province_code)
    where app_download.period = %(period)s
    group by app_download.province_code, app_download.subdistrict_code, app_download.user_id
),

recorded as (
    select
        subdistrict_code,
        sum(case when user_id is null then platform_events else least(platform_events, 1) end) as downloads,
        sum(case when user_id is null then web_events else least(web_events, 1) end) as web_users
    from users
    group by subdistrict_code
),

claimed as (
    select
        claimed_download.subdistrict_code,
        sum(claimed_download.downloads) as downloads
    from bare.claimed_download
    inner join bare.submission using (province_code, period, version_key)
    where submission.counts and claimed_download.period = %(period)s
    group by claimed_download.subdistrict_code
)

select
    rules.programme_code,
    %(period)s::date,
    subdistrict.province_code,
    subdistrict.district_code,
    subdistrict.subdistrict_code,
    measures.measure_code,
    measures.value
from rulebook.subdistrict
inner join bare.rules using (province_code)
left join bare.delivered_source
    on
        delivered_source.province_code = subdistrict.province_code and delivered_source.source = 'app_downloads'
        and delivered_source.period = %(period)s
left join recorded using (subdistrict_code)
left join claimed using (subdistrict_code)
left join bare.submission on submission.district_code = subdistrict.district_code and submission.period = %(period)s and submission.counts
cross join lateral (
    values
    ('downloads', case when delivered_source.source is not null then coalesce(recorded.downloads, 0) end),
    ('web_users', case when delivered_source.source is not null then coalesce(recorded.web_users, 0) end),
    ('downloads_claimed', case when submission.version_key is null then 0 else claimed.downloads end)
) as measures (measure_code, value)
where subdistrict.valid_during @> %(period)s::date;

analyze bare.subdistrict_measure, bare.target;
