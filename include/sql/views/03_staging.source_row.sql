-- makes   staging.source_row
-- grain   one row per row of a report's sections, of every file received
-- rule    cells as they were sent, without what the report says of itself in every row; of personal data only a digest under a key, to tell whether
--         it changed
create or replace view staging.source_row with (security_invoker) as
with

sent as (
    select 'summary' as section, file_id, sheet, row_number, report_id, cell_rows, to_jsonb(raw_row) as whole_row
    from raw.submissions_summary as raw_row
    union all
    select 'downloads' as section, file_id, sheet, row_number, report_id, null as cell_rows, to_jsonb(raw_row) as whole_row
    from raw.submissions_downloads as raw_row
    union all
    select 'publicity' as section, file_id, sheet, row_number, report_id, null as cell_rows, to_jsonb(raw_row) as whole_row
    from raw.submissions_publicity as raw_row
    union all
    select 'activities' as section, file_id, sheet, row_number, report_id, null as cell_rows, to_jsonb(raw_row) as whole_row
    from raw.submissions_activities as raw_row
    union all
    select 'services' as section, file_id, sheet, row_number, report_id, null as cell_rows, to_jsonb(raw_row) as whole_row
    from raw.submissions_services as raw_row
)

select
    source_file.province_code,
    source_file.period,
    staging.report_key(source_file.section, source_file.sha256, sent.report_id) as report_key,
    sent.section,
    sent.file_id,
    sent.sheet,
    sent.row_number,
    sent.cell_rows,
    jsonb_strip_nulls(
        sent.whole_row - '{file_id, sheet, row_number, cell_rows, report_id, reporter, phone, extra}'::text[]
        - case when sent.section = 'summary' then '{}' else '{submitted_at, district, period}'::text[] end
    ) as cells,
    jsonb_strip_nulls(jsonb_build_object(
        'reporter', staging.keyed_digest(thai.digits(thai.fold(sent.whole_row ->> 'reporter'))),
        'phone', staging.keyed_digest(thai.digits(thai.fold(sent.whole_row ->> 'phone')))
    )) as personal_digests
from sent
inner join ops.source_file using (file_id)
where source_file.status = 'loaded';
alter view staging.source_row owner to warehouse_owner;
