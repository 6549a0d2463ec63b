-- makes   staging.submission_activity, and its refused rows in quarantine.rejected_row
-- grain   one row per accepted activity
-- rule    landing.md, source 1: an activity has a name and a date in the month; participants, where given, are counted

delete from staging.submission_activity
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
    from raw.submissions_activities as raw_row
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
        thai.read_date(rows.held_on, rows.folder_period) as held_read,
        thai.read_count(rows.participants) as participants_read
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
                'held_on', held_on,
                case
                    when thai.fold(held_on) is null then 'value_missing'
                    when (held_read).rule is not null then (held_read).rule
                    when date_trunc('month', (held_read).value) <> folder_period then 'date_outside_month'
                end,
                thai.print_month(folder_period)
            ),
            quarantine.problem('activity', activity, case when thai.fold(activity) is null then 'value_missing' end),
            quarantine.problem('participants', participants, (participants_read).rule)
        ], null) else '{}' end as problems
    from values_read
),

typed as (
    insert into staging.submission_activity (
        file_id, sheet, row_number, province_code, period, report_key, held_on, activity, kind, participants, channels, hashtags
    )
    select
        file_id,
        sheet,
        row_number,
        province_code,
        folder_period,
        report_key,
        (held_read).value as held_on,
        thai.fold(activity) as activity,
        thai.fold(kind) as kind,
        (participants_read).value as participants,
        coalesce(rulebook.read_channels(province_code, channel), '{}') as channels,
        rulebook.read_hashtags(hashtags) as hashtags
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
