-- makes   ops.month_input
-- grain   one row per programme, province and month that is open: a file of the month has come, or files of months on both sides of it,
--         or its publication was still ahead when its rulebook was first loaded
-- rule    the digest of everything a month's figures and findings come from: its rulebook, its files, those of the months it is compared
--         with, the settings of the checks; a month graded from another digest is stale
create or replace view ops.month_input with (security_invoker) as
with

months as (
    select
        in_force.programme_code,
        in_force.province_code,
        in_force.rulebook_version,
        version.content_sha256,
        month.period::date as period,
        (
            select min(first_version.loaded_at)
            from rulebook.version as first_version
            where
                first_version.programme_code = in_force.programme_code and first_version.province_code = in_force.province_code
                and first_version.rulebook_code = in_force.rulebook_code
        ) as first_loaded_at
    from rulebook.in_force
    inner join rulebook.version using (programme_code, province_code, rulebook_version)
    cross join lateral generate_series(
        lower(in_force.valid_during)::timestamp,
        least(upper(in_force.valid_during)::timestamp - interval '1 month', date_trunc('month', now() at time zone 'Asia/Bangkok')),
        interval '1 month'
    ) as month (period)
),

files as (
    select
        province_code,
        period,
        source,
        sha256,
        typed_with,
        source in ('submissions', 'app_downloads', 'content_records') as of_one_month
    from ops.source_file
    where status = 'loaded' and typed_with is not null
),

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

open_months as (
    select months.*
    from months
    cross join
        lateral (
            select
                bool_or(files.period = months.period) as has_own,
                bool_or(files.period < months.period) and bool_or(files.period > months.period) as lies_between
            from files
            where files.province_code = months.province_code and files.of_one_month
        ) as arrived
    left join rulebook.deadline
        on
            deadline.programme_code = months.programme_code and deadline.province_code = months.province_code
            and deadline.rulebook_version = months.rulebook_version and deadline.period = months.period
            and deadline.deadline_code = 'publication'
    where arrived.has_own or arrived.lies_between or deadline.due_at >= months.first_loaded_at
)

select
    open_months.programme_code,
    open_months.province_code,
    open_months.period,
    open_months.rulebook_version,
    encode(
        sha256(convert_to(
            concat_ws(
                E'\n', open_months.content_sha256, checks.content,
                string_agg(
                    concat_ws(' ', files.source, files.sha256, files.typed_with), E'\n'
                    order by files.source, files.sha256, files.period
                )
            ),
            'UTF8'
        )),
        'hex'
    ) as inputs_sha256,
    array(
        select required_source.source
        from rulebook.required_source
        where
            required_source.programme_code = open_months.programme_code and required_source.province_code = open_months.province_code
            and required_source.rulebook_version = open_months.rulebook_version
            and not exists (
                select from ops.delivered_source
                where
                    delivered_source.province_code = open_months.province_code and delivered_source.source = required_source.source
                    and case required_source.source
                        when 'shop_registrations' then delivered_source.period >= open_months.period
                        when 'otop_operators' then true
                        else delivered_source.period = open_months.period
                    end
            )
        order by required_source.source
    ) as missing_sources
from open_months
inner join checks using (programme_code)
left join files
    on
        files.province_code = open_months.province_code
        and (
            not files.of_one_month
            or (
                files.period <= open_months.period
                and files.period >= open_months.period - make_interval(months => checks.months_back)
            )
        )
group by
    open_months.programme_code, open_months.province_code, open_months.period, open_months.rulebook_version, open_months.content_sha256,
    checks.content;
alter view ops.month_input owner to warehouse_owner;
