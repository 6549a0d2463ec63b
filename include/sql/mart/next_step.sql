-- makes   mart.next_step
-- grain   one row per district, option and condition that would have to change
-- rule    an option is a smallest set of criteria not met that lifts the district to the next letter or beyond: no part of it does. What
--         the option asks of a measure counts in every criterion that the measure stands in. A report that came late stays late. Fewest
--         criteria first, then the least that is missing of their targets; at most 20 options

delete from candidate.next_step
where programme_code = %(programme_code)s and period = %(period)s and province_code = %(province_code)s;

insert into candidate.next_step (
    programme_code, period, province_code, district_code, option_no, grade, points, criterion_code, condition_no, measure_code, value,
    value_needed, lacking, unit_th, step_th
)
with recursive

graded as materialized (
    select
        district_grade.*,
        (
            select min(grade_band.lower_percent)
            from rulebook.grade_band
            where
                grade_band.programme_code = district_grade.programme_code and grade_band.province_code = district_grade.province_code
                and grade_band.rulebook_version = district_grade.rulebook_version
                and 100 * district_grade.points < grade_band.lower_percent * district_grade.max_points
        ) as wanted_percent
    from candidate.district_grade
    where
        district_grade.programme_code = %(programme_code)s and district_grade.period = %(period)s
        and district_grade.province_code = %(province_code)s
),

-- of the districts below the best letter
conditions as materialized (
    select asked_condition.*
    from mart.asked_condition(%(programme_code)s, %(province_code)s, %(period)s::date) as asked_condition
    inner join graded using (district_code)
    where graded.wanted_percent is not null
),

-- what can be done: a criterion by itself, or several of those that share a measure ------------------------------------------------
criteria as materialized (
    select
        judged.district_code,
        judged.criterion_code,
        attainment.max_points as points,
        judged.met,
        judged.possible and not judged.met and attainment.max_points > 0 as open,
        case when judged.shared then '' else judged.criterion_code end as block
    from (
        select
            uses.district_code,
            uses.criterion_code,
            bool_and(uses.holds) as met,
            bool_and(uses.holds or uses.possible) as possible,
            bool_or(uses.first_criterion <> uses.last_criterion) as shared
        from (
            select
                conditions.*,
                min(conditions.criterion_code) over same_measure as first_criterion,
                max(conditions.criterion_code) over same_measure as last_criterion
            from conditions
            window same_measure as (partition by conditions.district_code, conditions.measure_code)
        ) as uses
        group by uses.district_code, uses.criterion_code
    ) as judged
    inner join candidate.attainment
        on
            attainment.programme_code = %(programme_code)s and attainment.province_code = %(province_code)s
            and attainment.period = %(period)s and attainment.district_code = judged.district_code
            and attainment.criterion_code = judged.criterion_code
),

moves as (
    select
        district_code,
        block,
        array[criterion_code] as codes
    from criteria
    where open

    union all

    select
        moves.district_code,
        moves.block,
        moves.codes || criteria.criterion_code as codes
    from moves
    inner join criteria using (district_code, block)
    where criteria.open and criteria.criterion_code > moves.codes[cardinality(moves.codes)]
),

-- each criterion that a move touches, with the move's figures in the place of those that are there
outcomes as (
    select
        moves.district_code,
        moves.block,
        moves.codes,
        criteria.criterion_code,
        criteria.points,
        criteria.met as was_met,
        bool_and(
            mart.holds(coalesce(reached.value, conditions.value), conditions.comparator, conditions.target_value)
        ) as is_met
    from moves
    inner join criteria using (district_code, block)
    inner join conditions using (district_code, criterion_code)
    left join lateral (
        select max(wanted.value_needed) as value
        from conditions as wanted
        where
            wanted.district_code = moves.district_code and wanted.measure_code = conditions.measure_code
            and wanted.criterion_code = any (moves.codes) and not wanted.holds
    ) as reached on true
    group by moves.district_code, moves.block, moves.codes, criteria.criterion_code, criteria.points, criteria.met
),

gains as materialized (
    select
        outcomes.district_code,
        outcomes.block,
        outcomes.codes,
        sum(case when outcomes.is_met then outcomes.points else 0 end - case when outcomes.was_met then outcomes.points else 0 end) as gain,
        (
            select sum(conditions.effort)
            from conditions
            where
                conditions.district_code = outcomes.district_code and conditions.criterion_code = any (outcomes.codes)
                and not conditions.holds
        ) as effort
    from outcomes
    group by outcomes.district_code, outcomes.block, outcomes.codes
    having bool_and(outcomes.is_met or outcomes.criterion_code <> all (outcomes.codes))
),

-- worth it where no part of it gives as much; `slack` is what its best part would give less
sized as materialized (
    select
        gains.district_code,
        gains.block,
        gains.codes,
        gains.gain,
        gains.gain - parts.gain as slack,
        gains.effort,
        row_number() over (partition by gains.district_code order by gains.gain - parts.gain desc, gains.codes) as place
    from gains
    cross join
        lateral (
            select greatest(0, max(part.gain)) as gain
            from gains as part
            where
                cardinality(gains.codes) > 1 and part.district_code = gains.district_code and part.block = gains.block
                and part.codes <@ gains.codes and part.codes <> gains.codes
        ) as parts
    where gains.gain > parts.gain
),

sized_ahead as materialized (
    select
        sized.*,
        sum(sized.gain) over (partition by sized.district_code order by sized.place desc) - sized.gain as ahead
    from sized
),

-- By falling slack: a set is smallest exactly where it reaches the bound and what its last move gives over its best part is needed for
-- that. Of sets that end with the same move and gain the same, those that come later than twentieth now come later with all that follows.
options as (
    select
        graded.district_code,
        graded.wanted_percent,
        graded.points,
        graded.max_points,
        0::bigint as place,
        false as uses_shared,
        '{}'::text[] as codes,
        0::numeric as effort,
        false as reached,
        false as smallest
    from graded
    where graded.wanted_percent is not null

    union all

    select
        extended.district_code,
        extended.wanted_percent,
        extended.points,
        extended.max_points,
        extended.place,
        extended.uses_shared,
        extended.codes,
        extended.effort,
        100 * extended.points >= extended.wanted_percent * extended.max_points as reached,
        100 * (extended.points - extended.slack) < extended.wanted_percent * extended.max_points as smallest
    from (
        select
            longer.*,
            row_number() over (
                partition by longer.district_code, longer.place, longer.uses_shared, longer.points
                order by cardinality(longer.codes), longer.effort, longer.codes
            ) as standing
        from (
            select
                options.district_code,
                options.wanted_percent,
                options.points + sized_ahead.gain as points,
                options.max_points,
                sized_ahead.place,
                options.uses_shared or sized_ahead.block = '' as uses_shared,
                array(
                    select code from unnest(options.codes || sized_ahead.codes) as code order by code
                ) as codes,
                options.effort + sized_ahead.effort as effort,
                sized_ahead.slack
            from options
            inner join sized_ahead using (district_code)
            where
                not options.reached and sized_ahead.place > options.place and not (options.uses_shared and sized_ahead.block = '')
                and 100 * (options.points + sized_ahead.gain + sized_ahead.ahead) >= options.wanted_percent * options.max_points
        ) as longer
    ) as extended
    where extended.standing <= 20
),

numbered as materialized (
    select
        options.*,
        row_number() over (
            partition by options.district_code order by cardinality(options.codes), options.effort, options.codes
        ) as option_no
    from options
    where options.reached and options.smallest
)

select
    graded.programme_code,
    graded.period,
    graded.province_code,
    graded.district_code,
    numbered.option_no,
    (
        select grade_band.grade
        from rulebook.grade_band
        where
            grade_band.programme_code = graded.programme_code and grade_band.province_code = graded.province_code
            and grade_band.rulebook_version = graded.rulebook_version
            and 100 * numbered.points >= grade_band.lower_percent * graded.max_points
        order by grade_band.lower_percent desc
        limit 1
    ) as grade,
    numbered.points,
    conditions.criterion_code,
    conditions.condition_no,
    conditions.measure_code,
    conditions.value,
    conditions.value_needed,
    conditions.lacking,
    conditions.unit_th,
    conditions.step_th
from numbered
inner join graded using (district_code)
inner join conditions
    on
        conditions.district_code = numbered.district_code and conditions.criterion_code = any (numbered.codes) and not conditions.holds
where numbered.option_no <= 20;
