-- makes   quarantine.refused_report
-- grain   one row per file of a district's report with something to hand back and district: rows that were refused, or the whole file
-- rule    a workbook is one report; a file of the form tool holds those of several districts, each handed back its own
create or replace view quarantine.refused_report with (security_invoker) as
with

reports as (
    select
        rejected_row.file_id,
        rejected_row.district_code
    from quarantine.rejected_row
    inner join ops.source_file using (file_id)
    where source_file.source = 'submissions' and source_file.section <> ''
    group by rejected_row.file_id, rejected_row.district_code

    union all

    select
        rejected_row.file_id,
        max(rejected_row.district_code) as district_code
    from quarantine.rejected_row
    inner join ops.source_file using (file_id)
    where source_file.source = 'submissions' and source_file.section = ''
    group by rejected_row.file_id

    union all

    select
        file_id,
        null as district_code
    from ops.source_file
    where source = 'submissions' and status = 'rejected' and province_code is not null and period is not null
)

select
    reports.file_id,
    reports.district_code,
    source_file.province_code,
    source_file.period,
    source_file.section,
    source_file.uri,
    source_file.sha256,
    source_file.received_at,
    thai.print_digits(
        thai.print_date((source_file.received_at at time zone 'Asia/Bangkok')::date)
        || to_char(source_file.received_at at time zone 'Asia/Bangkok', '" เวลา "HH24.MI" น."')
    ) as received_th,
    source_file.typed_with,
    source_file.reason,
    province.name_th as province_name_th,
    district.name_th as district_name_th,
    thai.print_digits(thai.print_month(source_file.period)) as month_th,
    thai.print_digits(
        thai.print_date((deadline.due_at at time zone 'Asia/Bangkok')::date)
        || to_char(deadline.due_at at time zone 'Asia/Bangkok', '" เวลา "HH24.MI" น."')
    ) as due_th
from reports
inner join ops.source_file using (file_id)
left join rulebook.province
    on province.province_code = source_file.province_code and province.valid_during @> source_file.period
left join rulebook.district
    on district.district_code = reports.district_code and district.valid_during @> source_file.period
left join rulebook.in_force
    on in_force.province_code = source_file.province_code and in_force.valid_during @> source_file.period
left join rulebook.deadline
    on
        deadline.programme_code = in_force.programme_code and deadline.province_code = in_force.province_code
        and deadline.rulebook_version = in_force.rulebook_version and deadline.period = source_file.period
        and deadline.deadline_code = 'report';
alter view quarantine.refused_report owner to warehouse_owner;
