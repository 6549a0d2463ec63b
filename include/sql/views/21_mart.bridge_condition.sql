-- The two sides of a comparison, condition by condition: what was found and asked on each, and what the second side's condition stands at in
-- every step between them. A criterion of which the second side has no condition has one row all the same.
create or replace function mart.bridge_condition(
    programme text, province text, district text, from_period date, from_revision integer, to_period date, to_revision integer
)
returns table (
    district_code text, from_district_code text, to_district_code text, elsewhere boolean, from_snapshot bigint, from_version integer,
    from_code text, to_snapshot bigint, to_version integer, to_code text, criterion_code text, points_was numeric, points_is numeric,
    max_was numeric, max_is numeric, condition_no integer, comparator text, name_th text, unit_th text, source text, by_rule boolean,
    by_boundary boolean, value_was numeric, value_is numeric, target_was numeric, target_is numeric, target_without_boundary numeric,
    value_ruled numeric, value_placed numeric, more_was numeric, more_is numeric, refused_was bigint, refused_is bigint
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
            case
                when in_from.district_code is not null then named.district_code
                else mart.counterpart(province, named.district_code, from_period, to_period)
            end as from_district_code,
            case
                when in_to.district_code is not null then named.district_code
                else mart.counterpart(province, named.district_code, from_period, to_period)
            end as to_district_code,
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

    -- sources of which one side has a file that the other has not
    differing as materialized (
        select distinct coalesce(files_to.source, files_from.source) as source
        from files_from
        full join files_to on files_to.source = files_from.source and files_to.sha256 = files_from.sha256
        where files_from.source is null or files_to.source is null
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
            programme, province,
            from_period, made.from_snapshot, made.from_version, array(select files_from.file_id from files_from),
            to_period, made.to_snapshot, made.to_version, array(select files_to.file_id from files_to)
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
    )

    select
        districts.district_code,
        districts.from_district_code,
        districts.to_district_code,
        districts.elsewhere,
        made.from_snapshot,
        made.from_version,
        made.from_code,
        made.to_snapshot,
        made.to_version,
        made.to_code,
        earned.criterion_code,
        earned.points_was,
        earned.points_is,
        earned.max_was,
        earned.max_is,
        paired.condition_no,
        paired.comparator,
        paired.name_th,
        paired.unit_th,
        paired.source,
        paired.by_rule,
        paired.by_boundary,
        paired.value_was,
        paired.value_is,
        paired.target_was,
        paired.target_is,
        paired.target_without_boundary,
        paired.value_ruled,
        paired.value_placed,
        paired.more_was,
        paired.more_is,
        paired.refused_was,
        paired.refused_is
    from earned
    inner join districts using (district_code)
    cross join made
    left join paired using (district_code, criterion_code)
$$;
