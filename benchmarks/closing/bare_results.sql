-- makes   bare.attainment, bare.district_grade and what is frozen of the month
-- grain   those of mart.attainment, mart.district_grade and snapshot, all provinces at once
-- rule    measures.md, as mart has it: every column of the results is filled, the sentences too

analyze bare.measure;

insert into bare.attainment (
    programme_code, period, province_code, district_code, criterion_code, met, points, max_points, explanation_th
)
with

graded as (
    select rules.*
    from bare.rules
    where
        not exists (
            select from rulebook.required_source
            where
                required_source.programme_code = rules.programme_code and required_source.province_code = rules.province_code
                and required_source.rulebook_version = rules.rulebook_version
                and not exists (
                    select from bare.delivered_source
                    where
                        delivered_source.province_code = rules.province_code and delivered_source.source = required_source.source
                        and case required_source.source
                            when 'shop_registrations' then delivered_source.period >= %(period)s::date
                            when 'otop_operators' then true
                            else delivered_source.period = %(period)s::date
                        end
                )
        )
),

reports as materialized (select * from bare.submission where period = %(period)s and counts),

details as materialized (
    select
        subdistrict_measure.district_code,
        'subdistricts_short' as measure_code,
        ' ได้แก่ ' || string_agg(
            'ตำบล' || subdistrict.name_th || ' ' || mart.quantity_th(coalesce(subdistrict_measure.value, 0), 'ราย'), ', '
            order by subdistrict_measure.subdistrict_code
        ) as detail_th
    from bare.subdistrict_measure
    inner join graded using (province_code)
    inner join rulebook.subdistrict using (province_code, district_code, subdistrict_code)
    where
        subdistrict_measure.period = %(period)s and subdistrict.valid_during @> %(period)s::date
        and coalesce(subdistrict_measure.value, 0) < graded.subdistrict_minimum
        and subdistrict_measure.measure_code
        = case graded.downloads_graded_from when 'platform' then 'downloads' else 'downloads_claimed' end
    group by subdistrict_measure.district_code
    union all
    select
        services.district_code,
        'services_ready_share',
        ' บริการที่ยังไม่พร้อม ได้แก่ ' || string_agg(services.name_th, ', ' order by services.name_th)
    from (
        select
            reports.district_code,
            service.name_th
        from reports
        inner join graded using (province_code)
        inner join rulebook.related_service using (programme_code, province_code, rulebook_version)
        inner join rulebook.service using (programme_code, service_code)
        left join bare.service_record using (province_code, period, version_key, service_code)
        group by reports.district_code, service.service_code, service.name_th
        having
            not coalesce(bool_and(service_record.accepted and service_record.ready), false)
            and not coalesce(bool_and(service_record.accepted and not service_record.related), false)
    ) as services
    group by services.district_code
),

conditions as (
    select
        target.programme_code,
        target.province_code,
        target.district_code,
        target.criterion_code,
        target.condition_no,
        target.rulebook_version,
        target.measure_code,
        coalesce(
            case target.comparator when '>=' then measure.value >= target.target_value when '=' then measure.value = target.target_value end,
            false
        ) as holds,
        mart.condition_th(catalogue.name_th, catalogue.unit_th, measure.value, target.comparator, target.target_value) as condition_th
    from bare.target
    inner join graded using (province_code)
    inner join rulebook.measure as catalogue using (measure_code)
    left join bare.measure
        on
            measure.province_code = target.province_code and measure.measure_code = target.measure_code
            and measure.period = %(period)s and coalesce(measure.district_code, '') = coalesce(target.district_code, '')
    where target.period = %(period)s
),

criteria as (
    select
        conditions.programme_code,
        conditions.province_code,
        conditions.district_code,
        conditions.criterion_code,
        conditions.rulebook_version,
        bool_and(conditions.holds) as met,
        string_agg(
            concat(conditions.condition_th, case when not conditions.holds then details.detail_th end), ' และ'
            order by conditions.condition_no
        ) as conditions_th
    from conditions
    left join details using (district_code, measure_code)
    group by
        conditions.programme_code, conditions.province_code, conditions.district_code, conditions.criterion_code,
        conditions.rulebook_version
)

select
    criteria.programme_code,
    %(period)s::date,
    criteria.province_code,
    criteria.district_code,
    criteria.criterion_code,
    criteria.met,
    case when criteria.met then criterion.points else 0 end,
    criterion.points,
    concat(
        case when criteria.met then 'ผ่าน: ' else 'ไม่ผ่าน: ' end,
        criteria.conditions_th,
        case when criteria.district_code is not null and reports.district_code is null then ' · ยังไม่ได้รับรายงานของอำเภอ' end
    )
from criteria
inner join rulebook.criterion using (programme_code, province_code, rulebook_version, criterion_code)
left join reports using (district_code);

insert into bare.district_grade (
    programme_code, period, province_code, district_code, district_name_th, status, points, max_points, percent, grade, grade_basis,
    reported_at, on_time, rulebook_version
)
with

points as (
    select
        rules.programme_code,
        rules.province_code,
        rules.rulebook_version,
        attainment.district_code,
        sum(attainment.points) as points,
        sum(attainment.max_points) as max_points
    from bare.attainment
    inner join bare.rules using (programme_code, province_code)
    where attainment.period = %(period)s and attainment.district_code is not null
    group by rules.programme_code, rules.province_code, rules.rulebook_version, attainment.district_code
)

select
    points.programme_code,
    %(period)s::date,
    points.province_code,
    points.district_code,
    district.name_th,
    case when submission.district_code is null then 'not_reported' else 'graded' end,
    points.points,
    points.max_points,
    round(100 * points.points / points.max_points, 4),
    (
        select grade_band.grade
        from rulebook.grade_band
        where
            grade_band.programme_code = points.programme_code and grade_band.province_code = points.province_code
            and grade_band.rulebook_version = points.rulebook_version
            and 100 * points.points >= grade_band.lower_percent * points.max_points
        order by grade_band.lower_percent desc
        limit 1
    ),
    grade_basis.basis,
    submission.reported_at,
    coalesce(on_time.value = 1, false),
    points.rulebook_version
from points
inner join rulebook.district on district.district_code = points.district_code and district.valid_during @> %(period)s::date
inner join rulebook.grade_basis
    on
        grade_basis.programme_code = points.programme_code and grade_basis.province_code = points.province_code
        and grade_basis.rulebook_version = points.rulebook_version and grade_basis.valid_during @> %(period)s::date
left join bare.submission
    on submission.district_code = points.district_code and submission.period = %(period)s and submission.first_valid
left join bare.measure as on_time
    on on_time.district_code = points.district_code and on_time.period = %(period)s and on_time.measure_code = 'reports_on_time';

insert into bare.frozen_publication (snapshot_id, programme_code, province_code, period, revision, taken_at, rulebook_version)
select
    row_number() over (order by rules.province_code, due_freeze.revision),
    rules.programme_code,
    rules.province_code,
    %(period)s::date,
    due_freeze.revision,
    now(),
    rules.rulebook_version
from bare.due_freeze
inner join bare.rules using (province_code);

insert into bare.frozen_target
select
    frozen_publication.snapshot_id,
    target.*
from bare.frozen_publication
inner join bare.target using (programme_code, province_code, period);

insert into bare.frozen_measure
select
    frozen_publication.snapshot_id,
    measure.*
from bare.frozen_publication
inner join bare.measure using (programme_code, province_code, period);

insert into bare.frozen_attainment
select
    frozen_publication.snapshot_id,
    attainment.*
from bare.frozen_publication
inner join bare.attainment using (programme_code, province_code, period);

insert into bare.frozen_district_grade
select
    frozen_publication.snapshot_id,
    district_grade.*
from bare.frozen_publication
inner join bare.district_grade using (programme_code, province_code, period);
