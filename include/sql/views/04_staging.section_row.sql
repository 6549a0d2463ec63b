-- makes   staging.section_row
-- grain   one row per accepted row of a report's sections, from the latest received file of each section alone
-- rule    landing.md, Versions: each section of a form report from its latest received file (ties: last modified, then URI)
create or replace view staging.section_row with (security_invoker) as
with

rows as (
    select 'downloads' as section, province_code, period, report_key, file_id, sheet, row_number from staging.submission_download
    union all
    select 'publicity' as section, province_code, period, report_key, file_id, sheet, row_number from staging.submission_publicity
    union all
    select 'activities' as section, province_code, period, report_key, file_id, sheet, row_number from staging.submission_activity
    union all
    select 'services' as section, province_code, period, report_key, file_id, sheet, row_number
    from staging.submission_service
    where accepted
)

select rows.*
from rows
inner join staging.section_file using (province_code, period, report_key, section, file_id);
alter view staging.section_row owner to warehouse_owner;
