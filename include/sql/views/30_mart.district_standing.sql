-- makes   mart.district_standing
-- grain   one row per period and district that stands graded
-- rule    equal percents share a rank. Changes are in percentage points, against the month before and the same month a year before; null where that
--         month is not graded, comparable false where it went by other criteria or letters. A streak counts graded months without a gap in which
--         the district had the same letter, this one included
create or replace view mart.district_standing with (security_invoker) as
with

graded as (
    select
        district_grade.programme_code,
        district_grade.period,
        district_grade.province_code,
        district_grade.district_code,
        district_grade.district_name_th,
        district_grade.status,
        district_grade.grade,
        district_grade.grade_basis,
        district_grade.percent,
        district_grade.rulebook_version,
        rank() over (
            partition by district_grade.programme_code, district_grade.province_code, district_grade.period
            order by district_grade.percent desc
        ) as rank_in_province,
        count(*) over (partition by district_grade.programme_code, district_grade.province_code, district_grade.period) as districts,
        -- months on end with one letter share it
        district_grade.period - make_interval(
            months => (
                row_number() over (
                    partition by
                        district_grade.programme_code, district_grade.province_code, district_grade.district_code, district_grade.grade
                    order by district_grade.period
                )
            )::integer
        ) as run
    from mart.district_grade
)

select
    graded.programme_code,
    graded.period,
    graded.province_code,
    graded.district_code,
    graded.district_name_th,
    graded.status,
    graded.grade,
    graded.grade_basis,
    graded.percent,
    graded.rank_in_province,
    graded.districts,
    count(*) over (
        partition by graded.programme_code, graded.province_code, graded.district_code, graded.grade, graded.run
        order by graded.period
    ) as streak_months,
    month_before.grade as grade_month_before,
    graded.percent - month_before.percent as change_on_month,
    month_before.rulebook_version = graded.rulebook_version as month_comparable,
    year_before.grade as grade_year_before,
    graded.percent - year_before.percent as change_on_year,
    year_before.rulebook_version = graded.rulebook_version as year_comparable
from graded
left join mart.district_grade as month_before
    on
        month_before.programme_code = graded.programme_code and month_before.province_code = graded.province_code
        and month_before.district_code = graded.district_code
        and month_before.period = (graded.period - interval '1 month')::date
left join mart.district_grade as year_before
    on
        year_before.programme_code = graded.programme_code and year_before.province_code = graded.province_code
        and year_before.district_code = graded.district_code
        and year_before.period = (graded.period - interval '1 year')::date;
alter view mart.district_standing owner to warehouse_owner;
