-- The change of a district's points between two months, or two revisions of one (a null revision: what mart says now), split by criterion and
-- cause. Without a district: all of the province. From the first side's state one thing after the other becomes the second's (the rule, the
-- target, the roster or boundary, the data as if nothing had been refused, what was refused), and what a step changes is its cause's part:
-- the parts add up to the change, whatever the two sides are. Parts of 0 are left out.
create or replace function mart.grade_bridge(
    province text, district text, from_period date, from_revision integer, to_period date, to_revision integer, programme text default 'click'
)
returns table (
    district_code text, from_district_code text, to_district_code text, criterion_code text, criterion_name_th text, cause text,
    points_was numeric, points_is numeric, change numeric, explanation_th text
)
language sql stable
set jit = off
as $$
    with

    side_from as materialized (select * from mart.bridge_side(programme, province, from_period, from_revision)),

    side_to as materialized (select * from mart.bridge_side(programme, province, to_period, to_revision)),

    -- what each side was made of
    made as materialized (
        select
            was.snapshot_id as from_snapshot,
            was.rulebook_version as from_version,
            was.code_version as from_code,
            now_is.snapshot_id as to_snapshot,
            now_is.rulebook_version as to_version,
            now_is.code_version as to_code
        from (select * from side_from limit 1) as was
        cross join (select * from side_to limit 1) as now_is
    ),

    files_from as materialized (
        select bridge_file.* from made cross join lateral mart.bridge_file(province, from_period, made.from_snapshot) as bridge_file
    ),

    files_to as materialized (
        select bridge_file.* from made cross join lateral mart.bridge_file(province, to_period, made.to_snapshot) as bridge_file
    ),

    -- who is compared with whom: a district with itself, else with the only one that it came from or went into
    districts as materialized (
        select
            named.district_code,
            case when in_from.district_code is not null then named.district_code else mart.predecessor(province, named.district_code) end
                as from_district_code,
            case when in_to.district_code is not null then named.district_code else mart.successor(province, named.district_code) end
                as to_district_code,
            in_from.district_code is null or in_to.district_code is null as elsewhere
        from (
            select side_from.district_code from side_from
            union
            select side_to.district_code from side_to
        ) as named
        cross join made
        left join (select distinct side_from.district_code from side_from) as in_from using (district_code)
        left join (select distinct side_to.district_code from side_to) as in_to using (district_code)
        where district is null or named.district_code = district
    ),

    -- files that one side has and the other has not
    differing as materialized (
        select
            coalesce(files_to.source, files_from.source) as source,
            files_to.file_id,
            files_to.uri,
            files_to.received_at
        from files_from
        full join files_to on files_to.source = files_from.source and files_to.sha256 = files_from.sha256
        where files_from.source is null or files_to.source is null
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

    -- a reading that a measure hangs on is another one, or no file of it is: then the figure moved by the rule or the program
    measures as materialized (
        select
            measure.measure_code,
            measure.name_th,
            measure.unit_th,
            measure.source,
            coalesce(mart.counts_differently(programme, province, made.from_version, made.to_version, measure.measure_code), false)
            or from_period = to_period
            and not exists (select from differing where strpos(measure.source, differing.source) > 0) as by_rule
        from rulebook.measure
        cross join made
    ),

    lifted as materialized (
        select
            side.name,
            excluded_figure.*
        from (
            select
                'from' as name,
                from_period as month,
                array(select files_from.file_id from files_from where files_from.file_id is not null) as file_ids
            union all
            select
                'to' as name,
                to_period as month,
                array(select files_to.file_id from files_to where files_to.file_id is not null) as file_ids
        ) as side
        cross join lateral mart.excluded_figure(programme, province, side.month, side.file_ids) as excluded_figure
    ),

    boundaries as materialized (
        select boundary_figure.*
        from made
        cross join lateral mart.boundary_figure(
            programme, province, from_period, array(select files_from.file_id from files_from), made.from_version, to_period,
            array(select files_to.file_id from files_to), made.to_version
        ) as boundary_figure
    ),

    earned as materialized (
        select
            districts.district_code,
            side.criterion_code,
            max(side.points) filter (where side.name = 'from') as points_was,
            max(side.points) filter (where side.name = 'to') as points_is,
            max(side.max_points) filter (where side.name = 'from') as max_was,
            max(side.max_points) filter (where side.name = 'to') as max_is
        from districts
        inner join (
            select 'from' as name, side_from.district_code, side_from.criterion_code, side_from.points, side_from.max_points from side_from
            union all
            select 'to' as name, side_to.district_code, side_to.criterion_code, side_to.points, side_to.max_points from side_to
        ) as side
            on
                side.district_code
                = case side.name when 'from' then districts.from_district_code else districts.to_district_code end
        where side.criterion_code is not null
        group by districts.district_code, side.criterion_code
    ),

    -- conditions of one criterion on the same measure are told apart by their order
    conditions_from as (
        select
            side_from.*,
            row_number() over (
                partition by side_from.district_code, side_from.criterion_code, side_from.measure_code, side_from.comparator
                order by side_from.condition_no
            ) as occurrence
        from side_from
        where side_from.criterion_code is not null
    ),

    conditions_to as (
        select
            side_to.*,
            row_number() over (
                partition by side_to.district_code, side_to.criterion_code, side_to.measure_code, side_to.comparator
                order by side_to.condition_no
            ) as occurrence
        from side_to
        where side_to.criterion_code is not null
    ),

    -- each condition of the second side with what it stands at in every step
    paired as materialized (
        select
            districts.district_code,
            districts.elsewhere,
            now_is.criterion_code,
            now_is.condition_no,
            now_is.measure_code,
            now_is.comparator,
            measures.name_th,
            measures.unit_th,
            measures.source,
            measures.by_rule,
            measure_was.value as value_was,
            now_is.value as value_is,
            coalesce(was.target_value, now_is.target_value) as target_was,
            now_is.target_value as target_is,
            -- a target that hangs on the number of subdistricts moves with the boundary, all others by themselves; a target of another
            -- district's is the boundary's too
            case
                when districts.elsewhere then coalesce(was.target_value, now_is.target_value)
                when was.measure_code is not null and condition.target_kind = 'per_subdistrict'
                    then coalesce(condition.target_number * was.base_value, now_is.target_value)
                else now_is.target_value
            end as target_without_boundary,
            boundaries.would_be is not null or districts.elsewhere as by_boundary,
            case when measures.by_rule then now_is.value else measure_was.value end as value_ruled,
            case
                when measures.by_rule or districts.elsewhere then now_is.value
                when boundaries.was = measure_was.value then boundaries.would_be
                -- the list of subdistricts is another one and the old figure cannot be taken apart any more
                when not_taken_apart.it_is then now_is.value
                else measure_was.value
            end as value_placed,
            case when measures.by_rule or districts.elsewhere or not_taken_apart.it_is then 0 else coalesce(lifted_from.excluded, 0) end as more_was,
            case when measures.by_rule or districts.elsewhere or not_taken_apart.it_is then 0 else coalesce(lifted_to.excluded, 0) end as more_is,
            coalesce(lifted_from.refused_rows, 0) as refused_was,
            coalesce(lifted_to.refused_rows, 0) as refused_is
        from districts
        cross join made
        inner join conditions_to as now_is on now_is.district_code = districts.to_district_code
        inner join measures on measures.measure_code = now_is.measure_code
        left join conditions_from as was
            on
                was.district_code = districts.from_district_code and was.criterion_code = now_is.criterion_code
                and was.measure_code = now_is.measure_code and was.comparator = now_is.comparator
                and was.occurrence = now_is.occurrence
        left join side_from as measure_was
            on
                measure_was.district_code = districts.from_district_code and measure_was.criterion_code is null
                and measure_was.measure_code = now_is.measure_code
        left join rulebook.condition
            on
                condition.programme_code = programme and condition.province_code = province
                and condition.rulebook_version = made.to_version and condition.criterion_code = now_is.criterion_code
                and condition.condition_no = now_is.condition_no
        left join boundaries
            on boundaries.district_code = districts.district_code and boundaries.measure_code = now_is.measure_code
        cross join lateral (
            select
                boundaries.was is distinct from measure_was.value
                and boundaries.measure_code in ('downloads', 'subdistricts_short') as it_is
        ) as not_taken_apart
        left join lifted as lifted_from
            on
                lifted_from.name = 'from' and lifted_from.district_code = districts.from_district_code
                and lifted_from.measure_code = now_is.measure_code
        left join lifted as lifted_to
            on
                lifted_to.name = 'to' and lifted_to.district_code = districts.to_district_code
                and lifted_to.measure_code = now_is.measure_code
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
        from paired
        group by district_code, criterion_code
    ),

    steps as (
        select
            districts.*,
            earned.criterion_code,
            coalesce(earned.points_was, 0) as points_was,
            coalesce(earned.points_is, 0) as points_is,
            earned.max_was,
            earned.max_is,
            worded.values_th,
            worded.targets_th,
            worded.boundary_th,
            worded.refused_th,
            worded.by_rule,
            worded.sources,
            districts.from_district_code is null or districts.to_district_code is null as one_side_alone,
            case when worded.ruled then earned.max_is else 0 end as ruled,
            case when worded.targeted then earned.max_is else 0 end as targeted,
            case when worded.placed then earned.max_is else 0 end as placed,
            case when worded.could_have then earned.max_is else 0 end as could_have,
            case when worded.could then earned.max_is else 0 end as could,
            case when worded.does then earned.max_is else 0 end as does
        from districts
        inner join earned using (district_code)
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
        part.explanation_th || coalesce(' ไฟล์ที่ต่างกัน ' || case when part.by_files then arrived.uris end, '')
    from steps
    cross join made
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
                when made.from_version <> made.to_version
                    then ' (ชุดเกณฑ์ฉบับที่ ' || made.from_version || ' เป็นฉบับที่ ' || made.to_version || ')'
                when made.from_code <> made.to_code then ' (รุ่นของโปรแกรม ' || made.from_code || ' เป็น ' || made.to_code || ')'
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
        select string_agg(differing.uri, ', ' order by differing.received_at, differing.uri) as uris
        from differing
        where
            part.by_files and strpos(steps.sources, differing.source) > 0 and differing.uri is not null
            and (
                differing.source <> 'submissions'
                or exists (
                    select from reported
                    where reported.file_id = differing.file_id and reported.district_code = steps.to_district_code
                )
            )
    ) as arrived on true
    left join rulebook.criterion
        on
            criterion.programme_code = programme and criterion.province_code = province
            and criterion.rulebook_version = case when steps.max_is is null then made.from_version else made.to_version end
            and criterion.criterion_code = steps.criterion_code
    where part.change <> 0
    order by steps.district_code, criterion.position, steps.criterion_code, part.step
$$;
comment on function mart.grade_bridge(text, text, date, integer, date, integer, text) is
'เหตุที่คะแนนของอำเภอเปลี่ยน แยกตามเกณฑ์และสาเหตุ ผลรวมเท่ากับที่เปลี่ยนเสมอ · why a district''s points moved, by criterion and cause; the parts always add up to the '
'change';
