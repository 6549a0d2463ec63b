-- makes   staging.report
-- grain   one row per report: a workbook, or a report id of the form tool in a province and month
-- rule    of a form report received again, the summary received last decides (ties: last modified, then URI)
create or replace view staging.report with (security_invoker) as
with

summaries as (
    select
        source_file.province_code,
        source_file.period,
        staging.report_key(source_file.section, source_file.sha256, raw_summary.report_id)
            as report_key,
        source_file.file_id,
        raw_summary.sheet,
        raw_summary.row_number,
        source_file.received_at,
        source_file.modified_at,
        source_file.uri
    from raw.submissions_summary as raw_summary
    inner join ops.source_file using (file_id)
    where source_file.section = '' or thai.fold(raw_summary.report_id) is not null
),

latest as (
    select distinct on (province_code, period, report_key) *
    from summaries
    order by province_code, period, report_key, received_at desc, modified_at desc, uri desc, row_number
)

select
    latest.province_code,
    latest.period,
    latest.report_key,
    latest.file_id,
    submission.district_code,
    submission.file_id is not null as accepted
from latest
left join staging.submission using (file_id, sheet, row_number);
alter view staging.report owner to warehouse_owner;
