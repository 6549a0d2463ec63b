-- makes   ops.stale_month
-- grain   one row per open month whose figures are older than what they come from
-- rule    never built, built from other inputs or under another rulebook version
create or replace view ops.stale_month with (security_invoker) as
select
    month_input.programme_code,
    month_input.province_code,
    month_input.period
from ops.month_input
left join ops.month using (programme_code, province_code, period)
where
    month.period is null
    or month.inputs_sha256 <> month_input.inputs_sha256
    or month.rulebook_version <> month_input.rulebook_version
    -- a source arrived or went without any other change
    or (month.status <> 'held' and (month.status = 'waiting') <> (month_input.missing_sources <> '{}'));
alter view ops.stale_month owner to warehouse_owner;
