-- makes   mart.quarter_of_edition
-- grain   one row per edition (live or standing), fiscal quarter and district with a graded month in it
-- rule    mean_percent: the mean of the three months' exact percents and its band; every_month: a criterion is earned if met in all three;
--         a quarter with a missing month is incomplete and has no grade; the quarter's own grade is always adopted
create or replace view mart.quarter_of_edition with (security_invoker) as
with

-- the live months, and those that stand published
grades as (
    select
        'live' as edition,
        programme_code,
        province_code,
        period,
        district_code,
        points,
        max_points,
        percent,
        grade,
        rulebook_version
    from mart.district_grade
    union all
    select
        'standing' as edition,
        frozen.programme_code,
        frozen.province_code,
        frozen.period,
        frozen.district_code,
        frozen.points,
        frozen.max_points,
        frozen.percent,
        frozen.grade,
        frozen.rulebook_version
    from snapshot.standing
    inner join snapshot.district_grade as frozen using (snapshot_id)
),

attainments as (
    select
        'live' as edition,
        programme_code,
        province_code,
        period,
        district_code,
        criterion_code,
        met,
        max_points
    from mart.attainment
    union all
    select
        'standing' as edition,
        frozen.programme_code,
        frozen.province_code,
        frozen.period,
        frozen.district_code,
        frozen.criterion_code,
        frozen.met,
        frozen.max_points
    from snapshot.standing
    inner join snapshot.attainment as frozen using (snapshot_id)
),

-- three months on, the Thai fiscal year and its quarters are the calendar's.
months as (
    select
        grades.*,
        extract(year from grades.period + interval '3 months')::integer + 543 as fiscal_year_be,
        extract(quarter from grades.period + interval '3 months')::integer as quarter,
        100 * grades.points / grades.max_points as exact_percent
    from grades
),

quarters as (
    select
        edition,
        programme_code,
        province_code,
        fiscal_year_be,
        quarter,
        district_code,
        count(*)::integer as months,
        min(period) as first_period,
        max(rulebook_version) as rulebook_version,
        case when count(*) = 3 then avg(exact_percent) end as mean_percent,
        jsonb_agg(
            jsonb_build_object('period', period, 'points', points, 'max_points', max_points, 'percent', percent, 'grade', grade)
            order by period
        ) as month_grades
    from months
    group by edition, programme_code, province_code, fiscal_year_be, quarter, district_code
),

graded as (
    select
        quarters.*,
        -- a mean of thirds is not exact in decimals: compared to 10 places, far finer than any two possible means lie apart
        case
            when quarters.months < 3 then null
            -- worked out where it decides, of the quarter's own rows
            when version.quarter_rule = 'every_month'
                then (
                    select round(100 * sum(earned.points) / sum(earned.max_points), 10)
                    from (
                        select
                            case when bool_and(attainments.met) and count(*) = 3 then max(attainments.max_points) else 0 end as points,
                            max(attainments.max_points) as max_points
                        from attainments
                        where
                            attainments.edition = quarters.edition and attainments.programme_code = quarters.programme_code
                            and attainments.province_code = quarters.province_code and attainments.district_code = quarters.district_code
                            and attainments.period >= quarters.first_period
                            and attainments.period < quarters.first_period + interval '3 months'
                        group by attainments.criterion_code
                    ) as earned
                )
            else round(quarters.mean_percent, 10)
        end as decisive_percent
    from quarters
    inner join rulebook.version
        on
            version.programme_code = quarters.programme_code and version.province_code = quarters.province_code
            and version.rulebook_version = quarters.rulebook_version
)

select
    graded.edition,
    graded.programme_code,
    graded.fiscal_year_be,
    graded.quarter,
    graded.province_code,
    graded.district_code,
    graded.months,
    graded.month_grades,
    round(graded.mean_percent, 4) as mean_percent,
    (
        select grade_band.grade
        from rulebook.grade_band
        where
            grade_band.programme_code = graded.programme_code and grade_band.province_code = graded.province_code
            and grade_band.rulebook_version = graded.rulebook_version and graded.decisive_percent >= grade_band.lower_percent
        order by grade_band.lower_percent desc
        limit 1
    ) as grade,
    'adopted' as grade_basis,
    case when graded.months = 3 then 'graded' else 'incomplete' end as status
from graded;
alter view mart.quarter_of_edition owner to warehouse_owner;
