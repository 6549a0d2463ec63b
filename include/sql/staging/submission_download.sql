-- makes   staging.submission_download, and its refused rows in quarantine.rejected_row
-- grain   one row per accepted row of a report's downloads by subdistrict
-- rule    landing.md, source 1: the subdistrict must be one of the report's own district, the count a whole number

delete from staging.submission_download
where file_id in (select pending_file.file_id from ops.pending_file where province_code = %(province_code)s and source = 'submissions');

with

rows as (
    select
        raw_row.*,
        pending_file.province_code,
        pending_file.period as folder_period,
        pending_file.section <> '' as from_form_tool,
        report.report_key,
        report.accepted as report_accepted,
        report.district_code as report_district_code
    from raw.submissions_downloads as raw_row
    inner join ops.pending_file using (file_id)
    inner join ops.source_file using (file_id)
    left join staging.report
        on
            report.province_code = pending_file.province_code and report.period = pending_file.period
            and report.report_key = staging.report_key(pending_file.section, source_file.sha256, raw_row.report_id)
    where pending_file.province_code = %(province_code)s and pending_file.source = 'submissions'
),

values_read as materialized (
    select
        rows.*,
        rulebook.resolve(rows.province_code, 'district', thai.place_key(rows.district)) as district_read,
        thai.read_month(rows.period, rows.folder_period) as period_read,
        rulebook.resolve(rows.province_code, 'subdistrict', thai.place_key(rows.subdistrict), rows.report_district_code)
            as subdistrict_read,
        thai.read_count(rows.downloads) as downloads_read
    from rows
),

judged as (
    select
        values_read.*,
        staging.problems_of_report(
            from_form_tool, report_id, report_key, report_accepted, report_district_code, district, district_read, period, period_read,
            folder_period
        ) || case when report_accepted then array_remove(array[
            quarantine.problem(
                'subdistrict', subdistrict,
                case when thai.fold(subdistrict) is null then 'value_missing' else (subdistrict_read).rule end,
                case
                    when (subdistrict_read).rule = 'subdistrict_unknown'
                        then quarantine.suggestion(
                            rulebook.suggest(province_code, 'subdistrict', thai.place_key(subdistrict), report_district_code)
                        )
                end
            ),
            quarantine.problem('downloads', downloads, case
                when thai.fold(downloads) is null then 'value_missing' else (downloads_read).rule
            end)
        ], null) else '{}' end as problems
    from values_read
),

typed as (
    insert into staging.submission_download (
        file_id, sheet, row_number, province_code, period, report_key, subdistrict_code, downloads
    )
    select
        file_id,
        sheet,
        row_number,
        province_code,
        folder_period,
        report_key,
        (subdistrict_read).code as subdistrict_code,
        (downloads_read).value as downloads
    from judged
    where cardinality(problems) = 0
)

insert into quarantine.rejected_row (file_id, sheet, row_number, column_name, value, rule, message_th, source, province_code, period)
select
    file_id,
    sheet,
    row_number,
    problems[1].column_name,
    problems[1].value,
    problems[1].rule,
    quarantine.message_th(problems),
    'submissions',
    province_code,
    folder_period
from judged
where cardinality(problems) > 0;
