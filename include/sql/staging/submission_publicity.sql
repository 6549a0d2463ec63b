-- makes   staging.submission_publicity, and its refused rows in quarantine.rejected_row
-- grain   one row per accepted post
-- rule    landing.md, source 1: a post is dated in the month and names at least one channel; its title may be missing

delete from staging.submission_publicity
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
    from raw.submissions_publicity as raw_row
    inner join staging.pending_section_row as pending_row using (file_id, sheet, row_number)
    where pending_row.province_code = %(province_code)s and pending_row.section = 'publicity'
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
        thai.read_date(rows.posted_on, rows.folder_period) as posted_read,
        channels_read.channels
    from rows
    left join channels_read on channels_read.channel = rows.channel
),

judged as (
    select
        values_read.*,
        problems_of_report || array_remove(array[
            quarantine.problem(
                'posted_on', posted_on,
                case
                    when thai.fold(posted_on) is null then 'value_missing'
                    when (posted_read).rule is not null then (posted_read).rule
                    when date_trunc('month', (posted_read).value) <> folder_period then 'date_outside_month'
                end,
                thai.print_month(folder_period)
            ),
            quarantine.problem('channel', channel, case when channels is null then 'value_missing' end),
            quarantine.problem('title', title),
            quarantine.problem('link', link),
            quarantine.problem('hashtags', hashtags)
        ], null) as problems
    from values_read
),

typed as (
    insert into staging.submission_publicity (
        file_id, sheet, row_number, province_code, period, report_key, posted_on, channels, title, hashtags
    )
    select
        file_id,
        sheet,
        row_number,
        province_code,
        folder_period,
        report_key,
        (posted_read).value as posted_on,
        channels,
        thai.fold(title) as title,
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
