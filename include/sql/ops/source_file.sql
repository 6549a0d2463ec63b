-- makes   the counts of ops.source_file for the files typed in this transaction, and marks them typed
-- grain   one row per file received
-- rule    rows read = rows loaded + rows known + rows rejected: the table's own check refuses anything else

with

typed as (
    select file_id from staging.submission
    union all
    select file_id from staging.submission_download
    union all
    select file_id from staging.submission_publicity
    union all
    select file_id from staging.submission_activity
    union all
    select file_id from staging.submission_service where accepted
    union all
    select file_id from staging.otop_operator
    union all
    select file_id from staging.shop_registration
    union all
    select file_id from staging.content_record
    union all
    select file_id from staging.leader_roster
),

pending as materialized (
    select
        file_id,
        source,
        period,
        rules_in_force
    from ops.pending_file
    where province_code = %(province_code)s
),

loaded as (
    select
        typed.file_id,
        count(*) as row_count
    from typed
    where typed.file_id = any (array(select pending.file_id from pending))
    group by typed.file_id

    union all

    select
        counted.file_id,
        counted.row_count
    from (
        select
            pending.period,
            array_agg(pending.file_id) as files
        from pending
        where pending.source = 'app_downloads'
        group by pending.period
    ) as downloads
    cross join lateral warehouse.count_downloads(%(province_code)s, downloads.period, downloads.files) as counted
),

rejected as (
    select
        rejected_row.file_id,
        count(*) as row_count
    from quarantine.rejected_row
    where rejected_row.file_id = any (array(select pending.file_id from pending))
    group by rejected_row.file_id
)

update ops.source_file
set
    typed_with = pending.rules_in_force,
    rows_loaded = coalesce(loaded.row_count, 0),
    rows_rejected = coalesce(rejected.row_count, 0)
from pending
left join loaded using (file_id)
left join rejected using (file_id)
where source_file.file_id = pending.file_id;
