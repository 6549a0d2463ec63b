-- makes   mart.attainment
-- grain   one row per period, district (or province) and criterion
-- rule    a criterion is met when every one of its conditions holds; it then earns all its points, else none; a missing measure is never
--         met

delete from candidate.attainment
where programme_code = %(programme_code)s and period = %(period)s and province_code = %(province_code)s;

insert into candidate.attainment (
    programme_code, period, province_code, district_code, criterion_code, met, points, max_points, explanation_th
)
with

graded_month as (
    select month_input.*
    from ops.month_input
    where
        programme_code = %(programme_code)s and period = %(period)s and province_code = %(province_code)s
        and missing_sources = '{}'
),

conditions as (
    select
        target.district_code,
        target.criterion_code,
        target.condition_no,
        target.comparator,
        target.target_value,
        catalogue.name_th,
        catalogue.unit_th,
        measure.value as observed_value,
        coalesce(
            case target.comparator
                when '>=' then measure.value >= target.target_value
                when '=' then measure.value = target.target_value
            end,
            false
        ) as holds
    from candidate.target
    inner join graded_month using (programme_code, period, province_code)
    inner join rulebook.measure as catalogue using (measure_code)
    left join candidate.measure
        on
            measure.programme_code = target.programme_code and measure.period = target.period
            and measure.province_code = target.province_code and measure.district_code is not distinct from target.district_code
            and measure.measure_code = target.measure_code
),

criteria as (
    select
        district_code,
        criterion_code,
        bool_and(holds) as met,
        string_agg(
            mart.condition_th(name_th, unit_th, observed_value, comparator, target_value), ' และ' order by condition_no
        ) as conditions_th
    from conditions
    group by district_code, criterion_code
),

reported as (
    select district_code
    from warehouse.submission
    where province_code = %(province_code)s and period = %(period)s and counts
)

select
    graded_month.programme_code,
    graded_month.period,
    graded_month.province_code,
    criteria.district_code,
    criteria.criterion_code,
    criteria.met,
    case when criteria.met then criterion.points else 0 end as points,
    criterion.points as max_points,
    concat(
        case when criteria.met then 'ผ่าน: ' else 'ไม่ผ่าน: ' end,
        criteria.conditions_th,
        case
            when criteria.district_code is not null and reported.district_code is null then ' · ยังไม่ได้รับรายงานของอำเภอ'
        end
    ) as explanation_th
from criteria
cross join graded_month
inner join rulebook.criterion using (programme_code, province_code, rulebook_version, criterion_code)
left join reported using (district_code);
