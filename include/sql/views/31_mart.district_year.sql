-- makes   mart.district_year
-- grain   one row per Thai fiscal year (from October) and district with a graded month in it
-- rule    the live months: how many, the mean of their exact percents, how often each letter; of the criteria the one met in most and in fewest of them
--         (of equals, those worth more first, then by code); the longest run of months without a gap with the best letter
create or replace view mart.district_year with (security_invoker) as
with

months as (
    select
        standing.programme_code,
        standing.province_code,
        standing.district_code,
        standing.district_name_th,
        standing.period,
        standing.grade,
        grades.points,
        grades.max_points,
        extract(year from standing.period + interval '3 months')::integer + 543 as fiscal_year_be,
        least(standing.streak_months, extract(month from standing.period + interval '3 months')) as streak_in_year,
        standing.grade = mart.letter(
            standing.programme_code, standing.province_code, grades.rulebook_version, grades.max_points, grades.max_points
        ) as is_best
    from mart.district_standing as standing
    inner join mart.district_grade as grades using (programme_code, province_code, period, district_code)
),

criteria as (
    select
        months.programme_code,
        months.province_code,
        months.district_code,
        months.fiscal_year_be,
        attainment.criterion_code,
        avg(attainment.met::integer) as share_met,
        max(attainment.max_points) as worth
    from months
    inner join mart.attainment using (programme_code, province_code, period, district_code)
    group by
        months.programme_code, months.province_code, months.district_code, months.fiscal_year_be, attainment.criterion_code
),

extremes as (
    select
        programme_code,
        province_code,
        district_code,
        fiscal_year_be,
        (array_agg(criterion_code order by share_met desc, worth desc, criterion_code))[1] as best_criterion,
        max(share_met) as best_share_met,
        (array_agg(criterion_code order by share_met, worth desc, criterion_code))[1] as worst_criterion,
        min(share_met) as worst_share_met
    from criteria
    group by programme_code, province_code, district_code, fiscal_year_be
),

letters as (
    select
        programme_code,
        province_code,
        district_code,
        fiscal_year_be,
        jsonb_object_agg(grade, months order by grade) as grade_months
    from (
        select
            programme_code,
            province_code,
            district_code,
            fiscal_year_be,
            grade,
            count(*) as months
        from months
        group by programme_code, province_code, district_code, fiscal_year_be, grade
    ) as counted
    group by programme_code, province_code, district_code, fiscal_year_be
),

years as (
    select
        programme_code,
        province_code,
        district_code,
        fiscal_year_be,
        max(district_name_th) as district_name_th,
        count(*) as months,
        round(avg(100 * points / max_points), 4) as mean_percent,
        coalesce(max(streak_in_year) filter (where is_best), 0)::integer as longest_best_streak
    from months
    group by programme_code, province_code, district_code, fiscal_year_be
)

select
    years.programme_code,
    years.fiscal_year_be,
    years.province_code,
    years.district_code,
    years.district_name_th,
    years.months,
    years.mean_percent,
    rank() over (
        partition by years.programme_code, years.province_code, years.fiscal_year_be order by years.mean_percent desc
    ) as rank_in_province,
    letters.grade_months,
    years.longest_best_streak,
    extremes.best_criterion,
    round(extremes.best_share_met, 4) as best_share_met,
    extremes.worst_criterion,
    round(extremes.worst_share_met, 4) as worst_share_met
from years
inner join letters using (programme_code, province_code, district_code, fiscal_year_be)
inner join extremes using (programme_code, province_code, district_code, fiscal_year_be);
alter view mart.district_year owner to warehouse_owner;
