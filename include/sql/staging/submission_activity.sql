-- makes   staging.submission_activity, and its refused rows in quarantine.rejected_row
-- grain   one row per accepted activity
-- rule    landing.md, source 1: an activity has a name and a date in the month; participants, where given, are counted

delete from staging.submission_activity
where file_id in (select pending_file.file_id from ops.pending_file where province_code = %(province_code)s and source = 'submissions');

with

rows as materialized (
    select
        raw_row.*,
        pending_row.province_code,
        pending_row.folder_period,
        pending_row.report_key,
        pending_row.district_code,
        pending_row.problems_of_report
    from raw.submissions_activities as raw_row
    inner join staging.pending_section_row as pending_row using (file_id, sheet, row_number)
    where pending_row.province_code = %(province_code)s and pending_row.section = 'activities'
),

-- the same few texts stand in most cells
channels_read as materialized (
    select
        texts.channel,
        rulebook.read_channels(%(province_code)s, texts.channel) as channels
    from (select distinct rows.channel from rows where rows.channel is not null) as texts
),

values_read as materialized (
    select
        rows.*,
        thai.read_date(rows.held_on, rows.folder_period) as held_read,
        channels_read.channels,
        thai.read_count(rows.participants) as participants_read
    from rows
    left join channels_read on channels_read.channel = rows.channel
),

judged as (
    select
        values_read.*,
        problems_of_report || array_remove(array[
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
            quarantine.problem('kind', kind),
            quarantine.problem('participants', participants, (participants_read).rule),
            quarantine.problem('link', link),
            quarantine.problem('channel', channel),
            quarantine.problem('hashtags', hashtags)
        ], null) as problems
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
        coalesce(channels, '{}') as channels,
        rulebook.read_hashtags(hashtags) as hashtags
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
