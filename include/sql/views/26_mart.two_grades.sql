-- makes   mart.two_grades
-- grain   one row per period and district that stands graded
-- rule    claimed: every figure that both the district and the platform give is the district's; evidenced: it is the platform's; all else is
--         what the order grades from. A district that has not reported has claimed nothing, and has no claimed grade
create or replace view mart.two_grades with (security_invoker) as
with

both_sides as (
    select
        jsonb_object_agg(recorded.measure_code, claimed.measure_code) as to_claims,
        jsonb_object_agg(claimed.measure_code, recorded.measure_code) as to_records
    from rulebook.measure as recorded
    inner join rulebook.measure as claimed on claimed.measure_code = recorded.measure_code || '_claimed'
)

select
    month.programme_code,
    month.period,
    month.province_code,
    sides.district_code,
    sides.district_name_th,
    sides.status,
    sides.grade,
    sides.points,
    sides.max_points,
    sides.claimed_grade,
    sides.claimed_points,
    sides.evidenced_grade,
    sides.evidenced_points,
    sides.claimed_points - sides.evidenced_points as points_gap,
    only_claimed.criteria as only_claimed,
    only_evidenced.criteria as only_evidenced
from mart.province_summary as month
cross join both_sides
-- `offset 0` keeps a month's two gradings together, each done once a month and not once a district
cross join
    lateral (
        select
            standing.district_code,
            standing.district_name_th,
            standing.status,
            standing.grade,
            standing.points,
            standing.max_points,
            claimed.grade as claimed_grade,
            claimed.points as claimed_points,
            claimed.gained as claimed_gained,
            claimed.lost as claimed_lost,
            evidenced.grade as evidenced_grade,
            evidenced.points as evidenced_points,
            evidenced.gained as evidenced_gained,
            evidenced.lost as evidenced_lost
        from
            mart.grade_as_if(
                month.programme_code, month.province_code, month.period, jsonb_build_object('measures', both_sides.to_records)
            ) as evidenced
        inner join mart.district_grade as standing
            on
                standing.programme_code = month.programme_code and standing.province_code = month.province_code
                and standing.period = month.period and standing.district_code = evidenced.district_code
        left join
            mart.grade_as_if(
                month.programme_code, month.province_code, month.period, jsonb_build_object('measures', both_sides.to_claims)
            ) as claimed
            on claimed.district_code = standing.district_code and standing.status = 'graded'
        order by standing.district_code
        offset 0
    ) as sides
-- of what changes against the standing grade, what only one of the two has
cross join
    lateral (
        select array(
            select criterion_code from unnest(sides.claimed_gained || sides.evidenced_lost) as criterion_code
            where
                sides.claimed_grade is not null and criterion_code <> all (sides.evidenced_gained)
                and criterion_code <> all (sides.claimed_lost)
            order by criterion_code
        ) as criteria
    ) as only_claimed
cross join lateral (
    select array(
        select criterion_code from unnest(sides.evidenced_gained || sides.claimed_lost) as criterion_code
        where
            sides.claimed_grade is not null and criterion_code <> all (sides.claimed_gained)
            and criterion_code <> all (sides.evidenced_lost)
        order by criterion_code
    ) as criteria
) as only_evidenced;
alter view mart.two_grades owner to warehouse_owner;
