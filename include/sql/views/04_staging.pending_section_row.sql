-- makes   staging.pending_section_row
-- grain   one row per row of a report's sections whose file waits to be typed
-- rule    landing.md, source 1: a row belongs to the report it names, its workbook's where it names none; the district is the report's,
--         of a report whose summary is refused the one its summary still named, of one without a summary the one the row names
create or replace view staging.pending_section_row with (security_invoker) as
with

rows as (
    select 'downloads' as section, file_id, sheet, row_number, report_id, district, period from raw.submissions_downloads
    union all
    select 'publicity' as section, file_id, sheet, row_number, report_id, district, period from raw.submissions_publicity
    union all
    select 'activities' as section, file_id, sheet, row_number, report_id, district, period from raw.submissions_activities
    union all
    select 'services' as section, file_id, sheet, row_number, report_id, district, period from raw.submissions_services
),

months as (
    select distinct
        pending_file.province_code,
        pending_file.period
    from ops.pending_file
    where pending_file.source = 'submissions'
),

-- of the months that wait alone, whose files are found by their month: joined as a whole, every report ever received would be looked at
reports as (
    select
        months.province_code,
        months.period,
        found.report_key,
        found.file_id,
        found.district_code,
        found.accepted
    from months
    cross join lateral (
        select
            report.report_key,
            report.file_id,
            report.district_code,
            report.accepted
        from staging.report
        where report.province_code = months.province_code and report.period = months.period
        order by report.report_key
        offset 0
    ) as found
)

select
    rows.section,
    rows.file_id,
    rows.sheet,
    rows.row_number,
    pending_file.province_code,
    pending_file.period as folder_period,
    staging.report_key(pending_file.section, source_file.sha256, rows.report_id) as report_key,
    report.report_key is not null as report_known,
    coalesce(report.district_code, refused_summary.district_code, (own.district_read).code) as district_code,
    staging.problems_of_report(
        pending_file.section <> '', rows.report_id, report.report_key, report.accepted, report.district_code, rows.district,
        own.district_read, rows.period, thai.read_month(rows.period, pending_file.period), pending_file.period
    ) as problems_of_report
from rows
inner join ops.pending_file using (file_id)
inner join ops.source_file using (file_id)
left join reports as report
    on
        report.province_code = pending_file.province_code and report.period = pending_file.period
        and report.report_key = staging.report_key(pending_file.section, source_file.sha256, rows.report_id)
left join lateral (
    select min(rejected_row.district_code) as district_code
    from quarantine.rejected_row
    where not report.accepted and rejected_row.file_id = report.file_id and rejected_row.report_key = report.report_key
) as refused_summary on true
cross join
    lateral (
        select case
            when pending_file.section <> '' then rulebook.resolve(pending_file.province_code, 'district', thai.district_key(rows.district))
        end as district_read
    ) as own
where pending_file.source = 'submissions';
alter view staging.pending_section_row owner to warehouse_owner;
