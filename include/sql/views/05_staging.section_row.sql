-- makes   staging.section_row
-- grain   one row per accepted row of a report's sections, from the latest received file of each section alone
-- rule    landing.md, Versions: each section of a form report from its latest received file (ties: last modified, then URI)
create or replace view staging.section_row with (security_invoker) as
select received_section_row.*
from staging.received_section_row
inner join staging.section_file using (province_code, period, report_key, section, file_id);
alter view staging.section_row owner to warehouse_owner;
