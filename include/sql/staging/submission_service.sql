-- makes   staging.submission_service, and its refused rows in quarantine.rejected_row
-- grain   one row per row of the record-keeping section whose service is known
-- rule    landing.md, source 1: an empty answer is no, and yes for whether the service is related; a refused row of a known service stays, marked

delete from staging.submission_service
where file_id in (select pending_file.file_id from ops.pending_file where province_code = %(province_code)s and source = 'submissions');

with

rows as (
    select
        raw_row.*,
        pending_row.province_code,
        pending_row.folder_period,
        pending_row.report_key,
        pending_row.report_known,
        pending_row.district_code,
        pending_row.problems_of_report
    from raw.submissions_services as raw_row
    inner join staging.pending_section_row as pending_row using (file_id, sheet, row_number)
    where pending_row.province_code = %(province_code)s and pending_row.section = 'services'
),

values_read as materialized (
    select
        rows.*,
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
        problems_of_report || array_remove(array[
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
            quarantine.problem('updated_on', updated_on, (updated_read).rule),
            quarantine.problem('system', system)
        ], null) as problems
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
    where (service_read).code is not null and report_known
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
