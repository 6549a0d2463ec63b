-- makes   the counts of ops.month with which its digests hold
-- grain   one row per programme, province and month that was built
-- rule    a month whose counts have changed and whose digest has not (a file typed again the same, a rule taken back) is not built again: its
--         counts are noted, so that the next look need not read its files

update ops.month
set
    change_count = month_input.change_count,
    rules_sha256 = month_input.rules_sha256
from ops.month_input
where
    month.programme_code = month_input.programme_code and month.province_code = month_input.province_code
    and month.period = month_input.period and month.inputs_sha256 = month_input.inputs_sha256
    and (month.change_count is distinct from month_input.change_count or month.rules_sha256 is distinct from month_input.rules_sha256);
