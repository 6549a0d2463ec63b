-- makes   staging.section_file
-- grain   one row per report and section it has
-- rule    landing.md, Versions: the latest received file that holds a row of the report's section, readable or not (ties: last modified, then URI)
create or replace view staging.section_file with (security_invoker) as
with

rows as (
    select 'downloads' as section, file_id, report_id from raw.submissions_downloads
    union all
    select 'publicity' as section, file_id, report_id from raw.submissions_publicity
    union all
    select 'activities' as section, file_id, report_id from raw.submissions_activities
    union all
    select 'services' as section, file_id, report_id from raw.submissions_services
),

files as (
    select distinct
        source_file.province_code,
        source_file.period,
        staging.report_key(source_file.section, source_file.sha256, rows.report_id) as report_key,
        rows.section,
        source_file.file_id,
        source_file.received_at,
        source_file.modified_at,
        source_file.uri
    from rows
    inner join ops.source_file using (file_id)
)

select distinct on (province_code, period, report_key, section)
    province_code,
    period,
    report_key,
    section,
    file_id
from files
where report_key is not null
order by province_code, period, report_key, section, received_at desc, modified_at desc, uri desc;
alter view staging.section_file owner to warehouse_owner;
