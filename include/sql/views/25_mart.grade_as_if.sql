-- What would a changed rule or figure have done? Graded from what stands in mart, and nothing is written. `changes` is a JSON object of any of
--   targets              {"shops": 4}, or by condition {"publicity": {"2": 1}}: the number the rule asks for, of a percentage the percent
--   points               {"shops": 3}: of a criterion; 0 leaves it out
--   bands                {"A": 90}: from so many percent on
--   measures             {"new_shops": "new_shops_claimed"}: judged from another measure
--   values               {"5714": {"activities": 3}}: a district's figure
--   subdistrict_minimum  5: downloads that each subdistrict must reach
-- A key, criterion, condition, letter, measure or district that the month does not know is an error, and so is what is no number where one is
-- asked: nobody is told what changes nothing.
create or replace function mart.checked_changes(programme text, province text, month date, changes jsonb)
returns jsonb
language plpgsql stable as $$
declare
    misshapen text;
    unknown text;
begin
    if jsonb_typeof(changes) is distinct from 'object' then
        raise exception 'การเปลี่ยนแปลงต้องเป็นออบเจกต์ JSON เช่น {"targets": {"shops": 4}}' using errcode = 'invalid_parameter_value';
    end if;
    with

    parts as (
        select
            part.key,
            part.value,
            case jsonb_typeof(part.value) when 'object' then part.value else '{}' end as entries
        from jsonb_each(changes) as part
    ),

    entries as (
        select
            parts.key,
            parts.key || ' ' || entry.key as name,
            jsonb_typeof(entry.value) as kind,
            array(
                select jsonb_typeof(number.value)
                from jsonb_each(case jsonb_typeof(entry.value) when 'object' then entry.value else '{}' end) as number
            ) as kinds_below
        from parts
        cross join lateral jsonb_each(parts.entries) as entry
    ),

    wrong (name) as (
        select parts.key
        from parts
        where
            parts.key = 'subdistrict_minimum' and jsonb_typeof(parts.value) <> 'number'
            or parts.key in ('targets', 'points', 'bands', 'measures', 'values') and jsonb_typeof(parts.value) <> 'object'
        union all
        select entries.name
        from entries
        where case entries.key
            when 'measures' then entries.kind <> 'string'
            when 'targets' then entries.kind not in ('number', 'object') or not entries.kinds_below <@ array['number']
            when 'values' then entries.kind <> 'object' or not entries.kinds_below <@ array['number', 'null']
            when 'points' then entries.kind <> 'number'
            when 'bands' then entries.kind <> 'number'
            else false
        end
    )

    select string_agg(wrong.name, ', ' order by wrong.name) into misshapen
    from wrong;
    if misshapen is not null then
        raise exception 'ไม่ใช่ค่าที่ใช้ได้: % (จังหวัด % เดือน %)', misshapen, province, to_char(month, 'YYYY-MM')
            using errcode = 'invalid_parameter_value';
    end if;
    with

    known (kind, name) as (
        select 'key', key from unnest(array['targets', 'points', 'bands', 'measures', 'values', 'subdistrict_minimum']) as key
        union all
        select 'criterion', criterion_code from mart.target
        where
            target.programme_code = programme and target.province_code = province and target.period = month and district_code is not null
        union all
        select 'condition', criterion_code || ' ' || condition_no from mart.target
        where
            target.programme_code = programme and target.province_code = province and target.period = month and district_code is not null
        union all
        select 'measure', measure_code from rulebook.measure where not watched
        union all
        select 'district', district.district_code from rulebook.district
        where district.province_code = province and district.valid_during @> month
        union all
        select 'grade', grade from rulebook.in_force inner join rulebook.grade_band using (programme_code, province_code, rulebook_version)
        where in_force.programme_code = programme and in_force.province_code = province and in_force.valid_during @> month
    ),

    asked (kind, name) as (
        select 'key', jsonb_object_keys(changes)
        union all
        select 'criterion', jsonb_object_keys(coalesce(changes -> 'targets', '{}'))
        union all
        select 'criterion', jsonb_object_keys(coalesce(changes -> 'points', '{}'))
        union all
        select 'condition', criterion.key || ' ' || jsonb_object_keys(criterion.value)
        from jsonb_each(coalesce(changes -> 'targets', '{}')) as criterion
        where jsonb_typeof(criterion.value) = 'object'
        union all
        select 'grade', jsonb_object_keys(coalesce(changes -> 'bands', '{}'))
        union all
        select 'measure', measure.name
        from jsonb_each_text(coalesce(changes -> 'measures', '{}')) as swap
        cross join lateral (values (swap.key), (swap.value)) as measure (name)
        union all
        select 'district', jsonb_object_keys(coalesce(changes -> 'values', '{}'))
        union all
        select 'measure', jsonb_object_keys(district.value) from jsonb_each(coalesce(changes -> 'values', '{}')) as district
    )

    select string_agg(distinct asked.kind || ' ' || asked.name, ', ') into unknown
    from asked
    where not exists (select from known where known.kind = asked.kind and known.name = asked.name);
    if unknown is not null then
        raise exception 'ไม่รู้จัก: % (จังหวัด % เดือน %)', unknown, province, to_char(month, 'YYYY-MM')
            using errcode = 'invalid_parameter_value';
    end if;
    return changes;
end
$$;

-- Every condition of a month's districts under changed rules or figures, and whether it holds.
create or replace function mart.conditions_as_if(programme text, province text, month date, changes jsonb default '{}')
returns table (
    district_code text, criterion_code text, condition_no integer, measure_code text, comparator text, target_value numeric, value numeric,
    holds boolean
)
language sql stable cost 100000
set jit = off
set plan_cache_mode = force_generic_plan
as $$
    with

    asked as materialized (select mart.checked_changes(programme, province, month, changes) as changes),

    rules as materialized (
        select
            coalesce((asked.changes ->> 'subdistrict_minimum')::numeric, version.subdistrict_minimum) as subdistrict_minimum,
            asked.changes ? 'subdistrict_minimum' or asked.changes -> 'measures' ?| array['downloads', 'downloads_claimed'] as counts_anew,
            coalesce(asked.changes -> 'measures' ->> graded.measure_code, graded.measure_code) as downloads_from
        from asked
        cross join rulebook.version_in_force(programme, province, month) as version
        cross join lateral (
            values (case version.downloads_graded_from when 'platform' then 'downloads' else 'downloads_claimed' end)
        ) as graded (measure_code)
    ),

    short_subdistricts as materialized (
        select
            subdistrict_measure.district_code,
            case
                when rules.downloads_from = 'downloads' and bool_or(subdistrict_measure.value is null) then null
                else count(*) filter (where coalesce(subdistrict_measure.value, 0) < rules.subdistrict_minimum)
            end as value
        from rules
        inner join mart.subdistrict_measure on subdistrict_measure.measure_code = rules.downloads_from
        where
            rules.counts_anew and subdistrict_measure.programme_code = programme and subdistrict_measure.province_code = province
            and subdistrict_measure.period = month
        group by subdistrict_measure.district_code, rules.downloads_from
    ),

    conditions as (
        select
            target.district_code,
            target.criterion_code,
            target.condition_no,
            swapped.measure_code,
            target.comparator,
            case
                when given.number is null then target.target_value
                else case condition.target_kind
                    when 'fixed' then given.number
                    when 'percent_of' then greatest(1, round(given.number * target.base_value / 100))
                    when 'per_subdistrict' then given.number * target.base_value
                end
            end as target_value
        from asked
        inner join mart.target
            on
                target.programme_code = programme and target.province_code = province and target.period = month
                and target.district_code is not null
        inner join rulebook.condition using (programme_code, province_code, rulebook_version, criterion_code, condition_no)
        cross join lateral (
            values (coalesce(asked.changes -> 'measures' ->> target.measure_code, target.measure_code))
        ) as swapped (measure_code)
        cross join lateral (values (asked.changes -> 'targets' -> target.criterion_code)) as named (target)
        cross join lateral (
            select case
                when jsonb_typeof(named.target) = 'object' then (named.target ->> target.condition_no::text)::numeric
                when target.condition_no = 1 then (named.target #>> '{}')::numeric
            end as number
        ) as given
    )

    select
        conditions.district_code,
        conditions.criterion_code,
        conditions.condition_no,
        conditions.measure_code,
        conditions.comparator,
        conditions.target_value,
        figure.value,
        mart.holds(figure.value, conditions.comparator, conditions.target_value)
    from asked
    cross join rules
    cross join conditions
    left join mart.measure
        on
            measure.programme_code = programme and measure.province_code = province and measure.period = month
            and measure.district_code = conditions.district_code and measure.measure_code = conditions.measure_code
    left join short_subdistricts
        on
            rules.counts_anew and conditions.measure_code = 'subdistricts_short'
            and short_subdistricts.district_code = conditions.district_code
    cross join lateral (
        select case
            when asked.changes -> 'values' -> conditions.district_code ? conditions.measure_code
                then (asked.changes -> 'values' -> conditions.district_code ->> conditions.measure_code)::numeric
            when rules.counts_anew and conditions.measure_code = 'subdistricts_short' then short_subdistricts.value
            else measure.value
        end as value
    ) as figure
$$;

-- The grades of a month under changed rules or figures, beside those that stand.
create or replace function mart.grade_as_if(programme text, province text, month date, changes jsonb default '{}')
returns table (
    district_code text, district_name_th text, points numeric, max_points numeric, percent numeric, grade text, standing_points numeric,
    standing_max_points numeric, standing_grade text, gained text[], lost text[]
)
language sql stable cost 100000
set jit = off
set plan_cache_mode = force_generic_plan
as $$
    with

    criteria as (
        select
            judged.district_code,
            judged.criterion_code,
            bool_and(judged.holds) as met
        from mart.conditions_as_if(programme, province, month, changes) as judged
        group by judged.district_code, judged.criterion_code
    ),

    points as (
        select
            attainment.district_code,
            sum(worth.points) filter (where criteria.met) as points,
            sum(worth.points) as max_points,
            array_agg(attainment.criterion_code order by attainment.criterion_code) filter (where criteria.met and not attainment.met) as gained,
            array_agg(attainment.criterion_code order by attainment.criterion_code) filter (where attainment.met and not criteria.met) as lost
        from mart.attainment
        inner join criteria using (district_code, criterion_code)
        cross join lateral (
            values (coalesce((changes -> 'points' ->> attainment.criterion_code)::numeric, attainment.max_points))
        ) as worth (points)
        where attainment.programme_code = programme and attainment.province_code = province and attainment.period = month
        group by attainment.district_code
    )

    select
        standing.district_code,
        standing.district_name_th,
        coalesce(points.points, 0),
        points.max_points,
        round(100 * coalesce(points.points, 0) / nullif(points.max_points, 0), 4),
        band.grade,
        standing.points,
        standing.max_points,
        standing.grade,
        coalesce(points.gained, '{}'),
        coalesce(points.lost, '{}')
    from mart.district_grade as standing
    inner join points using (district_code)
    left join lateral (
        select grade_band.grade
        from rulebook.grade_band
        cross join lateral (values (coalesce((changes -> 'bands' ->> grade_band.grade)::numeric, grade_band.lower_percent))) as bound (percent)
        where
            grade_band.programme_code = programme and grade_band.province_code = province
            and grade_band.rulebook_version = standing.rulebook_version
            and 100 * coalesce(points.points, 0) >= bound.percent * points.max_points and points.max_points > 0
        order by bound.percent desc
        limit 1
    ) as band on true
    where standing.programme_code = programme and standing.province_code = province and standing.period = month
$$;
