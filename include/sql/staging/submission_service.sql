-- makes   staging.submission_service, and its refused rows in quarantine.rejected_row
-- grain   one row per row of the record-keeping section whose service is known
-- rule    landing.md, source 1: an empty answer is no, and yes for whether the service is related; a refused row of a known service stays, marked

delete from staging.submission_service
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
    from raw.submissions_services as raw_row
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
        rulebook.resolve(rows.province_code, 'service', thai.name_key(rows.service)) as service_read,
        thai.read_boolean(rows.related) as related_read,
        thai.read_boolean(rows.correct) as correct_read,
        thai.read_boolean(rows.complete) as complete_read,
        thai.read_boolean(rows.current) as current_read,
        thai.read_count(rows.records) as records_read,
        thai.read_date(rows.updated_on, rows.folder_period) as updated_read
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
                'service', service,
                case when thai.fold(service) is null then 'value_missing' else (service_read).rule end,
                case
                    when (service_read).rule = 'service_unknown'
                        then quarantine.suggestion(rulebook.suggest(province_code, 'service', thai.name_key(service)))
                end
            ),
            quarantine.problem('related', related, (related_read).rule),
            quarantine.problem('correct', correct, (correct_read).rule),
            quarantine.problem('complete', complete, (complete_read).rule),
            quarantine.problem('current', current, (current_read).rule),
            quarantine.problem('records', records, (records_read).rule),
            quarantine.problem('updated_on', updated_on, (updated_read).rule)
        ], null) else '{}' end as problems
    from values_read
),

typed as (
    insert into staging.submission_service (
        file_id, sheet, row_number, province_code, period, report_key, service_code, accepted, related, ready, records, updated_on
    )
    select
        file_id,
        sheet,
        row_number,
        province_code,
        folder_period,
        report_key,
        (service_read).code as service_code,
        cardinality(problems) = 0 as accepted,
        coalesce((related_read).value, true) as related,
        coalesce((correct_read).value and (complete_read).value and (current_read).value, false) as ready,
        (records_read).value as records,
        (updated_read).value as updated_on
    from judged
    where (service_read).code is not null and report_key is not null
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
