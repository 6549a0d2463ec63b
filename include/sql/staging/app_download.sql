-- makes   staging.app_download, refused rows in quarantine.rejected_row, and the count of events known already in ops.source_file
-- grain   one row per event of a province and month
-- rule    landing.md, source 4: the first row of an event counts; repeated in its file it is refused, held from an earlier file it is known;
--         of the user a digest under the key in use

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
        period::timestamp at time zone 'Asia/Bangkok' as month_begins,
        (period + interval '1 month') at time zone 'Asia/Bangkok' as month_ends,
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

-- what rulebook.resolve says of each key, for all of them at once
resolved as (
    select
        name_key,
        case when count(distinct code) = 1 then min(code) end as code
    from rulebook.name
    where province_code = %(province_code)s and kind = 'subdistrict' and origin <> 'former'
    group by name_key
),

held as (
    select
        period,
        event_id
    from staging.app_download
    where province_code = %(province_code)s and period in (select files.folder_period from files)
),

values_read as (
    select
        raw_row.file_id,
        raw_row.sheet,
        raw_row.row_number,
        files.folder_period,
        files.month_begins,
        files.month_ends,
        files.file_order,
        thai.fold_digits(raw_row.event_id) as event_id,
        thai.read_moment(raw_row.occurred_at, files.folder_period) as occurred_read,
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
    from raw.app_downloads as raw_row
    inner join files using (file_id)
    left join subdistricts on subdistricts.name_key = raw_row.subdistrict_code
    left join resolved
        on resolved.name_key = case when subdistricts.code is null then thai.subdistrict_key(raw_row.subdistrict_code) end
    -- each value is read once: without this line it would be where it is used
    offset 0  -- noqa: AM09
),

judged as materialized (
    select
        values_read.file_id,
        values_read.sheet,
        values_read.row_number,
        values_read.folder_period,
        values_read.file_order,
        values_read.event_id,
        (values_read.occurred_read).value as occurred_at,
        values_read.subdistrict_code,
        values_read.operating_system,
        values_read.raw_user_group,
        values_read.raw_user_id,
        nullif(values_read.raw_event_id, values_read.event_id) as other_event_id,
        held.event_id is not null as held_already,
        case
            when
                values_read.event_id is not null and values_read.subdistrict_code is not null
                and values_read.operating_system is not null
                and (values_read.occurred_read).value >= values_read.month_begins
                and (values_read.occurred_read).value < values_read.month_ends
                and quarantine.rule_of_text(values_read.event_id) is null
                and quarantine.rule_of_text(values_read.raw_user_group) is null
                and quarantine.rule_of_text(values_read.raw_user_id) is null
                then null
            else array_remove(array[
                case
                    when values_read.event_id is null then quarantine.problem('event_id', raw_event_id, 'value_missing')
                    when quarantine.rule_of_text(values_read.event_id) is not null
                        then quarantine.problem('event_id', raw_event_id, quarantine.rule_of_text(values_read.event_id))
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
                        thai.print_month(folder_period)
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
    from values_read
    left join held on held.period = values_read.folder_period and held.event_id = values_read.event_id
),

-- hashes are fast to count; of two ids with one hash, or one id in two months, nothing follows
repeated_hash as (
    select hashtextextended(event_id, 0) as event_hash
    from judged
    where problems is null
    group by hashtextextended(event_id, 0)
    having count(*) > 1
),

-- the few rows that are looked at again
doubtful as materialized (
    select judged.*
    from judged
    where
        judged.problems is not null
        or hashtextextended(judged.event_id, 0) in (select repeated_hash.event_hash from repeated_hash)
),

-- each event after the first of its id: the file before it is another one, or its own
later as materialized (
    select
        file_id,
        sheet,
        row_number,
        folder_period,
        subdistrict_code,
        coalesce(other_event_id, event_id) as raw_event_id,
        file_before = file_id as repeated
    from (
        select
            doubtful.*,
            lag(doubtful.file_id) over (
                partition by doubtful.folder_period, doubtful.event_id order by doubtful.file_order, doubtful.row_number
            ) as file_before
        from doubtful
        where doubtful.problems is null
    ) as readable
    where file_before is not null
),

pads as materialized (
    select
        inner_pad,
        outer_pad
    from staging.personal_pads()
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
        occurred_at,
        subdistrict_code,
        operating_system,
        thai.fold(raw_user_group) as user_group,
        staging.keyed_hash(thai.fold(raw_user_id), pads.inner_pad, pads.outer_pad) as user_id
    from judged
    cross join pads
    where
        problems is null and not held_already
        and (file_id, sheet, row_number) not in (select later.file_id, later.sheet, later.row_number from later)
),

known as (
    select
        file_id,
        count(*) as rows_known
    from (
        select file_id
        from judged
        where
            problems is null and held_already
            and (file_id, sheet, row_number) not in (select later.file_id, later.sheet, later.row_number from later)

        union all

        select file_id
        from later
        where not repeated
    ) as known_row
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
        file_id,
        sheet,
        row_number,
        folder_period,
        subdistrict_code,
        problems
    from doubtful
    where problems is not null

    union all

    select
        file_id,
        sheet,
        row_number,
        folder_period,
        subdistrict_code,
        array[quarantine.problem('event_id', raw_event_id, 'event_repeated')] as problems
    from later
    where repeated
)

insert into quarantine.rejected_row (
    file_id, sheet, row_number, column_name, value, rule, message_th, source, province_code, period, district_code, problems
)
select
    refused.file_id,
    refused.sheet,
    refused.row_number,
    refused.problems[1].column_name,
    refused.problems[1].value,
    refused.problems[1].rule,
    case
        when cardinality(refused.problems) > 1 then quarantine.message_th(refused.problems)
        else quarantine.problem_th(rule.message_th, column_label.label_th, refused.problems[1])
    end as message_th,
    'app_downloads',
    %(province_code)s as province_code,
    refused.folder_period,
    left(refused.subdistrict_code, 4) as district_code,
    refused.problems
from refused
inner join quarantine.rule on rule.rule = refused.problems[1].rule
left join quarantine.column_label on column_label.column_name = refused.problems[1].column_name;
