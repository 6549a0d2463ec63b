-- makes   staging.received_section_row
-- grain   one row per accepted row of a report's sections, of every file received
-- rule    what a later file of the form tool replaces was there all the same, while it stood
create or replace view staging.received_section_row with (security_invoker) as
select 'downloads' as section, province_code, period, report_key, file_id, sheet, row_number from staging.submission_download
union all
select 'publicity' as section, province_code, period, report_key, file_id, sheet, row_number from staging.submission_publicity
union all
select 'activities' as section, province_code, period, report_key, file_id, sheet, row_number from staging.submission_activity
union all
select 'services' as section, province_code, period, report_key, file_id, sheet, row_number
from staging.submission_service
where accepted;
alter view staging.received_section_row owner to warehouse_owner;
