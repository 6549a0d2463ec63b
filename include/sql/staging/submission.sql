-- makes   staging.submission, and refused summaries in quarantine.rejected_row
-- grain   one row per accepted summary: a workbook's, or a report id's in one file of the form tool
-- rule    landing.md, source 1: district, month and report date must be read; figures may be missing, never guessed

delete from staging.submission
where file_id in (select pending_file.file_id from ops.pending_file where province_code = %(province_code)s and source = 'submissions');

with

summaries as (
    select
        raw_summary.*,
        pending_file.period as folder_period,
        pending_file.province_code,
        pending_file.received_at,
        staging.report_key(pending_file.section, source_file.sha256, raw_summary.report_id) as report_key,
        pending_file.section <> '' as from_form_tool,
        row_number() over (partition by raw_summary.file_id, thai.fold(raw_summary.report_id) order by raw_summary.row_number) as occurrence
    from raw.submissions_summary as raw_summary
    inner join ops.pending_file using (file_id)
    inner join ops.source_file using (file_id)
    where pending_file.province_code = %(province_code)s and pending_file.source = 'submissions'
),

values_read as materialized (
    select
        summaries.*,
        staging.read_district(summaries.province_code, null, summaries.district) as district_read,
        thai.read_month(summaries.period, summaries.folder_period) as period_read,
        thai.read_moment(summaries.reported_on, summaries.folder_period) as reported_read,
        thai.read_moment(summaries.submitted_at, summaries.folder_period) as submitted_read,
        thai.read_count(summaries.new_shops) as new_shops_read,
        thai.read_count(summaries.downloads_total) as downloads_total_read,
        thai.read_count(summaries.district_chief) as district_chief_read,
        thai.read_count(summaries.district_development_officer) as district_development_officer_read,
        thai.read_count(summaries.land_office_head) as land_office_head_read,
        thai.read_count(summaries.local_administration_head) as local_administration_head_read,
        thai.read_count(summaries.subdistrict_heads) as subdistrict_heads_read,
        thai.read_count(summaries.village_heads) as village_heads_read
    from summaries
),

judged as (
    select
        values_read.*,
        array_remove(array[
            quarantine.problem('report_id', report_id, case
                when from_form_tool and thai.fold(report_id) is null then 'value_missing'
                when from_form_tool and occurrence > 1 then 'report_repeated'
            end),
            quarantine.problem('submitted_at', submitted_at, (submitted_read).rule),
            staging.problem_of_district(province_code, null, district, district_read, folder_period),
            quarantine.problem(
                'period', period,
                case
                    when thai.fold(period) is null then 'value_missing'
                    when (period_read).rule is not null then (period_read).rule
                    when (period_read).value <> folder_period then 'period_disagrees'
                    when folder_period > (least(received_at, now()) at time zone 'Asia/Bangkok')::date then 'month_not_begun'
                end,
                thai.print_month(folder_period)
            ),
            quarantine.problem('reported_on', reported_on, case
                when thai.fold(reported_on) is null then 'value_missing' else (reported_read).rule
            end),
            quarantine.problem('new_shops', new_shops, (new_shops_read).rule),
            quarantine.problem('downloads_total', downloads_total, (downloads_total_read).rule),
            quarantine.problem('district_chief', district_chief, (district_chief_read).rule),
            quarantine.problem('district_development_officer', district_development_officer, (district_development_officer_read).rule),
            quarantine.problem('land_office_head', land_office_head, (land_office_head_read).rule),
            quarantine.problem('local_administration_head', local_administration_head, (local_administration_head_read).rule),
            quarantine.problem('subdistrict_heads', subdistrict_heads, (subdistrict_heads_read).rule),
            quarantine.problem('village_heads', village_heads, (village_heads_read).rule)
        ], null) as problems
    from values_read
),

accepted as (
    insert into staging.submission (
        file_id, sheet, row_number, province_code, period, report_key, district_code, reported_at, reported_with_time, new_shops,
        downloads_total, district_chief, district_development_officer, land_office_head, local_administration_head, subdistrict_heads,
        village_heads
    )
    select
        file_id,
        sheet,
        row_number,
        province_code,
        folder_period,
        report_key,
        (district_read).code,
        coalesce((submitted_read).value, (reported_read).value),
        case when (submitted_read).value is not null then (submitted_read).has_time else (reported_read).has_time end,
        (new_shops_read).value,
        (downloads_total_read).value,
        (district_chief_read).value,
        (district_development_officer_read).value,
        (land_office_head_read).value,
        (local_administration_head_read).value,
        (subdistrict_heads_read).value,
        (village_heads_read).value
    from judged
    where cardinality(problems) = 0
)

insert into quarantine.rejected_row (
    file_id, sheet, row_number, column_name, value, rule, message_th, source, province_code, period, report_key, district_code, problems
)
select
    file_id,
    sheet,
    coalesce((cell_rows ->> problems[1].column_name)::bigint, row_number) as row_number,
    problems[1].column_name,
    problems[1].value,
    problems[1].rule,
    quarantine.message_th(problems),
    'submissions',
    province_code,
    folder_period,
    report_key,
    (district_read).code as district_code,
    problems
from judged
where cardinality(problems) > 0;
