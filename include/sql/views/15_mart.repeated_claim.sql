-- makes   mart.repeated_claim
-- grain   one row per period, district and measure that was claimed above its record in that month or in one before it within the window
-- rule    above is beyond what is tolerated, as the finding claims_above_record has it; repeated when the month is above and so many of the
--         window are. A streak is of months one after the other; a month that is unknown ends it
create or replace view mart.repeated_claim with (security_invoker) as
with

judged as (
    select
        reconciliation.programme_code,
        reconciliation.period,
        reconciliation.province_code,
        reconciliation.district_code,
        reconciliation.measure_code,
        reconciliation.difference,
        coalesce(reconciliation.difference > 0 and not reconciliation.agrees, false) as above,
        extract(year from reconciliation.period) * 12 + extract(month from reconciliation.period) as month_no
    from mart.reconciliation
),

-- months above in a row lie as far from their number among the months above
runs as (
    select
        judged.*,
        judged.month_no - row_number() over (
            partition by judged.programme_code, judged.province_code, judged.district_code, judged.measure_code, judged.above
            order by judged.period
        ) as run_no
    from judged
),

streaks as (
    select
        runs.*,
        case
            when runs.above
                then
                    row_number()
                        over (
                            partition by
                                runs.programme_code, runs.province_code, runs.district_code, runs.measure_code, runs.above, runs.run_no
                            order by runs.period
                        )
            else 0
        end as streak
    from runs
)

select
    streaks.programme_code,
    streaks.period,
    streaks.province_code,
    streaks.district_code,
    streaks.measure_code,
    streaks.above,
    seen.months_above,
    streaks.streak,
    seen.difference,
    streaks.above
    and seen.months_above >= mart.quality_setting(streaks.programme_code, 'claim_repeat_months') as repeated
from streaks
cross join
    lateral (
        select
            count(*) as months_above,
            sum(earlier.difference) as difference
        from mart.reconciliation as earlier
        where
            earlier.programme_code = streaks.programme_code and earlier.province_code = streaks.province_code
            and earlier.district_code = streaks.district_code and earlier.measure_code = streaks.measure_code
            and earlier.period > streaks.period - make_interval(
                months => mart.quality_setting(streaks.programme_code, 'claim_repeat_window_months')::integer
            )
            and earlier.period <= streaks.period and earlier.difference > 0 and not earlier.agrees
    ) as seen
where seen.months_above > 0;
alter view mart.repeated_claim owner to warehouse_owner;
