-- makes   ops.wrong_month_input
-- grain   one row per month whose kept digest is not that of what it comes from; there is none
-- rule    reads every file of every month: for a check by night, never on the way of a month
create or replace view ops.wrong_month_input with (security_invoker) as
select
    open_month.programme_code,
    open_month.province_code,
    open_month.period,
    month.inputs_sha256 as kept_sha256,
    computed.inputs_sha256 as computed_sha256
from ops.open_month
inner join ops.month using (programme_code, province_code, period)
cross join
    lateral (
        select ops.input_digest(open_month.province_code, open_month.period, open_month.months_back, open_month.rules_text) as inputs_sha256
    ) as computed
where
    month.change_count = open_month.change_count and month.rules_sha256 = open_month.rules_sha256
    and month.inputs_sha256 <> computed.inputs_sha256;
alter view ops.wrong_month_input owner to warehouse_owner;
