-- makes   ops.deadline
-- grain   one row per programme, province, month of a rulebook in force and deadline
-- rule    report: met when every district's first valid report was made in time, at the last of them; publication: met by the final freeze.
--         A late report that was allowed stays late: the status is the clock's, and the exception stands beside it
create or replace view ops.deadline with (security_invoker) as
with

reports as (
    select
        submission.province_code,
        submission.period,
        count(*) as districts,
        max(case version.clock when 'received' then submission.received_at else submission.reported_at end) as last_at
    from rulebook.in_force
    inner join rulebook.version using (programme_code, province_code, rulebook_version)
    inner join warehouse.submission
        on submission.province_code = in_force.province_code and in_force.valid_during @> submission.period
    where submission.first_valid
    group by submission.province_code, submission.period
),

rosters as (
    select
        province_code,
        count(*) as districts
    from rulebook.district
    where valid_during @> current_date
    group by province_code
),

exceptions as (
    select
        programme_code,
        province_code,
        period,
        array_agg(district_code order by district_code) as district_codes,
        string_agg(district_name_th || ': ' || told_th, ' · ' order by district_code) as told_th
    from ops.standing_exception
    group by programme_code, province_code, period
),

finals as (
    select
        programme_code,
        province_code,
        period,
        min(taken_at) as taken_at
    from snapshot.publication
    where kind <> 'provisional'
    group by programme_code, province_code, period
),

deadlines as (
    select
        deadline.programme_code,
        deadline.province_code,
        deadline.period,
        deadline.deadline_code,
        deadline.due_at,
        case deadline.deadline_code
            when 'publication' then finals.taken_at
            when 'report' then case when reports.districts = rosters.districts then reports.last_at end
        end as met_at,
        case when deadline.deadline_code = 'report' then exceptions.district_codes end as excused_district_codes,
        case when deadline.deadline_code = 'report' then exceptions.told_th end as exceptions_th
    from rulebook.in_force
    inner join rulebook.deadline using (programme_code, province_code, rulebook_version)
    left join finals
        on
            finals.programme_code = deadline.programme_code and finals.province_code = deadline.province_code
            and finals.period = deadline.period
    left join reports on reports.province_code = deadline.province_code and reports.period = deadline.period
    left join rosters on rosters.province_code = deadline.province_code
    left join exceptions
        on
            exceptions.programme_code = deadline.programme_code and exceptions.province_code = deadline.province_code
            and exceptions.period = deadline.period
)

select
    programme_code,
    province_code,
    period,
    deadline_code,
    due_at,
    met_at,
    case
        when met_at < due_at + interval '1 second' then 'met'
        when now() > due_at then 'missed'
        else 'pending'
    end as status,
    coalesce(excused_district_codes, '{}') as excused_district_codes,
    exceptions_th
from deadlines;
alter view ops.deadline owner to warehouse_owner;
