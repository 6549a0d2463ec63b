-- makes   attainment, district_grade and what is frozen of them, in DuckDB
-- grain   those of mart.attainment, mart.district_grade and snapshot
-- rule    measures.md, as mart has it; inputs come as text, and a district without a code is a province

create macro number_th(value) as
    format('{:,}', trunc(value)::bigint)
    || case when value = trunc(value) then '' else '.' || rtrim(split_part(value::varchar, '.', 2), '0') end;

create macro quantity_th(value, unit_th) as case
    when value is null then 'ไม่มีข้อมูล'
    when unit_th = 'สัดส่วน' then 'ร้อยละ ' || number_th((trunc(value * 10000) / 100)::decimal(18, 2))
    else number_th(value) || ' ' || unit_th
end;

create table details as
select
    district_code,
    'subdistricts_short' as measure_code,
    ' ได้แก่ ' || string_agg(
        'ตำบล' || name_th || ' ' || quantity_th(coalesce(value::decimal(18, 4), 0), 'ราย'), ', ' order by subdistrict_code
    ) as detail_th
from short
where coalesce(value::decimal(18, 4), 0) < subdistrict_minimum::decimal(18, 4)
group by district_code
union all
select
    district_code,
    'services_ready_share',
    ' บริการที่ยังไม่พร้อม ได้แก่ ' || string_agg(name_th, ', ' order by name_th)
from (
    select
        district_code,
        name_th
    from service
    group by district_code, service_code, name_th
    having
        not coalesce(bool_and(accepted::boolean and ready::boolean), false)
        and not coalesce(bool_and(accepted::boolean and not related::boolean), false)
)
group by district_code;

create table conditions as
select
    target.*,
    catalogue.name_th,
    catalogue.unit_th,
    measure.value::decimal(36, 18) as observed,
    target.target_value::decimal(36, 18) as asked,
    coalesce(case target.comparator when '>=' then observed >= asked when '=' then observed = asked end, false) as holds
from target
inner join catalogue using (measure_code)
left join measure
    on
        measure.province_code = target.province_code and measure.measure_code = target.measure_code
        and coalesce(measure.district_code, '') = coalesce(target.district_code, '');

create table attainment as
with

criteria as (
    select
        programme_code,
        period,
        province_code,
        conditions.district_code,
        criterion_code,
        rulebook_version,
        bool_and(holds) as met,
        string_agg(
            name_th || ' ' || quantity_th(observed, unit_th)
            || case comparator when '=' then ' (เป้าหมาย ' else ' (เป้าหมายอย่างน้อย ' end || quantity_th(asked, unit_th) || ')'
            || case
                when comparator = '>=' and observed < asked and unit_th <> 'สัดส่วน' then ' ขาด ' || quantity_th(asked - observed, unit_th)
                when comparator = '=' and observed > asked then ' เกิน ' || quantity_th(observed - asked, unit_th)
                else ''
            end
            || case when holds then '' else coalesce(details.detail_th, '') end,
            ' และ' order by condition_no::integer
        ) as conditions_th
    from conditions
    left join details on details.district_code = conditions.district_code and details.measure_code = conditions.measure_code
    group by programme_code, period, province_code, conditions.district_code, criterion_code, rulebook_version
)

select
    criteria.programme_code,
    criteria.period,
    criteria.province_code,
    criteria.district_code,
    criteria.criterion_code,
    criteria.met,
    case when criteria.met then criterion.points else '0' end as points,
    criterion.points as max_points,
    case when criteria.met then 'ผ่าน: ' else 'ไม่ผ่าน: ' end || criteria.conditions_th
    || case when criteria.district_code is not null and report.district_code is null then ' · ยังไม่ได้รับรายงานของอำเภอ' else '' end
        as explanation_th
from criteria
inner join criterion using (province_code, rulebook_version, criterion_code)
left join report on report.district_code = criteria.district_code and report.counts = 't';

create table district_grade as
with

versions as (select distinct province_code, rulebook_version from target),

summed as (
    select
        attainment.programme_code,
        attainment.period,
        attainment.province_code,
        attainment.district_code,
        versions.rulebook_version,
        sum(attainment.points::decimal(9, 3)) as points,
        sum(attainment.max_points::decimal(9, 3)) as max_points
    from attainment
    inner join versions using (province_code)
    where attainment.district_code is not null
    group by all
),

banded as (
    select
        summed.*,
        band.grade
    from summed
    inner join band using (province_code, rulebook_version)
    where 100 * summed.points >= band.lower_percent::decimal(9, 4) * summed.max_points
    qualify row_number() over (partition by summed.district_code order by band.lower_percent::decimal(9, 4) desc) = 1
)

select
    banded.programme_code,
    banded.period,
    banded.province_code,
    banded.district_code,
    district.name_th as district_name_th,
    case when report.district_code is null then 'not_reported' else 'graded' end as status,
    banded.points,
    banded.max_points,
    round(100 * banded.points / banded.max_points, 4)::decimal(9, 4) as percent,
    banded.grade,
    basis.basis as grade_basis,
    report.reported_at,
    coalesce(on_time.value::decimal(18, 4) = 1, false) as on_time,
    banded.rulebook_version
from banded
inner join district using (district_code)
inner join basis on basis.province_code = banded.province_code and basis.rulebook_version = banded.rulebook_version
left join report on report.district_code = banded.district_code and report.first_valid = 't'
left join measure as on_time on on_time.district_code = banded.district_code and on_time.measure_code = 'reports_on_time';

create table snapshots as
select
    province_code,
    row_number() over (order by province_code) as snapshot_id
from (select distinct province_code from target);

create table frozen_target as select snapshots.snapshot_id, target.* from target inner join snapshots using (province_code);
create table frozen_measure as select snapshots.snapshot_id, measure.* from measure inner join snapshots using (province_code);
create table frozen_attainment as
select snapshots.snapshot_id, attainment.* from attainment inner join snapshots using (province_code);
create table frozen_district_grade as
select snapshots.snapshot_id, district_grade.* from district_grade inner join snapshots using (province_code);
