-- makes   mart.asked_condition
-- grain   one row per district and condition of a month that stands built in candidate
-- rule    the value at which the condition would hold, how far off that is, counted in people, services or subdistricts where shares and
--         shortfalls hide them, and, where it does not hold, in what words an officer would be asked for it
create or replace function mart.asked_condition(programme text, province text, month date)
returns table (
    district_code text, criterion_code text, condition_no integer, measure_code text, comparator text, target_value numeric, value numeric,
    holds boolean, possible boolean, value_needed numeric, lacking numeric, unit_th text, effort numeric, step_th text
)
language sql stable as $$
with

rules as materialized (
    select
        version.*,
        (
            select thai.print_date((deadline.due_at at time zone 'Asia/Bangkok')::date)
            from rulebook.deadline
            where
                deadline.programme_code = version.programme_code and deadline.province_code = version.province_code
                and deadline.rulebook_version = version.rulebook_version and deadline.period = month
                and deadline.deadline_code = 'report'
        ) as due_th
    from rulebook.in_force
    inner join rulebook.version using (programme_code, province_code, rulebook_version)
    where
        in_force.programme_code = programme and in_force.province_code = province
        and in_force.valid_during @> month
),

-- whether a report counts, and whether a first one has come
districts as materialized (
    select
        district.district_code,
        coalesce(bool_or(submission.counts), false) as reported,
        coalesce(bool_or(submission.first_valid), false) as settled
    from rulebook.district
    left join warehouse.submission
        on
            submission.province_code = district.province_code and submission.period = month
            and submission.district_code = district.district_code
    where district.province_code = province and district.valid_during @> month
    group by district.district_code
),

-- what stands behind figures that are not counted in things: people, services, subdistricts ---------------------------------------
services as materialized (
    select
        readiness.district_code,
        count(*) filter (where not readiness.set_aside) as all_of_them,
        array_agg(service.name_th order by service.name_th) filter (where not readiness.set_aside and not readiness.ready) as names
    from mart.service_readiness(programme, province, month) as readiness
    inner join rulebook.service on service.programme_code = programme and service.service_code = readiness.service_code
    group by readiness.district_code
),

things as materialized (
    select
        districts.district_code,
        'services_ready_share' as measure_code,
        'บริการ' as unit_th,
        coalesce(services.all_of_them, asked.services) as all_of_them,
        coalesce(services.all_of_them, asked.services) as within_reach,
        services.names
    from districts
    cross join (
        select count(*) as services
        from rules inner join rulebook.related_service using (programme_code, province_code, rulebook_version)
    ) as asked
    left join services using (district_code)

    union all

    select
        headcounts.district_code,
        'leaders_downloaded_share' as measure_code,
        'ราย' as unit_th,
        case rules.leader_base when 'printed' then headcounts.printed_total else positions.leaders end as all_of_them,
        positions.leaders as within_reach,
        null as names
    from rules
    cross join lateral mart.headcounts(rules.programme_code, rules.province_code, month) as headcounts
    cross join lateral (
        select
            headcounts.district_chief + headcounts.district_development_officer + headcounts.land_office_head
            + headcounts.local_administration_head + headcounts.subdistrict_heads + headcounts.village_heads as leaders
    ) as positions
),

-- the nearest to the minimum first
short_subdistricts as materialized (
    select
        counted.district_code,
        counted.subdistrict_code,
        subdistrict.name_th,
        counted.downloads,
        counted.downloads / nullif(counted.asked, 0) as effort,
        row_number() over (partition by counted.district_code order by counted.downloads, counted.subdistrict_code) as place
    from (
        select
            subdistrict_measure.*,
            ceil(rules.subdistrict_minimum - coalesce(subdistrict_measure.value, 0)) as downloads,
            sum(rules.subdistrict_minimum) over (partition by subdistrict_measure.district_code) as asked
        from rules
        inner join candidate.subdistrict_measure using (programme_code, province_code)
        where
            subdistrict_measure.period = month
            and subdistrict_measure.measure_code
            = case rules.downloads_graded_from when 'platform' then 'downloads' else 'downloads_claimed' end
    ) as counted
    inner join rulebook.subdistrict using (province_code, district_code, subdistrict_code)
    where counted.downloads > 0 and subdistrict.valid_during @> month
),

-- every condition, and how far off it is ------------------------------------------------------------------------------------------
conditions as materialized (
    select
        target.district_code,
        target.criterion_code,
        target.condition_no,
        target.measure_code,
        target.comparator,
        target.target_value,
        asked.value_needed,
        measure.value,
        mart.holds(measure.value, target.comparator, target.target_value) as holds,
        catalogue.name_th,
        catalogue.unit_th,
        things.names,
        counted.needed as needed_count,
        abs(counted.needed - counted.now) as lacking,
        case when counted.needed is null or catalogue.unit_th <> 'สัดส่วน' then catalogue.unit_th else things.unit_th end as lacking_unit_th,
        replace(
            case
                when catalogue.source like 'submissions%' and (not districts.reported or measure.value is null)
                    then catalogue.report_step_th
                else catalogue.step_th
            end,
            '{each}', case rules.channels_over when 'occasion' then 'แต่ละครั้ง' else '' end
        ) as wording,
        -- whether it can be met at all: nothing comes in halves, nobody is counted who is not there, and a late report stays late
        case
            when target.measure_code = 'reports_on_time' and districts.settled then false
            when catalogue.unit_th <> 'สัดส่วน' then asked.value_needed = ceil(asked.value_needed)
            else
                asked.value_needed <= 1 and coalesce(counted.needed <= things.within_reach, true)
                and (target.comparator <> '=' or coalesce(counted.needed = asked.value_needed * things.all_of_them, true))
        end as possible
    from candidate.target
    cross join rules
    inner join districts using (district_code)
    inner join rulebook.measure as catalogue using (measure_code)
    -- each figure by its whole key
    left join lateral (
        select found.value
        from candidate.measure as found
        where
            found.programme_code = programme and found.province_code = province and found.period = month
            and found.district_code = target.district_code and found.measure_code = target.measure_code
        offset 0
    ) as measure on true
    left join things on things.district_code = districts.district_code and things.measure_code = target.measure_code
    cross join lateral (
        select
            case
                when target.comparator = '>=' and catalogue.unit_th <> 'สัดส่วน' then ceil(target.target_value)
                else target.target_value
            end as value_needed
    ) as asked
    cross join lateral (
        select
            case catalogue.unit_th
                when 'สัดส่วน' then ceil(asked.value_needed * nullif(things.all_of_them, 0)) else asked.value_needed
            end as needed,
            case catalogue.unit_th when 'สัดส่วน' then round(measure.value * nullif(things.all_of_them, 0)) else measure.value end as now
    ) as counted
    where target.programme_code = programme and target.province_code = province and target.period = month
)

select
    conditions.district_code,
    conditions.criterion_code,
    conditions.condition_no,
    conditions.measure_code,
    conditions.comparator,
    conditions.target_value,
    conditions.value,
    conditions.holds,
    conditions.possible,
    conditions.value_needed,
    coalesce(conditions.lacking, abs(conditions.value_needed - conditions.value)) as lacking,
    conditions.lacking_unit_th as unit_th,
    coalesce(
        round(downloads.effort, 6),
        round(abs(conditions.value_needed - conditions.value) / nullif(greatest(conditions.value_needed, conditions.value), 0), 6),
        1
    ) as effort,
    case
        when not conditions.holds then coalesce(
            case
                when listed.list_th is not null or coalesce(conditions.value < conditions.value_needed, true)
                    then mart.filled_th(
                        conditions.wording, conditions.lacking, conditions.needed_count, conditions.lacking_unit_th, listed.list_th,
                        rules.due_th
                    )
            end,
            mart.plain_step_th(
                conditions.name_th, conditions.unit_th, conditions.value, conditions.comparator, conditions.value_needed
            )
        )
    end as step_th
from conditions
cross join rules
left join lateral (
    select
        sum(short_subdistricts.effort) as effort,
        string_agg(
            concat('ตำบล', short_subdistricts.name_th, ' ', mart.quantity_th(short_subdistricts.downloads, 'ราย')), ' '
            order by short_subdistricts.subdistrict_code
        ) as list_th
    from short_subdistricts
    where
        conditions.measure_code = 'subdistricts_short' and conditions.value > conditions.value_needed
        and short_subdistricts.district_code = conditions.district_code and short_subdistricts.place <= conditions.lacking
) as downloads on true
cross join lateral (
    select case
        when conditions.value > conditions.value_needed then downloads.list_th
        when conditions.lacking < cardinality(conditions.names) then concat(
            thai.print_number(conditions.lacking), ' ใน ', cardinality(conditions.names), ' ', conditions.lacking_unit_th, ' ได้แก่ ',
            mart.listed_th(conditions.names, conditions.lacking_unit_th)
        )
        else mart.listed_th(conditions.names, conditions.lacking_unit_th)
    end as list_th
) as listed
$$;
