-- makes   ops.expectation_trend
-- grain   one row per suite, expectation, province and month that was ever asked about
-- rule    how an expectation of a month went from run to run: failing since the first failure after its last success
create or replace view ops.expectation_trend with (security_invoker) as
with

results as (
    select
        expectation_result.*,
        row_number() over month_last_first as place_from_last,
        max(case when success then ran_at end) over month_whole as last_success_at,
        lead(unexpected_count) over month_last_first as unexpected_count_before
    from ops.expectation_result
    window
        month_whole as (partition by province_code, period, suite, expectation),
        month_last_first as (partition by province_code, period, suite, expectation order by ran_at desc, result_id desc)
)

select
    province_code,
    period,
    suite,
    expectation,
    max(severity) filter (where place_from_last = 1) as severity,
    max(run_id) filter (where place_from_last = 1) as last_run_id,
    max(ran_at) as last_ran_at,
    bool_and(success) filter (where place_from_last = 1) as success,
    min(ran_at) filter (where not success and ran_at > coalesce(last_success_at, '-infinity')) as failing_since,
    count(*) as runs,
    count(*) filter (where not success) as failed_runs,
    max(unexpected_count) filter (where place_from_last = 1) as unexpected_count,
    max(unexpected_count_before) filter (where place_from_last = 1) as unexpected_count_before,
    max(unexpected_count - unexpected_count_before) filter (where place_from_last = 1) as unexpected_count_change,
    round(avg(duration_seconds), 4) as mean_duration_seconds
from results
group by province_code, period, suite, expectation;
alter view ops.expectation_trend owner to warehouse_owner;
