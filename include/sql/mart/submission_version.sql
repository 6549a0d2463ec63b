-- makes   mart.submission_version
-- grain   one row per version of a district's report, numbered from 1 by arrival
-- rule    landing.md, Versions: what became of each report sent. One whose summary was refused is a version too, where its district could be
--         read; a row refused in a file that a later one of the form tool replaces is no longer refused

delete from candidate.submission_version
where programme_code = %(programme_code)s and period = %(period)s and province_code = %(province_code)s;

insert into candidate.submission_version (
    programme_code, period, province_code, district_code, version, version_key, file_id, uri, received_at, first_valid_at, accepted_at,
    reported_at, valid, first_valid, counts, on_time, superseded_by, rows_accepted, rows_refused
)
with

accepted as materialized (
    select
        version_key,
        district_code,
        file_id,
        received_at as first_valid_at,
        reported_at,
        valid,
        first_valid,
        counts
    from warehouse.submission
    where province_code = %(province_code)s and period = %(period)s
),

refusals as materialized (
    select
        rejected_row.report_key as version_key,
        rejected_row.district_code,
        rejected_row.file_id,
        source_file.section,
        source_file.received_at,
        source_file.modified_at,
        source_file.uri
    from quarantine.rejected_row
    inner join ops.source_file using (file_id)
    where
        rejected_row.province_code = %(province_code)s and rejected_row.period = %(period)s
        and rejected_row.source = 'submissions' and rejected_row.report_key is not null
),

-- the file with the summary is a version's own: a workbook, or a summary.csv
refused as (
    select distinct on (version_key)
        version_key,
        district_code,
        file_id
    from refusals
    where
        section in ('', 'summary') and district_code is not null
        and not exists (select from accepted where accepted.version_key = refusals.version_key)
    order by version_key, received_at desc, modified_at desc, uri desc
),

versions as (
    select * from accepted
    union all
    select
        version_key,
        district_code,
        file_id,
        null as first_valid_at,
        null as reported_at,
        false as valid,
        false as first_valid,
        false as counts
    from refused
),

section_files as materialized (
    select distinct
        source_row.report_key as version_key,
        source_row.section,
        source_row.file_id
    from staging.source_row
    where source_row.province_code = %(province_code)s and source_row.period = %(period)s
),

replaced_files as materialized (
    select
        version_key,
        file_id
    from (
        select
            section_files.version_key,
            section_files.file_id,
            row_number() over (
                partition by section_files.version_key, section_files.section
                order by source_file.received_at desc, source_file.modified_at desc, source_file.uri desc
            ) as place_from_last
        from section_files
        inner join ops.source_file using (file_id)
    ) as placed
    where place_from_last > 1
),

first_files as (
    select distinct on (files.version_key)
        files.version_key,
        source_file.received_at,
        source_file.modified_at,
        source_file.uri
    from (
        select version_key, file_id from section_files
        union
        select version_key, file_id from versions
    ) as files
    inner join ops.source_file using (file_id)
    order by files.version_key, source_file.received_at, source_file.modified_at, source_file.uri
),

numbered as (
    select
        versions.*,
        first_files.received_at,
        row_number() over (
            partition by versions.district_code
            order by first_files.received_at, first_files.modified_at, first_files.uri, versions.reported_at, versions.version_key
        ) as version
    from versions
    inner join first_files using (version_key)
),

rows_accepted as (
    select
        version_key,
        count(*) as row_count
    from (
        select version_key from accepted
        union all
        select version_key from warehouse.claimed_download where province_code = %(province_code)s and period = %(period)s
        union all
        select version_key from warehouse.publicity_post where province_code = %(province_code)s and period = %(period)s
        union all
        select version_key from warehouse.activity where province_code = %(province_code)s and period = %(period)s
        union all
        select version_key from warehouse.service_record where province_code = %(province_code)s and period = %(period)s and accepted
    ) as rows
    group by version_key
),

rows_refused as (
    select
        version_key,
        count(*) as row_count
    from refusals
    where
        not exists (
            select from replaced_files
            where replaced_files.version_key = refusals.version_key and replaced_files.file_id = refusals.file_id
        )
    group by version_key
),

on_time as (
    select
        district_code,
        value = 1 as on_time
    from candidate.measure
    where
        programme_code = %(programme_code)s and period = %(period)s and province_code = %(province_code)s
        and measure_code = 'reports_on_time'
)

select
    %(programme_code)s as programme_code,
    %(period)s as period,
    %(province_code)s as province_code,
    numbered.district_code,
    numbered.version,
    numbered.version_key,
    numbered.file_id,
    source_file.uri,
    numbered.received_at,
    case when numbered.valid then numbered.first_valid_at end as first_valid_at,
    accepted_version.accepted_at,
    case when numbered.valid then numbered.reported_at end as reported_at,
    numbered.valid,
    numbered.first_valid,
    numbered.counts,
    case when numbered.first_valid then on_time.on_time end as on_time,
    case when numbered.valid and not numbered.counts then counting.version end as superseded_by,
    coalesce(rows_accepted.row_count, 0) as rows_accepted,
    coalesce(rows_refused.row_count, 0) as rows_refused
from numbered
inner join ops.source_file using (file_id)
left join numbered as counting on counting.district_code = numbered.district_code and counting.counts
left join ops.accepted_version
    on
        accepted_version.province_code = %(province_code)s and accepted_version.period = %(period)s
        and accepted_version.version_key = numbered.version_key
left join rows_accepted on rows_accepted.version_key = numbered.version_key
left join rows_refused on rows_refused.version_key = numbered.version_key
left join on_time on on_time.district_code = numbered.district_code;
