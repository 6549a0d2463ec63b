-- makes   the month in mart, and its state in ops.month
-- grain   one programme, province and month
-- rule    a month whose audit passed replaces what stood, whole; one whose audit failed is held, and what stood stays standing

select pg_advisory_xact_lock(hashtext('province ' || %(province_code)s::text));

insert into ops.month (
    programme_code, province_code, period, status, inputs_sha256, rulebook_version, code_version, built_at, moved_at, held_because
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
    nullif(array_to_string(month.failed_expectations, ', '), '') as held_because
from candidate.month
inner join candidate.province_summary using (programme_code, province_code, period)
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
        held_because = excluded.held_because;

delete from mart.measure
where
    programme_code = %(programme_code)s and province_code = %(province_code)s and period = %(period)s
    and exists (
        select from candidate.month
        where
            month.programme_code = %(programme_code)s and month.province_code = %(province_code)s and month.period = %(period)s
            and month.failed_expectations = '{}'
    );

insert into mart.measure (
    programme_code, period, province_code, district_code, measure_code, value, source
)
select
    measure.programme_code,
    measure.period,
    measure.province_code,
    measure.district_code,
    measure.measure_code,
    measure.value,
    measure.source
from candidate.measure
inner join candidate.month using (programme_code, province_code, period)
where
    measure.programme_code = %(programme_code)s and measure.province_code = %(province_code)s
    and measure.period = %(period)s and month.failed_expectations = '{}';

delete from mart.subdistrict_measure
where
    programme_code = %(programme_code)s and province_code = %(province_code)s and period = %(period)s
    and exists (
        select from candidate.month
        where
            month.programme_code = %(programme_code)s and month.province_code = %(province_code)s and month.period = %(period)s
            and month.failed_expectations = '{}'
    );

insert into mart.subdistrict_measure (
    programme_code, period, province_code, district_code, subdistrict_code, measure_code, value
)
select
    subdistrict_measure.programme_code,
    subdistrict_measure.period,
    subdistrict_measure.province_code,
    subdistrict_measure.district_code,
    subdistrict_measure.subdistrict_code,
    subdistrict_measure.measure_code,
    subdistrict_measure.value
from candidate.subdistrict_measure
inner join candidate.month using (programme_code, province_code, period)
where
    subdistrict_measure.programme_code = %(programme_code)s and subdistrict_measure.province_code = %(province_code)s
    and subdistrict_measure.period = %(period)s and month.failed_expectations = '{}';

delete from mart.watched_measure
where
    programme_code = %(programme_code)s and province_code = %(province_code)s and period = %(period)s
    and exists (
        select from candidate.month
        where
            month.programme_code = %(programme_code)s and month.province_code = %(province_code)s and month.period = %(period)s
            and month.failed_expectations = '{}'
    );

insert into mart.watched_measure (
    programme_code, period, province_code, district_code, measure_code, category, value
)
select
    watched_measure.programme_code,
    watched_measure.period,
    watched_measure.province_code,
    watched_measure.district_code,
    watched_measure.measure_code,
    watched_measure.category,
    watched_measure.value
from candidate.watched_measure
inner join candidate.month using (programme_code, province_code, period)
where
    watched_measure.programme_code = %(programme_code)s and watched_measure.province_code = %(province_code)s
    and watched_measure.period = %(period)s and month.failed_expectations = '{}';

delete from mart.target
where
    programme_code = %(programme_code)s and province_code = %(province_code)s and period = %(period)s
    and exists (
        select from candidate.month
        where
            month.programme_code = %(programme_code)s and month.province_code = %(province_code)s and month.period = %(period)s
            and month.failed_expectations = '{}'
    );

insert into mart.target (
    programme_code, period, province_code, district_code, criterion_code, condition_no, measure_code, comparator,
    base_value, target_value, rulebook_version, order_ref
)
select
    target.programme_code,
    target.period,
    target.province_code,
    target.district_code,
    target.criterion_code,
    target.condition_no,
    target.measure_code,
    target.comparator,
    target.base_value,
    target.target_value,
    target.rulebook_version,
    target.order_ref
from candidate.target
inner join candidate.month using (programme_code, province_code, period)
where
    target.programme_code = %(programme_code)s and target.province_code = %(province_code)s
    and target.period = %(period)s and month.failed_expectations = '{}';

delete from mart.attainment
where
    programme_code = %(programme_code)s and province_code = %(province_code)s and period = %(period)s
    and exists (
        select from candidate.month
        where
            month.programme_code = %(programme_code)s and month.province_code = %(province_code)s and month.period = %(period)s
            and month.failed_expectations = '{}'
    );

insert into mart.attainment (
    programme_code, period, province_code, district_code, criterion_code, met, points, max_points, explanation_th
)
select
    attainment.programme_code,
    attainment.period,
    attainment.province_code,
    attainment.district_code,
    attainment.criterion_code,
    attainment.met,
    attainment.points,
    attainment.max_points,
    attainment.explanation_th
from candidate.attainment
inner join candidate.month using (programme_code, province_code, period)
where
    attainment.programme_code = %(programme_code)s and attainment.province_code = %(province_code)s
    and attainment.period = %(period)s and month.failed_expectations = '{}';

delete from mart.district_grade
where
    programme_code = %(programme_code)s and province_code = %(province_code)s and period = %(period)s
    and exists (
        select from candidate.month
        where
            month.programme_code = %(programme_code)s and month.province_code = %(province_code)s and month.period = %(period)s
            and month.failed_expectations = '{}'
    );

insert into mart.district_grade (
    programme_code, period, province_code, district_code, district_name_th, status, points, max_points, percent, grade,
    grade_basis, reported_at, on_time, rulebook_version
)
select
    district_grade.programme_code,
    district_grade.period,
    district_grade.province_code,
    district_grade.district_code,
    district_grade.district_name_th,
    district_grade.status,
    district_grade.points,
    district_grade.max_points,
    district_grade.percent,
    district_grade.grade,
    district_grade.grade_basis,
    district_grade.reported_at,
    district_grade.on_time,
    district_grade.rulebook_version
from candidate.district_grade
inner join candidate.month using (programme_code, province_code, period)
where
    district_grade.programme_code = %(programme_code)s and district_grade.province_code = %(province_code)s
    and district_grade.period = %(period)s and month.failed_expectations = '{}';

delete from mart.province_summary
where
    programme_code = %(programme_code)s and province_code = %(province_code)s and period = %(period)s
    and exists (
        select from candidate.month
        where
            month.programme_code = %(programme_code)s and month.province_code = %(province_code)s and month.period = %(period)s
            and month.failed_expectations = '{}'
    );

insert into mart.province_summary (
    programme_code, period, province_code, status, districts, reported, on_time, grade_counts, mean_percent,
    province_criteria, rulebook_version
)
select
    province_summary.programme_code,
    province_summary.period,
    province_summary.province_code,
    province_summary.status,
    province_summary.districts,
    province_summary.reported,
    province_summary.on_time,
    province_summary.grade_counts,
    province_summary.mean_percent,
    province_summary.province_criteria,
    province_summary.rulebook_version
from candidate.province_summary
inner join candidate.month using (programme_code, province_code, period)
where
    province_summary.programme_code = %(programme_code)s and province_summary.province_code = %(province_code)s
    and province_summary.period = %(period)s and month.failed_expectations = '{}';

delete from mart.reconciliation
where
    programme_code = %(programme_code)s and province_code = %(province_code)s and period = %(period)s
    and exists (
        select from candidate.month
        where
            month.programme_code = %(programme_code)s and month.province_code = %(province_code)s and month.period = %(period)s
            and month.failed_expectations = '{}'
    );

insert into mart.reconciliation (
    programme_code, period, province_code, district_code, measure_code, claimed, recorded, difference
)
select
    reconciliation.programme_code,
    reconciliation.period,
    reconciliation.province_code,
    reconciliation.district_code,
    reconciliation.measure_code,
    reconciliation.claimed,
    reconciliation.recorded,
    reconciliation.difference
from candidate.reconciliation
inner join candidate.month using (programme_code, province_code, period)
where
    reconciliation.programme_code = %(programme_code)s and reconciliation.province_code = %(province_code)s
    and reconciliation.period = %(period)s and month.failed_expectations = '{}';

delete from mart.month_finding
where
    programme_code = %(programme_code)s and province_code = %(province_code)s and period = %(period)s
    and exists (
        select from candidate.month
        where
            month.programme_code = %(programme_code)s and month.province_code = %(province_code)s and month.period = %(period)s
            and month.failed_expectations = '{}'
    );

insert into mart.month_finding (
    programme_code, period, province_code, district_code, finding_code, severity, source, file, row_number, message_th,
    message_en
)
select
    month_finding.programme_code,
    month_finding.period,
    month_finding.province_code,
    month_finding.district_code,
    month_finding.finding_code,
    month_finding.severity,
    month_finding.source,
    month_finding.file,
    month_finding.row_number,
    month_finding.message_th,
    month_finding.message_en
from candidate.month_finding
inner join candidate.month using (programme_code, province_code, period)
where
    month_finding.programme_code = %(programme_code)s and month_finding.province_code = %(province_code)s
    and month_finding.period = %(period)s and month.failed_expectations = '{}';
