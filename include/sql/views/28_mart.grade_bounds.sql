-- Between which letters each district of a month lies. Measures are bounded once for the whole month; the view asks it month by month, so that one
-- month costs no other.
create or replace function mart.month_bounds(programme text, province text, month date)
returns table (
    district_code text, district_name_th text, rulebook_version integer, low_points numeric, high_points numeric, max_points numeric,
    criteria_in_doubt text[], because_th text[], one_more_changes boolean, one_less_changes boolean, fragile_th text[]
)
language sql stable cost 100000
set jit = off
set plan_cache_mode = force_generic_plan
as $$
    with

    bounds as materialized (
        select measure_bounds.*
        from mart.measure_bounds(programme, province, month)
    ),

    conditions as materialized (
        select
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
        from mart.target
        inner join bounds using (district_code, measure_code)
        where target.programme_code = programme and target.province_code = province and target.period = month
    ),

    criteria as (
        select
            conditions.district_code,
            conditions.criterion_code,
            conditions.rulebook_version,
            bool_and(conditions.surely) as surely,
            bool_and(conditions.possibly) as possibly
        from conditions
        group by conditions.district_code, conditions.criterion_code, conditions.rulebook_version
    ),

    points as (
        select
            criteria.district_code,
            criteria.rulebook_version,
            coalesce(sum(criterion.points) filter (where criteria.surely), 0) as low_points,
            coalesce(sum(criterion.points) filter (where criteria.possibly), 0) as high_points,
            sum(criterion.points) as max_points,
            array_agg(criteria.criterion_code order by criteria.criterion_code) filter (where criteria.surely <> criteria.possibly) as in_doubt
        from criteria
        inner join rulebook.criterion
            on
                criterion.programme_code = programme and criterion.province_code = province
                and criterion.rulebook_version = criteria.rulebook_version and criterion.criterion_code = criteria.criterion_code
        group by criteria.district_code, criteria.rulebook_version
    ),

    reasons as (
        select
            conditions.district_code,
            array_agg(distinct reason order by reason) as because_th
        from conditions
        cross join lateral unnest(conditions.because_th) as reason
        group by conditions.district_code
    ),

    fragile as materialized (
        select
            measure.district_code,
            bool_or(measure.direction = 'one_more') as one_more_changes,
            bool_or(measure.direction = 'one_less') as one_less_changes,
            array_agg(measure.text_th order by measure.direction desc, measure.measure_code) as fragile_th
        from mart.fragile_measure(programme, province, month) as measure
        group by measure.district_code
    )

    select
        points.district_code,
        district.name_th,
        points.rulebook_version,
        points.low_points,
        points.high_points,
        points.max_points,
        coalesce(points.in_doubt, '{}'),
        coalesce(reasons.because_th, '{}'),
        coalesce(fragile.one_more_changes, false),
        coalesce(fragile.one_less_changes, false),
        coalesce(fragile.fragile_th, '{}')
    from points
    left join reasons using (district_code)
    left join fragile using (district_code)
    inner join rulebook.district
        on
            district.province_code = province and district.district_code = points.district_code
            and district.valid_during @> month
$$;

-- makes   mart.grade_bounds
-- grain   one row per period and district, of months that wait for a source too
-- rule    a criterion is surely met when its conditions hold at the worst of their bounds, possibly when each can hold at some figure within them;
--         the letters of both sums of points enclose the grade. Fragile: one more or one less of one measure changes the letter
create or replace view mart.grade_bounds with (security_invoker) as
select
    month.programme_code,
    month.period,
    month.province_code,
    bounds.district_code,
    bounds.district_name_th,
    standing.grade,
    standing.points,
    bounds.low_points,
    bounds.high_points,
    bounds.max_points,
    letters.low_grade,
    letters.high_grade,
    letters.low_grade = letters.high_grade as certain,
    bounds.criteria_in_doubt,
    bounds.because_th,
    bounds.one_more_changes,
    bounds.one_less_changes,
    bounds.fragile_th
from mart.province_summary as month
cross join lateral mart.month_bounds(month.programme_code, month.province_code, month.period) as bounds
cross join
    lateral (
        select
            mart.letter(
                month.programme_code, month.province_code, bounds.rulebook_version, bounds.low_points, bounds.max_points
            ) as low_grade,
            mart.letter(
                month.programme_code, month.province_code, bounds.rulebook_version, bounds.high_points, bounds.max_points
            ) as high_grade
    ) as letters
left join mart.district_grade as standing
    on
        standing.programme_code = month.programme_code and standing.province_code = month.province_code
        and standing.period = month.period and standing.district_code = bounds.district_code;
alter view mart.grade_bounds owner to warehouse_owner;
