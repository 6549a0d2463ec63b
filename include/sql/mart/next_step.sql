-- makes   mart.next_step
-- grain   one row per district, option and condition that would have to change
-- rule    an option is a smallest set of criteria not met that lifts the district to the next letter or beyond: no part of it, nor of what
--         it leads to, does. What it asks of a measure counts in every criterion that the measure stands in. A report that came late stays late.
--         Fewest criteria first, then the least that is missing of their targets; at most 20 options

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
            select min(grade_band.lower_percent) * district_grade.max_points
            from rulebook.grade_band
            where
                grade_band.programme_code = district_grade.programme_code and grade_band.province_code = district_grade.province_code
                and grade_band.rulebook_version = district_grade.rulebook_version
                and 100 * district_grade.points < grade_band.lower_percent * district_grade.max_points
        ) as wanted
    from candidate.district_grade
    where
        district_grade.programme_code = %(programme_code)s and district_grade.period = %(period)s
        and district_grade.province_code = %(province_code)s
),

-- of the districts below the best letter
conditions as materialized (
    select
        asked_condition.*,
        count(*) over same_measure > 1 as shared
    from mart.asked_condition(%(programme_code)s, %(province_code)s, %(period)s::date) as asked_condition
    inner join graded using (district_code)
    where graded.wanted is not null
    window same_measure as (partition by asked_condition.district_code, asked_condition.measure_code)
),

-- criteria that share a measure, directly or by others, move together; one that asks twice of a measure may contradict itself
linked as (
    select
        district_code,
        criterion_code,
        criterion_code as linked_code
    from conditions
    where shared

    union

    select
        linked.district_code,
        linked.criterion_code,
        neighbours.criterion_code as linked_code
    from linked
    inner join conditions on conditions.district_code = linked.district_code and conditions.criterion_code = linked.linked_code
    inner join conditions as neighbours
        on neighbours.district_code = conditions.district_code and neighbours.measure_code = conditions.measure_code
    where conditions.shared and neighbours.shared
),

criteria as materialized (
    select
        judged.*,
        attainment.max_points as points,
        judged.possible and not judged.met and attainment.max_points > 0 as open,
        row_number() over (
            partition by judged.district_code, judged.block order by judged.most_needed desc nulls last, judged.criterion_code
        ) as place
    from (
        select
            conditions.district_code,
            conditions.criterion_code,
            (
                select min(linked.linked_code)
                from linked
                where linked.district_code = conditions.district_code and linked.criterion_code = conditions.criterion_code
            ) as block,
            bool_and(conditions.holds) as met,
            bool_and(conditions.holds or conditions.possible) as possible,
            max(conditions.value_needed) filter (where not conditions.holds) as most_needed,
            sum(conditions.effort) filter (where not conditions.holds) as effort
        from conditions
        group by conditions.district_code, conditions.criterion_code
    ) as judged
    inner join candidate.attainment
        on
            attainment.programme_code = %(programme_code)s and attainment.province_code = %(province_code)s
            and attainment.period = %(period)s and attainment.district_code = judged.district_code
            and attainment.criterion_code = judged.criterion_code
),

-- one or several criteria of a block, none of them met by what the others ask
moves as (
    select
        district_code,
        block,
        array[criterion_code] as codes,
        effort,
        place
    from criteria
    where open and block is not null

    union all

    select
        moves.district_code,
        moves.block,
        moves.codes || criteria.criterion_code as codes,
        moves.effort + criteria.effort as effort,
        criteria.place
    from moves
    inner join criteria using (district_code, block)
    where
        criteria.open and criteria.place > moves.place
        and exists (
            select from conditions
            where
                conditions.district_code = criteria.district_code and conditions.criterion_code = criteria.criterion_code
                and not conditions.holds
                and not exists (
                    select from conditions as asked
                    where
                        asked.district_code = conditions.district_code and asked.criterion_code = any (moves.codes)
                        and asked.measure_code = conditions.measure_code and not asked.holds
                        and asked.value_needed >= conditions.value_needed
                )
        )
),

-- each criterion that a move touches, with the move's figures in the place of those that are there
outcomes as (
    select
        moves.district_code,
        moves.block,
        moves.codes,
        moves.effort,
        criteria.criterion_code,
        criteria.points,
        criteria.met as was_met,
        bool_and(mart.holds(coalesce(reached.value, conditions.value), conditions.comparator, conditions.target_value)) as is_met
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
    group by moves.district_code, moves.block, moves.codes, moves.effort, criteria.criterion_code, criteria.points, criteria.met
),

gains as materialized (
    select
        district_code,
        block,
        codes,
        effort,
        sum(points * (is_met::integer - was_met::integer)) as gain,
        array_agg(criterion_code) filter (where is_met and not was_met) as opened
    from outcomes
    group by district_code, block, codes, effort
    having bool_and(is_met or criterion_code <> all (codes))

    union all

    -- a criterion that shares no measure gives its points, and nothing else changes
    select
        district_code,
        criterion_code as block,
        array[criterion_code] as codes,
        effort,
        points as gain,
        array[criterion_code] as opened
    from criteria
    where open and block is null
),

-- worth it where no part of it, nothing that leads to less, or to the same with less, gives as much; `slack` is what the best of those would give less
sized as materialized (
    select
        gains.district_code,
        gains.block,
        gains.codes,
        gains.gain,
        gains.gain - parts.gain as slack,
        gains.effort,
        count(*) over (partition by gains.district_code, gains.block) > 1 as of_several,
        row_number() over (partition by gains.district_code order by gains.gain - parts.gain desc, gains.codes) as place,
        sum(gains.gain) over (partition by gains.district_code order by gains.gain - parts.gain, gains.codes desc) - gains.gain as ahead
    from gains
    cross join
        lateral (
            select greatest(0, max(part.gain)) as gain
            from gains as part
            where
                part.district_code = gains.district_code and part.block = gains.block
                and (
                    (part.codes <@ gains.codes and cardinality(part.codes) < cardinality(gains.codes))
                    or (
                        part.opened <@ gains.opened
                        and (
                            cardinality(part.opened) < cardinality(gains.opened)
                            or (-part.gain, cardinality(part.codes), part.effort, part.codes)
                            < (-gains.gain, cardinality(gains.codes), gains.effort, gains.codes)
                        )
                    )
                )
        ) as parts
    where gains.gain > parts.gain
),

-- By falling slack: a set is smallest exactly where it reaches the bound and what its last move gives over its best part is needed for
-- that. Of sets that end with the same move and gain the same, those that come later than twentieth now come later with all that follows.
options as (
    select
        graded.district_code,
        graded.wanted,
        graded.points,
        0::bigint as place,
        '{}'::text[] as blocks,
        '{}'::text[] as codes,
        0::numeric as effort,
        false as reached,
        false as smallest
    from graded
    where graded.wanted is not null

    union all

    select
        extended.district_code,
        extended.wanted,
        extended.points,
        extended.place,
        extended.blocks,
        extended.codes,
        extended.effort,
        100 * extended.points >= extended.wanted as reached,
        100 * (extended.points - extended.slack) < extended.wanted as smallest
    from (
        select
            longer.*,
            row_number() over (
                partition by longer.district_code, longer.place, longer.blocks, longer.points
                order by cardinality(longer.codes), longer.effort, longer.codes
            ) as standing
        from (
            select
                options.district_code,
                options.wanted,
                options.points + sized.gain as points,
                sized.place,
                case when sized.of_several then options.blocks || sized.block else options.blocks end as blocks,
                array(select code from unnest(options.codes || sized.codes) as code order by code) as codes,
                options.effort + sized.effort as effort,
                sized.slack
            from options
            inner join sized using (district_code)
            where
                not options.reached and sized.place > options.place and sized.block <> all (options.blocks)
                and 100 * (options.points + sized.gain + sized.ahead) >= options.wanted
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
    mart.letter(graded.programme_code, graded.province_code, graded.rulebook_version, numbered.points, graded.max_points) as grade,
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
inner join conditions using (district_code)
where numbered.option_no <= 20 and conditions.criterion_code = any (numbered.codes) and not conditions.holds;
