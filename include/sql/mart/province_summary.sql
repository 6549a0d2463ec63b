-- makes   mart.province_summary
-- grain   one row per period and province
-- rule    a month whose sources have not all come is waiting: it has no grades, and is never graded 0

delete from candidate.province_summary
where programme_code = %(programme_code)s and period = %(period)s and province_code = %(province_code)s;

insert into candidate.province_summary (
    programme_code, period, province_code, status, districts, reported, on_time, grade_counts, mean_percent, province_criteria,
    rulebook_version
)
with

grades as (
    select *
    from candidate.district_grade
    where programme_code = %(programme_code)s and period = %(period)s and province_code = %(province_code)s
),

-- every band of the scale, also one that no district is in; none at all while the month waits
bands as (
    select
        grade_band.grade,
        count(grades.district_code) as districts
    from rulebook.in_force
    inner join rulebook.grade_band using (programme_code, province_code, rulebook_version)
    left join grades on grades.grade = grade_band.grade
    where
        in_force.programme_code = %(programme_code)s and in_force.province_code = %(province_code)s
        and in_force.valid_during @> %(period)s::date
    group by grade_band.grade
),

counted as (
    select
        case
            when sum(districts) > 0 then jsonb_object_agg(grade, districts order by grade)
            else '{}'
        end as grade_counts
    from bands
),

-- the mean of the exact percents, shown half up to 4 decimals
means as (
    select round(avg(100 * points / max_points), 4) as mean_percent
    from grades
),

province_criteria as (
    select
        coalesce(jsonb_object_agg(criterion_code, met), '{}') as criteria
    from candidate.attainment
    where
        programme_code = %(programme_code)s and period = %(period)s and province_code = %(province_code)s and district_code is null
)

select
    month_input.programme_code,
    month_input.period,
    month_input.province_code,
    case when month_input.missing_sources = '{}' then 'graded' else 'waiting' end as status,
    (
        select count(*)
        from rulebook.district
        where district.province_code = month_input.province_code and district.valid_during @> month_input.period
    ) as districts,
    (
        select count(*)
        from warehouse.submission
        where submission.province_code = month_input.province_code and submission.period = month_input.period and submission.counts
    ) as reported,
    (
        select count(*)
        from candidate.measure
        where
            measure.programme_code = month_input.programme_code and measure.period = month_input.period
            and measure.province_code = month_input.province_code and measure.measure_code = 'reports_on_time' and measure.value = 1
    ) as on_time,
    counted.grade_counts,
    means.mean_percent,
    province_criteria.criteria as province_criteria,
    month_input.rulebook_version
from ops.month_input
cross join counted
cross join means
cross join province_criteria
where month_input.programme_code = %(programme_code)s and month_input.period = %(period)s and month_input.province_code = %(province_code)s;
