-- makes   ops.latest_expectation_result
-- grain   one row per suite, expectation, province and month
-- rule    the result of the last run that asked the suite about the month; an expectation that run no longer asked has none
create or replace view ops.latest_expectation_result with (security_invoker) as
with

results as (
    select
        expectation_result.*,
        -- windows over the month alone, so that who asks about one month reads one month
        first_value(run_id) over last_first as last_run_id,
        row_number() over (
            partition by province_code, period, suite, expectation
            order by ran_at desc, result_id desc
        ) as place_from_last
    from ops.expectation_result
    window last_first as (partition by province_code, period, suite order by ran_at desc, result_id desc)
)

select
    result_id,
    run_id,
    ran_at,
    suite,
    expectation,
    severity,
    province_code,
    period,
    success,
    unexpected_count,
    observed,
    examples,
    district_codes,
    missing_values,
    duration_seconds,
    notes
from results
where place_from_last = 1 and run_id = last_run_id;
alter view ops.latest_expectation_result owner to warehouse_owner;
