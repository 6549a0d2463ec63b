-- makes   mart.quarter_grade
-- grain   one row per fiscal quarter and district, of the quarter that holds the period
-- rule    mean_percent: the mean of the three months' exact percents and its band; every_month: a criterion is earned if met in all three;
--         a quarter with a missing month is incomplete and has no grade; the quarter's own grade is always adopted

delete from mart.quarter_grade
where
    programme_code = %(programme_code)s and province_code = %(province_code)s
    and fiscal_year_be = extract(year from %(period)s::date + interval '3 months')::integer + 543
    and quarter = extract(quarter from %(period)s::date + interval '3 months')::integer;

insert into mart.quarter_grade (
    programme_code, fiscal_year_be, quarter, province_code, district_code, months, month_grades, mean_percent, grade,
    grade_basis, status
)
with

-- three months on, the Thai fiscal year and its quarters are the calendar's
grades as (
    select
        district_grade.*,
        100 * district_grade.points / district_grade.max_points as exact_percent
    from mart.district_grade
    where
        district_grade.programme_code = %(programme_code)s and district_grade.province_code = %(province_code)s
        and district_grade.period >= date_trunc('quarter', %(period)s::date)::date
        and district_grade.period < (date_trunc('quarter', %(period)s::date) + interval '3 months')::date
),

earned as (
    select
        attainment.district_code,
        attainment.criterion_code,
        case when bool_and(attainment.met) and count(*) = 3 then max(attainment.max_points) else 0 end as points,
        max(attainment.max_points) as max_points
    from mart.attainment
    inner join grades using (programme_code, period, province_code, district_code)
    group by attainment.district_code, attainment.criterion_code
),

quarters as (
    select
        grades.district_code,
        max(grades.rulebook_version) as rulebook_version,
        count(*) as graded_months,
        avg(grades.exact_percent) as mean_percent,
        (
            select 100 * sum(earned.points) / sum(earned.max_points)
            from earned
            where earned.district_code = grades.district_code
        ) as every_month_percent,
        jsonb_agg(
            jsonb_build_object(
                'period', grades.period, 'points', grades.points, 'max_points', grades.max_points, 'percent', grades.percent,
                'grade', grades.grade
            )
            order by grades.period
        ) as month_grades
    from grades
    group by grades.district_code
),

graded as (
    select
        quarters.*,
        -- a mean of thirds is not exact in decimals: compared to 10 places, far finer than any two possible means lie apart
        round(case version.quarter_rule when 'every_month' then quarters.every_month_percent else quarters.mean_percent end, 10) as percent
    from quarters
    inner join rulebook.version
        on
            version.programme_code = %(programme_code)s and version.province_code = %(province_code)s
            and version.rulebook_version = quarters.rulebook_version
    where quarters.graded_months = 3
)

select
    %(programme_code)s as programme_code,
    extract(year from %(period)s::date + interval '3 months')::integer + 543 as fiscal_year_be,
    extract(quarter from %(period)s::date + interval '3 months')::integer as quarter,
    %(province_code)s as province_code,
    quarters.district_code,
    quarters.graded_months as months,
    quarters.month_grades,
    round(case when graded.district_code is not null then quarters.mean_percent end, 4) as mean_percent,
    band.grade,
    'adopted' as grade_basis,
    case when graded.district_code is null then 'incomplete' else 'graded' end as status
from quarters
left join graded using (district_code)
left join lateral (
    select grade_band.grade
    from rulebook.grade_band
    where
        grade_band.programme_code = %(programme_code)s and grade_band.province_code = %(province_code)s
        and grade_band.rulebook_version = graded.rulebook_version and graded.percent >= grade_band.lower_percent
    order by grade_band.lower_percent desc
    limit 1
) as band on true;
