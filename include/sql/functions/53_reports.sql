-- What is wrong with the report a row belongs to; a row of the form tool also names its own district and month.
create or replace function staging.problems_of_report(
    from_form_tool boolean, report_id text, report_key text, report_accepted boolean, report_district_code text,
    district text, district_read rulebook.name_reading, period text, period_read thai.month_reading, folder_period date
)
returns quarantine.problem[]
language sql stable parallel safe as $$
    select array_remove(array[
        quarantine.problem('report_id', report_id, case
            when from_form_tool and thai.fold(report_id) is null then 'value_missing'
            when from_form_tool and report_key is null then 'report_unknown'
        end),
        quarantine.problem('summary', null, case when not report_accepted then 'summary_refused' end),
        case
            when not from_form_tool or not report_accepted then null
            when thai.fold(district) is null then quarantine.problem('district', district, 'value_missing')
            when (district_read).code <> report_district_code
                then quarantine.problem(
                    'district', district, 'district_disagrees',
                    'อำเภอในส่วนสรุปของรายงาน' || coalesce((
                        select ' (' || report_district.name_th || ')'
                        from rulebook.district as report_district
                        where report_district.district_code = report_district_code
                        order by report_district.valid_during desc
                        limit 1
                    ), '')
                )
            else staging.problem_of_district(left(report_district_code, 2), null, district, district_read, folder_period)
        end,
        quarantine.problem(
            'period', period,
            case
                when not from_form_tool or not report_accepted then null
                when thai.fold(period) is null then 'value_missing'
                when (period_read).rule is not null then (period_read).rule
                when (period_read).value <> folder_period then 'period_disagrees'
            end,
            thai.print_month(folder_period)
        )
    ], null)
$$;
