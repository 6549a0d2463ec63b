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

graded_month as materialized (
    select
        programme_code,
        province_code,
        period,
        rulebook_version
    from ops.month_input
    where
        programme_code = %(programme_code)s and period = %(period)s and province_code = %(province_code)s
        and missing_sources = '{}'
),

-- the month's alone, named before they are joined: else those of all months are read
measured as materialized (
    select
        measure.district_code,
        measure.measure_code,
        measure.value
    from candidate.measure
    where
        measure.programme_code = %(programme_code)s and measure.province_code = %(province_code)s and measure.period = %(period)s
),

conditions as (
    select
        target.district_code,
        target.criterion_code,
        target.condition_no,
        target.measure_code,
        target.comparator,
        target.target_value,
        catalogue.name_th,
        catalogue.unit_th,
        measured.value as observed_value,
        coalesce(
            case target.comparator
                when '>=' then measured.value >= target.target_value
                when '=' then measured.value = target.target_value
            end,
            false
        ) as holds
    from candidate.target
    inner join graded_month using (programme_code, period, province_code)
    inner join rulebook.measure as catalogue using (measure_code)
    left join measured
        on measured.district_code is not distinct from target.district_code and measured.measure_code = target.measure_code
    where
        target.programme_code = %(programme_code)s and target.province_code = %(province_code)s and target.period = %(period)s
),

-- which subdistricts and services are behind a figure that counts what is missing
details as materialized (
    select
        subdistrict_measure.district_code,
        'subdistricts_short' as measure_code,
        ' ได้แก่ ' || string_agg(
            'ตำบล' || subdistrict.name_th || ' ' || mart.quantity_th(coalesce(subdistrict_measure.value, 0), 'ราย'), ', '
            order by subdistrict_measure.subdistrict_code
        ) as detail_th
    from candidate.subdistrict_measure
    inner join graded_month using (programme_code, period, province_code)
    inner join rulebook.version using (programme_code, province_code, rulebook_version)
    inner join rulebook.subdistrict using (province_code, district_code, subdistrict_code)
    where
        subdistrict_measure.programme_code = %(programme_code)s and subdistrict_measure.province_code = %(province_code)s
        and subdistrict_measure.period = %(period)s and subdistrict.valid_during @> graded_month.period
        and coalesce(subdistrict_measure.value, 0) < version.subdistrict_minimum
        and subdistrict_measure.measure_code
        = case version.downloads_graded_from when 'platform' then 'downloads' else 'downloads_claimed' end
    group by subdistrict_measure.district_code

    union all

    select
        readiness.district_code,
        'services_ready_share' as measure_code,
        ' บริการที่ยังไม่พร้อม ได้แก่ ' || string_agg(service.name_th, ', ' order by service.name_th) as detail_th
    from graded_month
    cross join
        lateral mart.service_readiness(
            graded_month.programme_code, graded_month.province_code, graded_month.period
        ) as readiness
    inner join rulebook.service
        on service.programme_code = graded_month.programme_code and service.service_code = readiness.service_code
    where not readiness.ready and not readiness.set_aside
    group by readiness.district_code
),

criteria as (
    select
        conditions.district_code,
        conditions.criterion_code,
        bool_and(conditions.holds) as met,
        string_agg(
            concat(
                mart.condition_th(
                    conditions.name_th, conditions.unit_th, conditions.observed_value, conditions.comparator, conditions.target_value
                ),
                case when not conditions.holds then details.detail_th end
            ),
            ' และ' order by conditions.condition_no
        ) as conditions_th
    from conditions
    left join details using (district_code, measure_code)
    group by conditions.district_code, conditions.criterion_code
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
