-- makes   candidate.month
-- grain   one row per programme, province and month being built
-- rule    one builder of a province at a time, and none while its files are being typed; what the month is built from is noted first

select pg_advisory_xact_lock(hashtext('province ' || %(province_code)s::text));

delete from candidate.month
where programme_code = %(programme_code)s and province_code = %(province_code)s and period = %(period)s;

insert into candidate.month (
    programme_code, province_code, period, inputs_sha256, rulebook_version, code_version, built_at, change_count, rules_sha256
)
select
    programme_code,
    province_code,
    period,
    inputs_sha256,
    rulebook_version,
    %(code_version)s as code_version,
    now() as built_at,
    change_count,
    rules_sha256
from ops.month_input
where programme_code = %(programme_code)s and province_code = %(province_code)s and period = %(period)s;
