-- makes   staging.pending_download
-- grain   one row per row of an export of downloads whose file waits to be typed
-- rule    landing.md, source 4: each cell as it is read, and every problem of the row; null: it is accepted, unless its id came before.
--         A province asked about alone is all that is read. Of the user what was received: the typing keeps a digest of it
create or replace view staging.pending_download with (security_invoker) as
with

provinces as (
    select distinct province_code
    from rulebook.in_force
)

select
    file_id,
    sheet,
    row_number,
    provinces.province_code,
    period,
    file_order,
    event_id,
    (occurred_read).value as occurred_at,
    subdistrict_code,
    operating_system,
    raw_user_group as user_group,
    raw_user_id as user_id,
    nullif(raw_event_id, event_id) as other_event_id,
    case
        when
            event_id is not null and subdistrict_code is not null
            and operating_system is not null
            and (occurred_read).value >= month_begins
            and (occurred_read).value < month_ends
            and quarantine.rule_of_text(event_id) is null
            and quarantine.rule_of_text(raw_user_group) is null
            and quarantine.rule_of_text(raw_user_id) is null
            then null
        else array_remove(array[
            case
                when event_id is null then quarantine.problem('event_id', raw_event_id, 'value_missing')
                when quarantine.rule_of_text(event_id) is not null
                    then quarantine.problem('event_id', raw_event_id, quarantine.rule_of_text(event_id))
            end,
            case
                when (occurred_read).value >= month_begins and (occurred_read).value < month_ends then null
                else quarantine.problem(
                    'occurred_at', raw_occurred_at,
                    case
                        when (occurred_read).rule is not null then (occurred_read).rule
                        when (occurred_read).value is null then 'value_missing'
                        else 'date_outside_month'
                    end,
                    thai.print_month(period)
                )
            end,
            case
                when subdistrict_code is null then quarantine.problem(
                    'subdistrict_code', raw_subdistrict_code,
                    case
                        when thai.fold(raw_subdistrict_code) is null then 'value_missing'
                        when exists (
                            select from rulebook.subdistrict as elsewhere
                            where elsewhere.subdistrict_code = thai.fold_digits(raw_subdistrict_code)
                        ) then 'province_disagrees'
                        when subdistrict_ambiguous then 'subdistrict_ambiguous'
                        else 'subdistrict_unknown'
                    end
                )
            end,
            case
                when operating_system is null then quarantine.problem(
                    'operating_system', raw_operating_system,
                    case when thai.fold(raw_operating_system) is null then 'value_missing' else 'operating_system_unknown' end
                )
            end,
            case
                when quarantine.rule_of_text(raw_user_group) is not null
                    then quarantine.problem('user_group', thai.fold(raw_user_group))
            end,
            case
                when quarantine.rule_of_text(raw_user_id) is not null then quarantine.problem('user_id', thai.fold(raw_user_id))
            end
        ], null)
    end as problems
from provinces
cross join lateral (
    with

    files as (
        select
            file_id,
            period,
            period::timestamp at time zone 'Asia/Bangkok' as month_begins,
            (period + interval '1 month') at time zone 'Asia/Bangkok' as month_ends,
            row_number() over (order by received_at, modified_at, uri) as file_order
        from ops.pending_file
        where pending_file.province_code = provinces.province_code and source = 'app_downloads'
    ),

    subdistricts as (
        select distinct
            name_key,
            code
        from rulebook.name
        where name.province_code = provinces.province_code and kind = 'subdistrict' and origin = 'code'
    ),

    -- what rulebook.resolve says of each key, for all of them at once
    resolved as (
        select
            name_key,
            case when count(distinct code) = 1 then min(code) end as code
        from rulebook.name
        where name.province_code = provinces.province_code and kind = 'subdistrict' and origin <> 'former'
        group by name_key
    )

    select
        files.file_id,
        files.period,
        files.month_begins,
        files.month_ends,
        files.file_order,
        raw_row.sheet,
        raw_row.row_number,
        thai.fold_digits(raw_row.event_id) as event_id,
        thai.read_moment(raw_row.occurred_at, files.period) as occurred_read,
        coalesce(subdistricts.code, resolved.code) as subdistrict_code,
        resolved.name_key is not null and resolved.code is null as subdistrict_ambiguous,
        case lower(thai.fold(raw_row.operating_system)) when 'android' then 'Android' when 'ios' then 'iOS' when 'web' then 'Web' end
            as operating_system,
        raw_row.event_id as raw_event_id,
        raw_row.occurred_at as raw_occurred_at,
        raw_row.subdistrict_code as raw_subdistrict_code,
        raw_row.operating_system as raw_operating_system,
        raw_row.user_group as raw_user_group,
        raw_row.user_id as raw_user_id
    from files
    inner join raw.app_downloads as raw_row using (file_id)
    left join subdistricts on subdistricts.name_key = raw_row.subdistrict_code
    left join resolved
        on resolved.name_key = case when subdistricts.code is null then thai.subdistrict_key(raw_row.subdistrict_code) end
    -- each value is read once: without this line it would be where it is used
    offset 0  -- noqa: AM09
) as values_read;
alter view staging.pending_download owner to warehouse_owner;
