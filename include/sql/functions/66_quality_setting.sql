-- A number of the data-quality checks that is policy; null where the programme has none, and then nothing exceeds it.
create or replace function mart.quality_setting(programme text, setting text)
returns numeric
language sql stable parallel safe as $$
    select quality_setting.value
    from rulebook.quality_setting
    where quality_setting.programme_code = programme and quality_setting.setting_code = setting
$$;

-- The months before a month that it is compared with, as far back as `months_back` says, and whether their figures are to be read from
-- candidate: those built last that no audit has held. Of the others what stands in mart is read.
create or replace function mart.earlier_months(programme text, province text, month date, months_back numeric)
returns table (period date, from_candidate boolean)
language sql stable parallel safe as $$
    select
        earlier.period::date,
        exists (
            select from candidate.month as built
            where
                built.programme_code = programme and built.province_code = province and built.period = earlier.period::date
                and coalesce(built.failed_expectations, '{}') = '{}'
        )
    from generate_series(
        month - make_interval(months => months_back::integer), month - interval '1 month', interval '1 month'
    ) as earlier (period)
$$;
