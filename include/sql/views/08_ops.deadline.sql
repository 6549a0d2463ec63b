-- makes   ops.deadline
-- grain   one row per programme, province, month of a rulebook in force and deadline
-- rule    report: met when every district's first valid report was made in time, at the last of them; publication: met by the final freeze
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
        end as met_at
    from rulebook.in_force
    inner join rulebook.deadline using (programme_code, province_code, rulebook_version)
    left join finals
        on
            finals.programme_code = deadline.programme_code and finals.province_code = deadline.province_code
            and finals.period = deadline.period
    left join reports on reports.province_code = deadline.province_code and reports.period = deadline.period
    left join rosters on rosters.province_code = deadline.province_code
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
    end as status
from deadlines;
alter view ops.deadline owner to warehouse_owner;
