-- The change of a district's points between two months, or two revisions of one (a null revision: what mart says now), split by criterion and
-- cause. Without a district: all of the province. From the first side's state one thing after the other becomes the second's (the rule, the
-- target, the roster or boundary, the data as if nothing had been refused, what was refused), and what a step changes is its cause's part:
-- the parts add up to the change, whatever the two sides are. Parts of 0 are left out.
create or replace function mart.grade_bridge(
    province text, district text, from_period date, from_revision integer, to_period date, to_revision integer,
    programme text default 'click'
)
returns table (
    district_code text, from_district_code text, to_district_code text, criterion_code text, criterion_name_th text, cause text,
    points_was numeric, points_is numeric, change numeric, explanation_th text
)
language sql stable
set jit = off
as $$
    with

    conditions as materialized (
        select *
        from mart.bridge_condition(programme, province, district, from_period, from_revision, to_period, to_revision)
    ),

    -- files that the second side has and the first has not
    arrived as materialized (
        select files_to.*
        from (select * from conditions limit 1) as made
        cross join lateral mart.bridge_file(province, to_period, made.to_snapshot) as files_to
        where not exists (
            select from mart.bridge_file(province, from_period, made.from_snapshot) as files_from
            where files_from.source = files_to.source and files_from.sha256 = files_to.sha256
        )
    ),

    -- whose rows a file of reports holds
    reported as materialized (
        select file_id, district_code from warehouse.submission where province_code = province and period = to_period
        union
        select file_id, district_code from warehouse.claimed_download where province_code = province and period = to_period
        union
        select file_id, district_code from warehouse.publicity_post where province_code = province and period = to_period
        union
        select file_id, district_code from warehouse.activity where province_code = province and period = to_period
        union
        select file_id, district_code from warehouse.service_record where province_code = province and period = to_period
    ),

    earned as (
        select distinct
            district_code,
            from_district_code,
            to_district_code,
            elsewhere,
            from_version,
            from_code,
            to_version,
            to_code,
            criterion_code,
            coalesce(points_was, 0) as points_was,
            coalesce(points_is, 0) as points_is,
            max_was,
            max_is
        from conditions
    ),

    worded as materialized (
        select
            district_code,
            criterion_code,
            bool_and(mart.holds(value_ruled, comparator, target_was)) as ruled,
            bool_and(mart.holds(value_ruled, comparator, target_without_boundary)) as targeted,
            bool_and(mart.holds(value_placed, comparator, target_is)) as placed,
            bool_and(mart.holds(value_placed, comparator, target_is, more_was)) as could_have,
            bool_and(mart.holds(value_is, comparator, target_is, more_is)) as could,
            bool_and(mart.holds(value_is, comparator, target_is)) as does,
            string_agg(
                name_th || ' เดิม ' || mart.quantity_th(value_was, unit_th) || ' เป็น ' || mart.quantity_th(value_is, unit_th)
                || ' (เป้าหมาย ' || mart.quantity_th(target_is, unit_th) || ')', ' และ' order by condition_no
            ) as values_th,
            string_agg(
                'เป้าหมายของ' || name_th || ' เดิม ' || mart.quantity_th(target_was, unit_th) || ' เป็น '
                || mart.quantity_th(target_is, unit_th), ' และ' order by condition_no
            ) filter (where target_was <> target_is) as targets_th,
            string_agg(
                name_th || ' เดิม ' || mart.quantity_th(value_was, unit_th) || ' เป็น ' || mart.quantity_th(value_placed, unit_th),
                ' และ' order by condition_no
            ) filter (where by_boundary) as boundary_th,
            coalesce(string_agg(
                name_th || ' มีแถวที่ไม่ผ่านการตรวจสอบ เดิม ' || refused_was || ' แถว เป็น ' || refused_is || ' แถว', ' และ'
                order by condition_no
            ) filter (where refused_was + refused_is > 0), 'แถวที่ไม่ผ่านการตรวจสอบ') as refused_th,
            bool_or(by_rule) as by_rule,
            string_agg(distinct source, ' + ') as sources
        from conditions
        where condition_no is not null
        group by district_code, criterion_code
    ),

    steps as (
        select
            earned.*,
            worded.values_th,
            worded.targets_th,
            worded.boundary_th,
            worded.refused_th,
            worded.by_rule,
            worded.sources,
            earned.from_district_code is null or earned.to_district_code is null as one_side_alone,
            case when worded.ruled then earned.max_is else 0 end as ruled,
            case when worded.targeted then earned.max_is else 0 end as targeted,
            case when worded.placed then earned.max_is else 0 end as placed,
            case when worded.could_have then earned.max_is else 0 end as could_have,
            case when worded.could then earned.max_is else 0 end as could,
            case when worded.does then earned.max_is else 0 end as does
        from earned
        left join worded using (district_code, criterion_code)
    )

    select
        steps.district_code,
        steps.from_district_code,
        steps.to_district_code,
        steps.criterion_code,
        criterion.name_th,
        part.cause,
        steps.points_was,
        steps.points_is,
        part.change,
        part.explanation_th || coalesce(' ไฟล์ที่ต่างกัน ' || case when part.by_files then named.uris end, '')
    from steps
    cross join lateral (
        values
        (
            1, 'rule', false,
            -- whatever the recorded points are that the conditions do not give was given by another rule or program
            case when steps.one_side_alone then 0 else steps.ruled - steps.points_was + steps.points_is - steps.does end,
            case
                when steps.max_was is null then 'เกณฑ์นี้เพิ่มขึ้นใหม่'
                when steps.max_is is null then 'เกณฑ์นี้ถูกตัดออก'
                when steps.max_was <> steps.max_is
                    then 'คะแนนเต็มของเกณฑ์เดิม ' || thai.print_number(steps.max_was) || ' เป็น ' || thai.print_number(steps.max_is)
                when steps.by_rule then 'วิธีนับเปลี่ยน: ' || steps.values_th
                else 'เงื่อนไขของเกณฑ์เปลี่ยน'
            end
            || case
                when steps.from_version <> steps.to_version
                    then ' (ชุดเกณฑ์ฉบับที่ ' || steps.from_version || ' เป็นฉบับที่ ' || steps.to_version || ')'
                when steps.from_code <> steps.to_code then ' (รุ่นของโปรแกรม ' || steps.from_code || ' เป็น ' || steps.to_code || ')'
                else ''
            end
        ),
        (
            2, 'target', false, case when steps.one_side_alone then 0 else steps.targeted - steps.ruled end,
            coalesce(steps.targets_th, 'เป้าหมายเปลี่ยน')
        ),
        (
            3, 'roster_or_boundary', false,
            case when steps.one_side_alone then steps.points_is - steps.points_was else steps.placed - steps.targeted end,
            case
                when steps.from_district_code is null then 'อำเภอนี้ไม่มีผลในด้านเดิมและไม่ทราบว่าแยกจากอำเภอใด'
                when steps.to_district_code is null then 'อำเภอนี้ไม่มีผลในด้านใหม่และไม่ทราบว่ารวมกับอำเภอใด'
                when steps.elsewhere
                    then 'เทียบอำเภอ ' || steps.from_district_code || ' กับอำเภอ ' || steps.to_district_code || ': ' || steps.values_th
                else 'บัญชีผู้นำหรือเขตตำบลเปลี่ยน: ' || coalesce(steps.boundary_th, steps.targets_th, '')
            end
        ),
        (
            4, case when from_period = to_period then 'late_or_corrected_data' else 'new_data' end, true,
            case when steps.one_side_alone then 0 else steps.could - steps.could_have end, coalesce(steps.values_th, '')
        ),
        (
            5, 'quality_exclusion', true,
            case when steps.one_side_alone then 0 else steps.could_have - steps.placed + steps.does - steps.could end,
            coalesce(steps.refused_th || ' ซึ่งหากนับได้ผลของเกณฑ์นี้จะต่างไป · ' || steps.values_th, '')
        )
    ) as part (step, cause, by_files, change, explanation_th)
    left join lateral (
        select string_agg(arrived.uri, ', ' order by arrived.received_at, arrived.uri) as uris
        from arrived
        where
            part.by_files and strpos(steps.sources, arrived.source) > 0
            and (
                arrived.source <> 'submissions'
                or exists (
                    select from reported
                    where reported.file_id = arrived.file_id and reported.district_code = steps.to_district_code
                )
            )
    ) as named on true
    left join rulebook.criterion
        on
            criterion.programme_code = programme and criterion.province_code = province
            and criterion.rulebook_version = case when steps.max_is is null then steps.from_version else steps.to_version end
            and criterion.criterion_code = steps.criterion_code
    where part.change <> 0
    order by steps.district_code, criterion.position, steps.criterion_code, part.step
$$;
