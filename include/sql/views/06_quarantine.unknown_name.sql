-- makes   quarantine.unknown_name
-- grain   one row per province, kind and unknown name; a subdistrict's also per district of the report
-- rule    a name is never taken for the nearest one: a person adds rulebook_line to the rulebook's aliases, under its kind, or tells the district.
--         An unknown channel refuses no row (it is a channel of its own), but stands here beside the one that it may be
create or replace view quarantine.unknown_name with (security_invoker) as
with

written as (
    select
        refused_cell.province_code,
        split_part(refused_cell.rule, '_', 1) as kind,
        thai.fold(refused_cell.value) as value,
        case refused_cell.rule
            when 'district_unknown' then thai.district_key(refused_cell.value)
            when 'subdistrict_unknown' then thai.subdistrict_key(refused_cell.value)
            else thai.name_key(refused_cell.value)
        end as name_key,
        refused_cell.district_code,
        refused_cell.file_id
    from quarantine.refused_cell
    where refused_cell.rule in ('district_unknown', 'subdistrict_unknown', 'service_unknown')

    union all

    select
        post.province_code,
        'channel' as kind,
        channel.value,
        thai.name_key(channel.value) as name_key,
        report.district_code,
        post.file_id
    from staging.submission_publicity as post
    cross join lateral unnest(post.channels) as channel (value)
    left join staging.report using (province_code, period, report_key)
    where not exists (
        select from rulebook.name
        where name.province_code = post.province_code and name.kind = 'channel' and name.code = channel.value
    )
),

names as (
    select
        province_code,
        kind,
        name_key,
        case kind when 'subdistrict' then district_code end as parent_code,
        min(value) as value,
        count(*) as row_count,
        count(distinct file_id) as file_count,
        array_agg(distinct district_code) filter (where district_code is not null) as district_codes
    from written
    where name_key is not null
    group by province_code, kind, name_key, parent_code
),

alike as (
    select
        names.*,
        near.label_th,
        near.code,
        near.distance,
        near.position,
        min(near.distance) over (partition by names.province_code, names.kind, names.name_key, names.parent_code) as nearest
    from names
    left join
        lateral rulebook.nearest(names.province_code, names.kind, names.name_key, names.parent_code) with ordinality
            as near (code, label_th, distance, position)
        on true
),

suggested as (
    select
        province_code,
        kind,
        value,
        parent_code,
        row_count,
        file_count,
        district_codes,
        string_agg(label_th, ' หรือ ' order by position) as suggestions_th,
        -- the first alone is near enough: no other is written as much alike
        case
            when nearest <= greatest(2, char_length(name_key) / 3) and count(*) filter (where distance = nearest) = 1
                then min(code) filter (where position = 1)
        end as code
    from alike
    group by province_code, kind, name_key, parent_code, value, row_count, file_count, district_codes, nearest
)

select
    province_code,
    kind,
    value,
    parent_code as district_code,
    kind <> 'channel' as refused,
    row_count,
    file_count,
    district_codes,
    suggestions_th,
    -- what YAML would take for something else is quoted
    case
        when value !~ '^[ก-๎A-Za-z][ก-๎A-Za-z0-9. ]*$' or lower(value) in ('y', 'n', 'yes', 'no', 'on', 'off', 'true', 'false', 'null')
            then to_json(value)::text
        else value
    end || ': "' || code || '"' as rulebook_line
from suggested;
alter view quarantine.unknown_name owner to warehouse_owner;
