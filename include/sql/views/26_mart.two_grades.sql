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
    standing.programme_code,
    standing.period,
    standing.province_code,
    standing.district_code,
    standing.district_name_th,
    standing.status,
    standing.grade,
    standing.points,
    standing.max_points,
    claimed.grade as claimed_grade,
    claimed.points as claimed_points,
    evidenced.grade as evidenced_grade,
    evidenced.points as evidenced_points,
    claimed.points - evidenced.points as points_gap,
    only_claimed.criteria as only_claimed,
    only_evidenced.criteria as only_evidenced
from mart.province_summary as month
cross join both_sides
cross join
    lateral mart.grade_as_if(
        month.programme_code, month.province_code, month.period, jsonb_build_object('measures', both_sides.to_records)
    ) as evidenced
inner join mart.district_grade as standing
    on
        standing.programme_code = month.programme_code and standing.province_code = month.province_code and standing.period = month.period
        and standing.district_code = evidenced.district_code
left join lateral mart.grade_as_if(
    month.programme_code, month.province_code, month.period, jsonb_build_object('measures', both_sides.to_claims)
) as claimed on claimed.district_code = standing.district_code and standing.status = 'graded'
-- of what changes against the standing grade, what only one of the two has
cross join
    lateral (
        select array(
            select criterion_code from unnest(claimed.gained || evidenced.lost) as criterion_code
            where claimed.grade is not null and criterion_code <> all (evidenced.gained) and criterion_code <> all (claimed.lost)
            order by criterion_code
        ) as criteria
    ) as only_claimed
cross join lateral (
    select array(
        select criterion_code from unnest(evidenced.gained || claimed.lost) as criterion_code
        where claimed.grade is not null and criterion_code <> all (claimed.gained) and criterion_code <> all (evidenced.lost)
        order by criterion_code
    ) as criteria
) as only_evidenced;
alter view mart.two_grades owner to warehouse_owner;
