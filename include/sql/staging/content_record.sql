-- makes   staging.content_record, and refused rows in quarantine.rejected_row
-- grain   one row per accepted row of a content export
-- rule    landing.md, source 5: a record, its service, its district by code or name, and the day it was last updated

delete from staging.content_record
where file_id in (select pending_file.file_id from ops.pending_file where province_code = %(province_code)s and source = 'content_records');

with

rows as (
    select
        raw_row.*,
        pending_file.province_code,
        pending_file.period as folder_period
    from raw.content_records as raw_row
    inner join ops.pending_file using (file_id)
    where pending_file.province_code = %(province_code)s and pending_file.source = 'content_records'
),

values_read as materialized (
    select
        rows.*,
        rulebook.resolve(province_code, 'service', thai.name_key(service)) as service_read,
        staging.read_district(province_code, district_code, district) as district_read,
        thai.read_date(updated_on, folder_period) as updated_read
    from rows
),

judged as (
    select
        values_read.*,
        array_remove(array[
            quarantine.problem('record_id', record_id, case when thai.fold(record_id) is null then 'value_missing' end),
            quarantine.problem(
                'service', service,
                case when thai.fold(service) is null then 'value_missing' else (service_read).rule end,
                case
                    when (service_read).rule = 'service_unknown'
                        then quarantine.suggestion(rulebook.suggest(province_code, 'service', thai.name_key(service)))
                end
            ),
            staging.problem_of_district(province_code, district_code, district, district_read, folder_period),
            quarantine.problem('updated_on', updated_on, case
                when thai.fold(updated_on) is null then 'value_missing' else (updated_read).rule
            end),
            quarantine.problem('status', status),
            quarantine.problem('attraction_kind', attraction_kind)
        ], null) as problems
    from values_read
),

typed as (
    insert into staging.content_record (
        file_id, sheet, row_number, province_code, period, record_id, service_code, district_code, updated_on, status, attraction_kind
    )
    select
        file_id,
        sheet,
        row_number,
        province_code,
        folder_period,
        thai.digits(thai.fold(record_id)) as record_id,
        (service_read).code as service_code,
        (district_read).code as district_code,
        (updated_read).value as updated_on,
        thai.fold(status) as status,
        thai.fold(attraction_kind) as attraction_kind
    from judged
    where cardinality(problems) = 0
)

insert into quarantine.rejected_row (
    file_id, sheet, row_number, column_name, value, rule, message_th, source, province_code, period, district_code, problems
)
select
    file_id,
    sheet,
    row_number,
    problems[1].column_name,
    problems[1].value,
    problems[1].rule,
    quarantine.message_th(problems),
    'content_records',
    province_code,
    folder_period,
    (district_read).code as district_code,
    problems
from judged
where cardinality(problems) > 0;
