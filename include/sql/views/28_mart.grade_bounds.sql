-- makes   mart.grade_bounds
-- grain   one row per period and district, of months that wait for a source too
-- rule    a criterion is surely met when its conditions hold at the worst of their bounds, possibly when each can hold at some figure within them;
--         the letters of both sums of points enclose the grade. Fragile: one more or one less of one measure changes the letter
create or replace view mart.grade_bounds with (security_invoker) as
with

conditions as (
    select
        target.programme_code,
        target.period,
        target.province_code,
        target.district_code,
        target.criterion_code,
        target.rulebook_version,
        case target.comparator
            when '>=' then coalesce(bounds.low >= target.target_value, false)
            else coalesce(bounds.low = target.target_value and bounds.high = target.target_value, false)
        end as surely,
        case target.comparator
            when '>=' then bounds.high is null or bounds.high >= target.target_value
            else target.target_value >= bounds.low and (bounds.high is null or target.target_value <= bounds.high)
        end as possibly,
        case when bounds.high is null or bounds.low < bounds.high then bounds.because_th end as because_th
    from mart.province_summary as month
    cross join
        lateral mart.measure_bounds(month.programme_code, month.province_code, month.period) as bounds
    inner join mart.target
        on
            target.programme_code = month.programme_code and target.province_code = month.province_code and target.period = month.period
            and target.district_code = bounds.district_code and target.measure_code = bounds.measure_code
),

criteria as (
    select
        conditions.programme_code,
        conditions.period,
        conditions.province_code,
        conditions.district_code,
        conditions.criterion_code,
        conditions.rulebook_version,
        bool_and(conditions.surely) as surely,
        bool_and(conditions.possibly) as possibly
    from conditions
    group by
        conditions.programme_code, conditions.period, conditions.province_code, conditions.district_code, conditions.criterion_code,
        conditions.rulebook_version
),

points as (
    select
        criteria.programme_code,
        criteria.period,
        criteria.province_code,
        criteria.district_code,
        criteria.rulebook_version,
        coalesce(sum(criterion.points) filter (where criteria.surely), 0) as low_points,
        coalesce(sum(criterion.points) filter (where criteria.possibly), 0) as high_points,
        sum(criterion.points) as max_points,
        array_agg(criteria.criterion_code order by criteria.criterion_code) filter (where criteria.surely <> criteria.possibly) as in_doubt
    from criteria
    inner join rulebook.criterion using (programme_code, province_code, rulebook_version, criterion_code)
    group by
        criteria.programme_code, criteria.period, criteria.province_code, criteria.district_code, criteria.rulebook_version
),

fragile as (
    select
        month.programme_code,
        month.period,
        month.province_code,
        measure.district_code,
        bool_or(measure.direction = 'one_more') as one_more_changes,
        bool_or(measure.direction = 'one_less') as one_less_changes,
        array_agg(measure.text_th order by measure.direction desc, measure.measure_code) as fragile_th
    from mart.province_summary as month
    cross join lateral mart.fragile_measure(month.programme_code, month.province_code, month.period) as measure
    group by month.programme_code, month.period, month.province_code, measure.district_code
)

select
    points.programme_code,
    points.period,
    points.province_code,
    points.district_code,
    district.name_th as district_name_th,
    standing.grade,
    standing.points,
    points.low_points,
    points.high_points,
    points.max_points,
    letters.low_grade,
    letters.high_grade,
    letters.low_grade = letters.high_grade as certain,
    coalesce(points.in_doubt, '{}') as criteria_in_doubt,
    array(
        select distinct reason
        from conditions
        cross join lateral unnest(conditions.because_th) as reason
        where
            conditions.programme_code = points.programme_code and conditions.period = points.period
            and conditions.province_code = points.province_code and conditions.district_code = points.district_code
        order by reason
    ) as because_th,
    coalesce(fragile.one_more_changes, false) as one_more_changes,
    coalesce(fragile.one_less_changes, false) as one_less_changes,
    coalesce(fragile.fragile_th, '{}') as fragile_th
from points
inner join rulebook.district
    on
        district.province_code = points.province_code and district.district_code = points.district_code
        and district.valid_during @> points.period
cross join
    lateral (
        select
            mart.letter(
                points.programme_code, points.province_code, points.rulebook_version, points.low_points, points.max_points
            ) as low_grade,
            mart.letter(
                points.programme_code, points.province_code, points.rulebook_version, points.high_points, points.max_points
            ) as high_grade
    ) as letters
left join mart.district_grade as standing
    on
        standing.programme_code = points.programme_code and standing.province_code = points.province_code
        and standing.period = points.period and standing.district_code = points.district_code
left join fragile
    on
        fragile.programme_code = points.programme_code and fragile.province_code = points.province_code
        and fragile.period = points.period and fragile.district_code = points.district_code;
alter view mart.grade_bounds owner to warehouse_owner;
