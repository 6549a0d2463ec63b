-- makes   ops.open_month
-- grain   one row per programme, province and month that is open: a file of the month has come, or files of months on both sides of it,
--         or its publication was still ahead when its rulebook was first loaded
-- rule    with what says whether anything changed that the month's figures and findings come from: the text of its rules and of the settings of its
--         checks, and a count that goes up with every change of the files of the month, of those it is compared with, and of those
--         that say something about every month
create or replace view ops.open_month with (security_invoker) as
with

-- how far back a month is compared with others, and what its checks go by
checks as (
    select
        programme.programme_code,
        coalesce((
            select max(quality_setting.value)
            from rulebook.quality_setting
            where
                quality_setting.programme_code = programme.programme_code
                and quality_setting.setting_code in ('outlier_history_months', 'claim_repeat_window_months')
        ), 0)::integer as months_back,
        concat_ws(
            E'\n',
            (
                select string_agg(concat_ws(' ', setting_code, trim_scale(value)), E'\n' order by setting_code)
                from rulebook.quality_setting
                -- what only analysts' comparisons go by is in no figure of a month
                where quality_setting.programme_code = programme.programme_code and not starts_with(setting_code, 'comparison_')
            ),
            (select string_agg(concat_ws(' ', finding_code, severity), E'\n' order by finding_code) from rulebook.finding_kind)
        ) as content
    from rulebook.programme
),

-- each worked out once for a rulebook, not for each of its months
rules as (
    select
        in_force.programme_code,
        in_force.province_code,
        in_force.rulebook_version,
        in_force.valid_during,
        checks.months_back,
        rules.rules_text,
        digests.rules_sha256,
        first_version.loaded_at as first_loaded_at
    from rulebook.in_force
    inner join rulebook.version using (programme_code, province_code, rulebook_version)
    inner join checks using (programme_code)
    cross join lateral (select concat_ws(E'\n', version.content_sha256, checks.content) as rules_text offset 0) as rules
    cross join lateral (select encode(sha256(convert_to(rules.rules_text, 'UTF8')), 'hex') as rules_sha256 offset 0) as digests
    cross join lateral (
        select min(version_before.loaded_at) as loaded_at
        from rulebook.version as version_before
        where
            version_before.programme_code = in_force.programme_code and version_before.province_code = in_force.province_code
            and version_before.rulebook_code = in_force.rulebook_code
    ) as first_version
),

months as (
    select
        rules.*,
        month.period::date as period
    from rules
    cross join lateral generate_series(
        lower(rules.valid_during)::timestamp,
        least(upper(rules.valid_during)::timestamp - interval '1 month', date_trunc('month', now() at time zone 'Asia/Bangkok')),
        interval '1 month'
    ) as month (period)
)

select
    months.programme_code,
    months.province_code,
    months.period,
    months.rulebook_version,
    months.months_back,
    months.rules_text,
    months.rules_sha256,
    coalesce((
        select sum(file_change.month_count)
        from ops.file_change
        where
            file_change.province_code = months.province_code and file_change.period <= months.period
            and file_change.period >= months.period - make_interval(months => months.months_back)
    ), 0)::bigint
    + coalesce((
        select sum(file_change.touch_count)
        from ops.file_change
        where file_change.province_code = months.province_code and file_change.period in (months.period, '-infinity')
    ), 0)::bigint as change_count
from months
left join rulebook.deadline
    on
        deadline.programme_code = months.programme_code and deadline.province_code = months.province_code
        and deadline.rulebook_version = months.rulebook_version and deadline.period = months.period
        and deadline.deadline_code = 'publication'
-- one file is looked for and no more, by index: as a join, all files would be read
where
    deadline.due_at >= months.first_loaded_at
    or (
        select true
        from ops.source_file
        where
            source_file.province_code = months.province_code and source_file.period = months.period
            and ops.is_of_one_month(source_file.source)
            and source_file.status = 'loaded' and source_file.typed_with is not null
        order by source_file.period
        limit 1
    )
    or (
        (
            select true
            from ops.source_file
            where
                source_file.province_code = months.province_code and source_file.period < months.period
                and ops.is_of_one_month(source_file.source)
                and source_file.status = 'loaded' and source_file.typed_with is not null
            order by source_file.period
            limit 1
        )
        and (
            select true
            from ops.source_file
            where
                source_file.province_code = months.province_code and source_file.period > months.period
                and ops.is_of_one_month(source_file.source)
                and source_file.status = 'loaded' and source_file.typed_with is not null
            order by source_file.period
            limit 1
        )
    );
alter view ops.open_month owner to warehouse_owner;
