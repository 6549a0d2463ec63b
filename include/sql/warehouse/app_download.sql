-- makes   warehouse.app_download, refused rows in quarantine.rejected_row, and the count of events known already in ops.source_file
-- grain   one row per download or web sign-in of a province and month
-- rule    landing.md, source 4: the first row of an event counts; repeated in its file it is refused, held from an earlier file it is known;
--         of the user a digest under the key in use; the district is the one its subdistrict belongs to

-- made ahead, as a rule (months.pending_provinces, maintain_warehouse): then nothing is made here
select warehouse.make_months(array(
    select distinct pending_file.period
    from ops.pending_file
    where province_code = %(province_code)s and source = 'app_downloads'
));

select warehouse.forget_pending_downloads(%(province_code)s);

with

files as materialized (
    select
        file_id,
        period
    from ops.pending_file
    where province_code = %(province_code)s and source = 'app_downloads'
),

held as materialized (
    select
        month.period,
        held_downloads.event_id
    from (select distinct files.period from files) as month
    cross join lateral warehouse.held_downloads(%(province_code)s, month.period)
),

-- hashes are fast to count and to look for; of two ids with one hash, or one id in two months, nothing follows
judged as materialized (
    select
        pending_download.*,
        hashtextextended(pending_download.event_id, 0) as event_hash,
        held.event_id is not null as held_already
    from staging.pending_download
    left join held on held.period = pending_download.period and held.event_id = pending_download.event_id
    where pending_download.province_code = %(province_code)s
),

repeated as materialized (
    select event_hash
    from judged
    where problems is null
    group by event_hash
    having count(*) > 1
),

-- the few rows that are looked at again
doubtful as materialized (
    select judged.*
    from judged
    where
        judged.problems is not null
        or judged.event_hash in (select repeated.event_hash from repeated)
),

-- the place of each event among those of its id: the first is held or typed; the file before a later one is another one, or its own
placed as materialized (
    select
        readable.*,
        file_before is null as is_first,
        file_before = file_id as is_repeated
    from (
        select
            doubtful.*,
            lag(doubtful.file_id) over (
                partition by doubtful.period, doubtful.event_id order by doubtful.file_order, doubtful.row_number
            ) as file_before
        from doubtful
        where doubtful.problems is null
    ) as readable
),

pads as materialized (
    select
        inner_pad,
        outer_pad
    from staging.personal_pads()
),

typed as (
    insert into warehouse.app_download (
        province_code,
        period,
        event_id,
        occurred_at,
        district_code,
        subdistrict_code,
        operating_system,
        user_group,
        user_id,
        file_id,
        row_number
    )
    select
        %(province_code)s as province_code,
        accepted.period,
        accepted.event_id,
        accepted.occurred_at,
        left(accepted.subdistrict_code, 4) as district_code,
        accepted.subdistrict_code,
        accepted.operating_system,
        thai.fold(accepted.user_group) as user_group,
        staging.keyed_hash(
            thai.fold(accepted.user_id), (select pads.inner_pad from pads), (select pads.outer_pad from pads)
        ) as user_id,
        accepted.file_id,
        accepted.row_number
    from (
        select period, event_id, occurred_at, subdistrict_code, operating_system, user_group, user_id, file_id, row_number
        from judged
        where problems is null and not held_already and event_hash not in (select repeated.event_hash from repeated)

        union all

        select period, event_id, occurred_at, subdistrict_code, operating_system, user_group, user_id, file_id, row_number
        from placed
        where is_first and not held_already
    ) as accepted
),

known as (
    select
        file_id,
        count(*) as rows_known
    from (
        select file_id
        from judged
        where
            exists (select from held)
            and problems is null and held_already and event_hash not in (select repeated.event_hash from repeated)

        union all

        select file_id
        from placed
        where case when is_first then held_already else not is_repeated end
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
        period,
        subdistrict_code,
        problems
    from doubtful
    where problems is not null

    union all

    select
        file_id,
        sheet,
        row_number,
        period,
        subdistrict_code,
        array[quarantine.problem('event_id', coalesce(other_event_id, event_id), 'event_repeated')] as problems
    from placed
    where is_repeated
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
    refused.period,
    left(refused.subdistrict_code, 4) as district_code,
    refused.problems
from refused
inner join quarantine.rule on rule.rule = refused.problems[1].rule
left join quarantine.column_label on column_label.column_name = refused.problems[1].column_name;
