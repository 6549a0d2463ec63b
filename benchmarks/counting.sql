-- makes   nothing: counts the events that break each rule, of the one pending file of a province's download events
-- grain   one row of counts
-- rule    landing.md, source 4, by the reading functions that typing uses; of one event the first row that is otherwise accepted counts
with

files as (
    select
        file_id,
        period,
        period::timestamp at time zone 'Asia/Bangkok' as month_begins,
        (period + interval '1 month') at time zone 'Asia/Bangkok' as month_ends
    from ops.pending_file
    where province_code = %(province_code)s and source = 'app_downloads'
),

codes as (
    select distinct
        name_key,
        code
    from rulebook.name
    where province_code = %(province_code)s and kind = 'subdistrict' and origin = 'code'
),

names as (
    select
        name_key,
        case when count(distinct code) = 1 then min(code) end as code
    from rulebook.name
    where province_code = %(province_code)s and kind = 'subdistrict' and origin <> 'former'
    group by name_key
),

events as (
    select
        raw_row.occurred_at as raw_occurred_at,
        raw_row.subdistrict_code as raw_subdistrict_code,
        raw_row.operating_system as raw_operating_system,
        files.month_begins,
        files.month_ends,
        thai.fold_digits(raw_row.event_id) as event_id,
        thai.read_moment(raw_row.occurred_at, files.period) as occurred,
        coalesce(codes.code, names.code) as subdistrict_code,
        names.name_key is not null and names.code is null as subdistrict_ambiguous,
        lower(thai.fold(raw_row.operating_system)) in ('android', 'ios', 'web') as system_known,
        quarantine.rule_of_text(raw_row.event_id) as event_id_rule,
        quarantine.rule_of_text(raw_row.user_group) as user_group_rule,
        quarantine.rule_of_text(raw_row.user_id) as user_id_rule
    from raw.app_downloads as raw_row
    inner join files using (file_id)
    left join codes on codes.name_key = raw_row.subdistrict_code
    left join names on names.name_key = case when codes.code is null then thai.subdistrict_key(raw_row.subdistrict_code) end
    offset 0  -- noqa: AM09
),

checked as (
    select
        *,
        (occurred).value as occurred_at,
        (occurred).rule as occurred_rule,
        (occurred).value >= month_begins and (occurred).value < month_ends as in_month,
        coalesce(
            event_id is not null and subdistrict_code is not null and system_known
            and (occurred).value >= month_begins and (occurred).value < month_ends
            and event_id_rule is null and user_group_rule is null and user_id_rule is null,
            false
        ) as readable
    from events
)

select
    count(*) filter (where event_id is null) as event_id__value_missing,
    count(*) filter (where event_id_rule = 'formula_found') as event_id__formula_found,
    count(*) filter (where readable) - count(distinct event_id) filter (where readable) as event_id__event_repeated,
    count(*) filter (where occurred_at is null and thai.fold(raw_occurred_at) is null) as occurred_at__value_missing,
    count(*) filter (where occurred_rule = 'date_unreadable') as occurred_at__date_unreadable,
    count(*) filter (where occurred_rule = 'date_impossible') as occurred_at__date_impossible,
    count(*) filter (where occurred_rule = 'date_ambiguous_year') as occurred_at__date_ambiguous_year,
    count(*) filter (where occurred_rule = 'date_excel_two_digit_year') as occurred_at__date_excel_two_digit_year,
    count(*) filter (where occurred_rule = 'time_unreadable') as occurred_at__time_unreadable,
    count(*) filter (where not in_month) as occurred_at__date_outside_month,
    count(*) filter (where subdistrict_code is null and thai.fold(raw_subdistrict_code) is null) as subdistrict_code__value_missing,
    count(*) filter (
        where
        subdistrict_code is null and exists (
            select from rulebook.subdistrict as elsewhere
            where elsewhere.subdistrict_code = thai.fold_digits(raw_subdistrict_code)
        )
    ) as subdistrict_code__province_disagrees,
    count(*) filter (
        where
        subdistrict_code is null and not subdistrict_ambiguous and thai.fold(raw_subdistrict_code) is not null
        and not exists (
            select from rulebook.subdistrict as elsewhere
            where elsewhere.subdistrict_code = thai.fold_digits(raw_subdistrict_code)
        )
    ) as subdistrict_code__subdistrict_unknown,
    count(*) filter (where system_known is null) as operating_system__value_missing,
    count(*) filter (where not system_known) as operating_system__operating_system_unknown,
    count(*) filter (where user_group_rule = 'excel_error') as user_group__excel_error,
    count(*) filter (where user_id_rule = 'formula_found') as user_id__formula_found
from checked;
