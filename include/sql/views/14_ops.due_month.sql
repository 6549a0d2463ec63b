-- makes   ops.due_month
-- grain   one row per programme, province and open month: what is due of it, when, and what is in the way
-- rule    districts are missing until a first valid report of theirs is there; a month is out when its final summary is frozen
create or replace view ops.due_month with (security_invoker) as
select
    month_input.programme_code,
    month_input.province_code,
    month_input.period,
    province.name_th as province_name_th,
    report.due_at as report_due_at,
    publication.due_at as publication_due_at,
    roster.districts,
    roster.missing_district_codes,
    roster.missing_district_names_th,
    month_input.missing_sources,
    month.status,
    case when month.status = 'held' then month.held_because end as held_because,
    replay_stop.reason_th as stopped_because,
    case when standing.revision >= 1 then standing.revision end as revision,
    case when standing.revision >= 1 then standing.taken_at end as frozen_at
from ops.month_input
inner join rulebook.deadline as report
    on
        report.programme_code = month_input.programme_code and report.province_code = month_input.province_code
        and report.rulebook_version = month_input.rulebook_version and report.period = month_input.period
        and report.deadline_code = 'report'
inner join rulebook.deadline as publication
    on
        publication.programme_code = month_input.programme_code and publication.province_code = month_input.province_code
        and publication.rulebook_version = month_input.rulebook_version and publication.period = month_input.period
        and publication.deadline_code = 'publication'
left join rulebook.province on province.province_code = month_input.province_code and province.valid_during @> month_input.period
left join ops.month
    on
        month.programme_code = month_input.programme_code and month.province_code = month_input.province_code
        and month.period = month_input.period
left join ops.replay_stop
    on replay_stop.programme_code = month_input.programme_code and replay_stop.province_code = month_input.province_code
left join snapshot.standing
    on
        standing.programme_code = month_input.programme_code and standing.province_code = month_input.province_code
        and standing.period = month_input.period
cross join lateral (
    select
        count(*) as districts,
        coalesce(array_agg(district.district_code order by district.district_code) filter (where reported.district_code is null), '{}')
            as missing_district_codes,
        coalesce(array_agg(district.name_th order by district.district_code) filter (where reported.district_code is null), '{}')
            as missing_district_names_th
    from rulebook.district
    left join (
        select submission.district_code
        from warehouse.submission
        where
            submission.province_code = month_input.province_code and submission.period = month_input.period and submission.first_valid
    ) as reported using (district_code)
    where district.province_code = month_input.province_code and district.valid_during @> month_input.period
) as roster;
alter view ops.due_month owner to warehouse_owner;
