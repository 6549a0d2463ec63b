-- makes   mart.grade_bridge_step
-- grain   one row per part of a change of points: between two published months that follow each other (as they stand), two revisions of a
--         month that follow each other, and a month's standing revision and what mart says now
-- rule    as mart.grade_bridge splits it; what did not move has no rows
create or replace view mart.grade_bridge_step with (security_invoker) as
with

published as (
    select
        publication.programme_code,
        publication.province_code,
        publication.period,
        publication.revision,
        lead(publication.revision) over (
            partition by publication.programme_code, publication.province_code, publication.period order by publication.revision
        ) as next_revision
    from snapshot.publication
),

standing as (
    select
        standing.programme_code,
        standing.province_code,
        standing.period,
        standing.revision,
        lag(standing.period) over (partition by standing.programme_code, standing.province_code order by standing.period) as earlier_period,
        lag(standing.revision) over (partition by standing.programme_code, standing.province_code order by standing.period)
            as earlier_revision
    from snapshot.standing
),

steps as (
    select
        programme_code,
        province_code,
        period,
        'month' as step,
        earlier_period as from_period,
        earlier_revision as from_revision,
        revision as to_revision
    from standing
    where earlier_period = period - interval '1 month'

    union all

    select
        programme_code,
        province_code,
        period,
        'revision' as step,
        period as from_period,
        revision as from_revision,
        next_revision as to_revision
    from published
    where next_revision is not null

    union all

    select
        programme_code,
        province_code,
        period,
        'live' as step,
        period as from_period,
        revision as from_revision,
        null as to_revision
    from standing
)

select
    steps.programme_code,
    steps.province_code,
    steps.period,
    steps.step,
    steps.from_period,
    steps.from_revision,
    steps.to_revision,
    bridge.district_code,
    bridge.criterion_code,
    bridge.cause,
    bridge.points_was,
    bridge.points_is,
    bridge.change,
    bridge.explanation_th
from steps
cross join
    lateral mart.grade_bridge(
        steps.province_code, null, steps.from_period, steps.from_revision, steps.period, steps.to_revision, steps.programme_code
    ) as bridge;
alter view mart.grade_bridge_step owner to warehouse_owner;
