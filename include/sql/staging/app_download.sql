-- makes   staging.app_download, refused rows in quarantine.rejected_row, and the count of events known already in ops.source_file
-- grain   one row per event of a province and month
-- rule    landing.md, source 4: the first row of an event counts; repeated in its file it is refused, held from an earlier file it is known

delete from staging.app_download
where
    province_code = %(province_code)s
    and period in (
        select pending_file.period from ops.pending_file where province_code = %(province_code)s and source = 'app_downloads'
    )
    and file_id in (
        select pending_file.file_id from ops.pending_file where province_code = %(province_code)s and source = 'app_downloads'
    );

with

files as (
    select
        file_id,
        period as folder_period,
        row_number() over (order by received_at, modified_at, uri) as file_order
    from ops.pending_file
    where province_code = %(province_code)s and source = 'app_downloads'
),

subdistricts as (
    select distinct
        name_key,
        code
    from rulebook.name
    where province_code = %(province_code)s and kind = 'subdistrict' and origin = 'code'
),

values_read as materialized (
    select
        raw_row.file_id,
        raw_row.sheet,
        raw_row.row_number,
        files.folder_period,
        files.file_order,
        nullif(thai.digits(thai.fold(raw_row.event_id)), '') as event_id,
        thai.read_moment(raw_row.occurred_at, files.folder_period) as occurred_read,
        coalesce(
            subdistricts.code,
            case
                when subdistricts.code is null
                    then (rulebook.resolve(%(province_code)s, 'subdistrict', thai.subdistrict_key(raw_row.subdistrict_code))).code
            end
        ) as subdistrict_code,
        case lower(thai.fold(raw_row.operating_system)) when 'android' then 'Android' when 'ios' then 'iOS' when 'web' then 'Web' end
            as operating_system,
        thai.fold(raw_row.user_group) as user_group,
        thai.fold(raw_row.user_id) as user_id,
        raw_row.event_id as raw_event_id,
        raw_row.occurred_at as raw_occurred_at,
        raw_row.subdistrict_code as raw_subdistrict_code,
        raw_row.operating_system as raw_operating_system
    from raw.app_downloads as raw_row
    inner join files using (file_id)
    left join subdistricts on subdistricts.name_key = raw_row.subdistrict_code
),

judged as materialized (
    select
        values_read.*,
        coalesce(
            event_id is not null and subdistrict_code is not null and operating_system is not null
            and (occurred_read).value >= (folder_period::timestamp at time zone 'Asia/Bangkok')
            and (occurred_read).value < ((folder_period + interval '1 month') at time zone 'Asia/Bangkok'),
            false
        )
        and quarantine.rule_of_text(event_id) is null
        and quarantine.rule_of_text(user_group) is null and quarantine.rule_of_text(user_id) is null as readable
    from values_read
),

ranked as materialized (
    select
        judged.*,
        row_number() over (partition by judged.folder_period, judged.event_id order by judged.file_order, judged.row_number) as place,
        row_number() over (partition by judged.file_id, judged.event_id order by judged.row_number) as place_in_file,
        held.event_id is not null as held_already
    from judged
    left join staging.app_download as held
        on held.province_code = %(province_code)s and held.period = judged.folder_period and held.event_id = judged.event_id
    where judged.readable
),

typed as (
    insert into staging.app_download (
        file_id, row_number, province_code, period, event_id, occurred_at, subdistrict_code, operating_system, user_group, user_id
    )
    select
        file_id,
        row_number,
        %(province_code)s as province_code,
        folder_period,
        event_id,
        (occurred_read).value as occurred_at,
        subdistrict_code,
        operating_system,
        user_group,
        user_id
    from ranked
    where place = 1 and not held_already
),

known as (
    select
        file_id,
        count(*) as rows_known
    from ranked
    where place_in_file = 1 and (place > 1 or held_already)
    group by file_id
),

counted as (
    update ops.source_file
    set rows_known = coalesce(known.rows_known, 0)
    from files
    left join known using (file_id)
    where source_file.file_id = files.file_id
),

refused as (
    select
        judged.file_id,
        judged.sheet,
        judged.row_number,
        judged.folder_period,
        left(judged.subdistrict_code, 4) as district_code,
        array_remove(array[
            quarantine.problem('event_id', raw_event_id, case when event_id is null then 'value_missing' end),
            quarantine.problem(
                'occurred_at', raw_occurred_at,
                case
                    when thai.fold(raw_occurred_at) is null then 'value_missing'
                    when (occurred_read).rule is not null then (occurred_read).rule
                    when date_trunc('month', (occurred_read).value at time zone 'Asia/Bangkok') <> folder_period then 'date_outside_month'
                end,
                thai.print_month(folder_period)
            ),
            quarantine.problem(
                'subdistrict_code', raw_subdistrict_code,
                case
                    when subdistrict_code is not null then null
                    when thai.fold(raw_subdistrict_code) is null then 'value_missing'
                    when exists (
                        select from rulebook.subdistrict as elsewhere
                        where elsewhere.subdistrict_code = thai.digits(thai.fold(raw_subdistrict_code))
                    ) then 'province_disagrees'
                    else (rulebook.resolve(%(province_code)s, 'subdistrict', thai.subdistrict_key(raw_subdistrict_code))).rule
                end
            ),
            quarantine.problem('operating_system', raw_operating_system, case
                when operating_system is not null then null
                when thai.fold(raw_operating_system) is null then 'value_missing'
                else 'operating_system_unknown'
            end),
            quarantine.problem('user_group', user_group),
            quarantine.problem('user_id', user_id)
        ], null) as problems
    from judged
    where not judged.readable

    union all

    select
        ranked.file_id,
        ranked.sheet,
        ranked.row_number,
        ranked.folder_period,
        left(ranked.subdistrict_code, 4) as district_code,
        array[quarantine.problem('event_id', raw_event_id, 'event_repeated')] as problems
    from ranked
    where ranked.place_in_file > 1
)

insert into quarantine.rejected_row (
    file_id, sheet, row_number, column_name, value, rule, message_th, source, province_code, period, district_code, problems
)
select
    file_id,
    sheet,
    row_number,
    problems[1].column_name,
    problems[1].value,
    problems[1].rule,
    quarantine.message_th(problems),
    'app_downloads',
    %(province_code)s as province_code,
    folder_period,
    district_code,
    problems
from refused;
