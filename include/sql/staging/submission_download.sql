-- makes   staging.submission_download, and its refused rows in quarantine.rejected_row
-- grain   one row per accepted row of a report's downloads by subdistrict
-- rule    landing.md, source 1: the subdistrict must be one of the report's own district, the count a whole number

delete from staging.submission_download
where file_id in (select pending_file.file_id from ops.pending_file where province_code = %(province_code)s and source = 'submissions');

with

rows as (
    select
        raw_row.*,
        pending_row.province_code,
        pending_row.folder_period,
        pending_row.report_key,
        pending_row.district_code,
        pending_row.problems_of_report
    from raw.submissions_downloads as raw_row
    inner join staging.pending_section_row as pending_row using (file_id, sheet, row_number)
    where pending_row.province_code = %(province_code)s and pending_row.section = 'downloads'
),

values_read as materialized (
    select
        rows.*,
        rulebook.resolve(rows.province_code, 'subdistrict', thai.subdistrict_key(rows.subdistrict), rows.district_code)
            as subdistrict_read,
        thai.read_count(rows.downloads) as downloads_read
    from rows
),

judged as (
    select
        values_read.*,
        problems_of_report || array_remove(array[
            quarantine.problem(
                'subdistrict', subdistrict,
                case
                    when thai.fold(subdistrict) is null then 'value_missing'
                    when district_code is null then null
                    when absence_th is not null then 'subdistrict_not_in_month'
                    else (subdistrict_read).rule
                end,
                case
                    when absence_th is not null then absence_th
                    when district_code is not null and (subdistrict_read).rule = 'subdistrict_unknown'
                        then quarantine.suggestion(
                            rulebook.suggest(province_code, 'subdistrict', thai.subdistrict_key(subdistrict), district_code)
                        )
                end
            ),
            quarantine.problem('downloads', downloads, case
                when thai.fold(downloads) is null then 'value_missing' else (downloads_read).rule
            end)
        ], null) as problems
    from values_read
    cross join lateral rulebook.absence('subdistrict', (subdistrict_read).code, folder_period) as absence_th
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

insert into quarantine.rejected_row (
    file_id, sheet, row_number, column_name, value, rule, message_th, source, province_code, period, report_key, district_code, problems
)
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
    folder_period,
    report_key,
    district_code,
    problems
from judged
where cardinality(problems) > 0;
