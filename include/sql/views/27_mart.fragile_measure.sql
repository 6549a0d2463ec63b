-- Where one more or one less of what a measure counts changes a district's letter: one shop, one post, one service made ready, one leader, one
-- download in a subdistrict that stands at the edge of its minimum. Punctuality is not counted in things. One row per district, measure and
-- direction that does; text_th says so.
create or replace function mart.fragile_measure(programme text, province text, month date)
returns table (
    district_code text, measure_code text, direction text, value numeric, value_then numeric, grade text, grade_then text, text_th text
)
language sql stable cost 100000
set jit = off
set plan_cache_mode = force_generic_plan
as $$
    with

    conditions as materialized (
        select conditions_as_if.*
        from mart.conditions_as_if(programme, province, month)
    ),

    standing as materialized (
        select *
        from mart.district_grade
        where
            district_grade.programme_code = programme and district_grade.province_code = province and district_grade.period = month
    ),

    -- what one thing is of a share
    things as materialized (
        select
            readiness.district_code,
            'services_ready_share' as measure_code,
            count(*) filter (where not readiness.set_aside) as all_of_them
        from mart.service_readiness(programme, province, month) as readiness
        group by readiness.district_code

        union all

        select
            headcounts.district_code,
            'leaders_downloaded_share',
            case version.leader_base
                when 'printed' then headcounts.printed_total
                else
                    headcounts.district_chief + headcounts.district_development_officer + headcounts.land_office_head
                    + headcounts.local_administration_head + headcounts.subdistrict_heads + headcounts.village_heads
            end
        from mart.headcounts(programme, province, month) as headcounts
        cross join rulebook.version_in_force(programme, province, month) as version
    ),

    edges as materialized (
        select
            subdistrict_measure.district_code,
            bool_or(coalesce(subdistrict_measure.value, 0) = version.subdistrict_minimum - 1) as just_short,
            bool_or(coalesce(subdistrict_measure.value, 0) = version.subdistrict_minimum) as just_enough
        from rulebook.version_in_force(programme, province, month) as version
        inner join mart.subdistrict_measure
            on
                subdistrict_measure.programme_code = programme and subdistrict_measure.province_code = province
                and subdistrict_measure.period = month
                and subdistrict_measure.measure_code
                = case version.downloads_graded_from when 'platform' then 'downloads' else 'downloads_claimed' end
        group by subdistrict_measure.district_code
    ),

    measures as materialized (
        select distinct
            conditions.district_code,
            conditions.measure_code,
            conditions.value,
            catalogue.name_th,
            catalogue.unit_th,
            things.all_of_them
        from conditions
        inner join rulebook.measure as catalogue using (measure_code)
        left join things using (district_code, measure_code)
        where conditions.value is not null and conditions.measure_code <> 'reports_on_time'
    ),

    shifted as materialized (
        select
            measures.*,
            way.direction,
            case
                when measures.measure_code = 'subdistricts_short' then measures.value - way.sign
                when measures.unit_th = 'สัดส่วน'
                    then (round(measures.value * measures.all_of_them) + way.sign) / nullif(measures.all_of_them, 0)
                else measures.value + way.sign
            end as value_then
        from measures
        left join edges using (district_code)
        cross join (values ('one_more', 1), ('one_less', -1)) as way (direction, sign)
        where
            measures.measure_code <> 'subdistricts_short'
            or way.sign = 1 and edges.just_short or way.sign = -1 and edges.just_enough
    ),

    criteria as (
        select
            shifted.district_code,
            shifted.measure_code,
            shifted.direction,
            conditions.criterion_code,
            bool_and(
                mart.holds(
                    case when conditions.measure_code = shifted.measure_code then shifted.value_then else conditions.value end,
                    conditions.comparator, conditions.target_value
                )
            ) as met
        from shifted
        inner join conditions using (district_code)
        where shifted.value_then >= 0 and (shifted.unit_th <> 'สัดส่วน' or shifted.value_then <= 1)
        group by shifted.district_code, shifted.measure_code, shifted.direction, conditions.criterion_code
    ),

    worth as materialized (
        select
            attainment.district_code,
            attainment.criterion_code,
            attainment.max_points
        from mart.attainment
        where attainment.programme_code = programme and attainment.province_code = province and attainment.period = month
    ),

    points as materialized (
        select
            criteria.district_code,
            criteria.measure_code,
            criteria.direction,
            standing.grade,
            standing.rulebook_version,
            standing.max_points,
            coalesce(sum(worth.max_points) filter (where criteria.met), 0) as points
        from criteria
        inner join worth on worth.district_code = criteria.district_code and worth.criterion_code = criteria.criterion_code
        inner join standing on standing.district_code = criteria.district_code
        group by
            criteria.district_code, criteria.measure_code, criteria.direction, standing.grade, standing.rulebook_version,
            standing.max_points
    ),

    -- the letter of so many points is asked for once, however many measures lead to it
    letters as materialized (
        select
            earned.*,
            mart.letter(programme, province, earned.rulebook_version, earned.points, earned.max_points) as grade_then
        from (
            select distinct
                points.rulebook_version,
                points.max_points,
                points.points
            from points
        ) as earned
    ),

    changed as materialized (
        select
            points.district_code,
            points.measure_code,
            points.direction,
            points.grade,
            letters.grade_then
        from points
        inner join letters using (rulebook_version, max_points, points)
        where letters.grade_then is distinct from points.grade
    )

    select
        shifted.district_code,
        shifted.measure_code,
        shifted.direction,
        shifted.value,
        shifted.value_then,
        changed.grade,
        changed.grade_then,
        concat(
            -- of subdistricts at the edge it is a download that is one more or less, and their number goes the other way
            case shifted.measure_code when 'subdistricts_short' then 'ผู้ดาวน์โหลดของตำบลที่อยู่ตรงเกณฑ์' else shifted.name_th end,
            case shifted.direction when 'one_more' then ' เพิ่มขึ้นหนึ่ง' else ' ลดลงหนึ่ง' end, ' จะได้ระดับ ', changed.grade_then
        )
    from changed
    inner join shifted using (district_code, measure_code, direction)
$$;
