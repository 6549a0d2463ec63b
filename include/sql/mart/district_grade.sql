-- makes   mart.district_grade
-- grain   one row per period and district
-- rule    points are the sum over met criteria; the grade is the highest band whose lower bound is reached, compared exactly

delete from candidate.district_grade
where programme_code = %(programme_code)s and period = %(period)s and province_code = %(province_code)s;

insert into candidate.district_grade (
    programme_code, period, province_code, district_code, district_name_th, status, points, max_points, percent, grade, grade_basis,
    reported_at, on_time, rulebook_version
)
with

points as (
    select
        attainment.programme_code,
        attainment.period,
        attainment.province_code,
        attainment.district_code,
        in_force.rulebook_version,
        sum(attainment.points) as points,
        sum(attainment.max_points) as max_points
    from candidate.attainment
    inner join rulebook.in_force
        on
            in_force.programme_code = attainment.programme_code and in_force.province_code = attainment.province_code
            and in_force.valid_during @> attainment.period
    where
        attainment.programme_code = %(programme_code)s and attainment.period = %(period)s
        and attainment.province_code = %(province_code)s and attainment.district_code is not null
    group by
        attainment.programme_code, attainment.period, attainment.province_code, attainment.district_code, in_force.rulebook_version
)

select
    points.programme_code,
    points.period,
    points.province_code,
    points.district_code,
    district.name_th as district_name_th,
    case when first_report.district_code is null then 'not_reported' else 'graded' end as status,
    points.points,
    points.max_points,
    round(100 * points.points / points.max_points, 4) as percent,
    band.grade,
    grade_basis.basis as grade_basis,
    first_report.reported_at,
    coalesce(on_time.value = 1, false) as on_time,
    points.rulebook_version
from points
inner join rulebook.district on district.district_code = points.district_code and district.valid_during @> points.period
inner join lateral (
    select grade_band.grade
    from rulebook.grade_band
    where
        grade_band.programme_code = points.programme_code and grade_band.province_code = points.province_code
        and grade_band.rulebook_version = points.rulebook_version
        and 100 * points.points >= grade_band.lower_percent * points.max_points
    order by grade_band.lower_percent desc
    limit 1
) as band on true
inner join rulebook.grade_basis
    on
        grade_basis.programme_code = points.programme_code and grade_basis.province_code = points.province_code
        and grade_basis.rulebook_version = points.rulebook_version and grade_basis.valid_during @> points.period
left join warehouse.submission as first_report
    on
        first_report.province_code = points.province_code and first_report.period = points.period
        and first_report.district_code = points.district_code and first_report.first_valid
left join candidate.measure as on_time
    on
        on_time.programme_code = points.programme_code and on_time.period = points.period and on_time.province_code = points.province_code
        and on_time.district_code = points.district_code and on_time.measure_code = 'reports_on_time';
