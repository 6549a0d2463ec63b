-- One side of a comparison: a revision of a month as it was frozen, or (revision null) what mart says now. Each condition of each district
-- with what was found, asked and earned, and (without a criterion) each measure.
create or replace function mart.bridge_side(programme text, province text, month date, revision_no integer)
returns table (
    snapshot_id bigint, rulebook_version integer, code_version text, district_code text, criterion_code text, condition_no integer,
    measure_code text, comparator text, base_value numeric, target_value numeric, value numeric, points numeric, max_points numeric
)
language sql stable as $$
    with

    frozen as materialized (
        select publication.*
        from snapshot.publication
        where
            publication.programme_code = programme and publication.province_code = province and publication.period = month
            and publication.revision = revision_no
    ),

    -- what a live month was built by stands with the month
    live as materialized (
        select month_state.*
        from ops.month as month_state
        where
            revision_no is null and month_state.programme_code = programme and month_state.province_code = province
            and month_state.period = month
    ),

    measures as materialized (
        select
            measure.snapshot_id,
            measure.district_code,
            measure.measure_code,
            measure.value
        from frozen
        inner join snapshot.measure using (snapshot_id)
        where measure.district_code is not null
        union all
        select
            null as snapshot_id,
            measure.district_code,
            measure.measure_code,
            measure.value
        from mart.measure
        where
            revision_no is null and measure.programme_code = programme and measure.province_code = province and measure.period = month
            and measure.district_code is not null
    ),

    attainments as materialized (
        select
            attainment.district_code,
            attainment.criterion_code,
            attainment.points,
            attainment.max_points
        from frozen
        inner join snapshot.attainment using (snapshot_id)
        where attainment.district_code is not null
        union all
        select
            attainment.district_code,
            attainment.criterion_code,
            attainment.points,
            attainment.max_points
        from mart.attainment
        where
            revision_no is null and attainment.programme_code = programme and attainment.province_code = province
            and attainment.period = month and attainment.district_code is not null
    ),

    targets as materialized (
        select
            target.district_code,
            target.criterion_code,
            target.condition_no,
            target.measure_code,
            target.comparator,
            target.base_value,
            target.target_value,
            target.rulebook_version
        from frozen
        inner join snapshot.target using (snapshot_id)
        where target.district_code is not null
        union all
        select
            target.district_code,
            target.criterion_code,
            target.condition_no,
            target.measure_code,
            target.comparator,
            target.base_value,
            target.target_value,
            target.rulebook_version
        from mart.target
        where
            revision_no is null and target.programme_code = programme and target.province_code = province and target.period = month
            and target.district_code is not null
    )

    select
        frozen.snapshot_id,
        coalesce(frozen.rulebook_version, live.rulebook_version),
        coalesce(frozen.code_version, live.code_version),
        attainments.district_code,
        attainments.criterion_code,
        targets.condition_no,
        targets.measure_code,
        targets.comparator,
        targets.base_value,
        targets.target_value,
        measures.value,
        attainments.points,
        attainments.max_points
    from attainments
    left join frozen on true
    left join live on true
    left join targets using (district_code, criterion_code)
    left join measures on measures.district_code = targets.district_code and measures.measure_code = targets.measure_code

    union all

    select
        frozen.snapshot_id,
        coalesce(frozen.rulebook_version, live.rulebook_version),
        coalesce(frozen.code_version, live.code_version),
        measures.district_code,
        null,
        null,
        measures.measure_code,
        null,
        null,
        null,
        measures.value,
        null,
        null
    from measures
    left join frozen on true
    left join live on true
$$;
