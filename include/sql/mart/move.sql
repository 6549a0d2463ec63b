-- makes   the month in mart, and its state in ops.month
-- grain   one programme, province and month
-- rule    a month whose audit passed replaces what stood, whole; one whose audit failed is held, and what stood stays standing

select pg_advisory_xact_lock(hashtext('province ' || %(province_code)s::text));

insert into ops.month (
    programme_code, province_code, period, status, inputs_sha256, rulebook_version, code_version, built_at, moved_at, held_because,
    change_count, rules_sha256
)
select
    month.programme_code,
    month.province_code,
    month.period,
    case when month.failed_expectations = '{}' then province_summary.status else 'held' end as status,
    month.inputs_sha256,
    month.rulebook_version,
    month.code_version,
    month.built_at,
    case when month.failed_expectations = '{}' then now() end as moved_at,
    nullif(array_to_string(month.failed_expectations, ', '), '') as held_because,
    month.change_count,
    month.rules_sha256
from candidate.month
-- a month without its summary is one of those that are held
left join candidate.province_summary using (programme_code, province_code, period)
where
    month.programme_code = %(programme_code)s and month.province_code = %(province_code)s and month.period = %(period)s
    and month.failed_expectations is not null
on conflict (programme_code, province_code, period) do update
    set
        status = excluded.status,
        inputs_sha256 = excluded.inputs_sha256,
        rulebook_version = excluded.rulebook_version,
        code_version = excluded.code_version,
        built_at = excluded.built_at,
        moved_at = coalesce(excluded.moved_at, ops.month.moved_at),
        held_because = excluded.held_because,
        change_count = excluded.change_count,
        rules_sha256 = excluded.rules_sha256;

select mart.take_over(relation, month.programme_code, month.province_code, month.period)
from candidate.month
cross join
    unnest(array[
        'measure', 'subdistrict_measure', 'watched_measure', 'target', 'attainment', 'district_grade', 'province_summary', 'reconciliation',
        'month_finding', 'submission_version', 'submission_diff', 'outlier', 'quality_dimension', 'next_step'
    ]) as relation
where
    month.programme_code = %(programme_code)s and month.province_code = %(province_code)s and month.period = %(period)s
    and month.failed_expectations = '{}';

-- also of a month that is held: then what stood keeps its findings, and the expectations that failed are findings besides
select ops.note_findings(%(programme_code)s, %(province_code)s, %(period)s::date);
