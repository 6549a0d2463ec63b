-- tourism_places of a province and month, record by record of the month's export. The distinct counted_as among the counted rows are the
-- measure. Of one outcome at most rows_each are returned (null: all); rows_in_all says how many there are.
create or replace function mart.content_working(province text, month date, rows_each integer)
returns setof mart.traced_row
language sql stable as $$
    with

    -- the Thai fiscal year begins on 1 October
    fiscal_year as (
        select
            make_date(extract(year from month)::integer - case when extract(month from month) < 10 then 1 else 0 end, 10, 1) as first_day
    ),

    judged as (
        select
            content_record.*,
            case
                when content_record.updated_on < fiscal_year.first_day then 'ปรับปรุงล่าสุดก่อนปีงบประมาณ'
                when content_record.updated_on >= month + interval '1 month' then 'ปรับปรุงหลังสิ้นเดือน'
            end as why_not
        from warehouse.content_record
        cross join fiscal_year
        where
            content_record.province_code = province and content_record.period = month and content_record.service_code = 'cdd_travel'
    ),

    seen as (
        select
            case when why_not is null then 'counted' else 'not_counted' end as outcome,
            record_id,
            coalesce(why_not, 'ปรับปรุงล่าสุดภายในปีงบประมาณและไม่เกินสิ้นเดือน') || ' (' || thai.print_date(updated_on) || ')' as reason_th,
            file_id,
            sheet,
            row_number
        from judged
        union all
        select
            'refused' as outcome,
            null as record_id,
            refused.refused_th as reason_th,
            refused.file_id,
            refused.sheet,
            refused.row_number
        from mart.refused_export_row(province, month, null) as refused
        where refused.source = 'content_records'
    ),

    placed as (
        select
            seen.*,
            count(*) over (partition by outcome) as rows_in_all,
            row_number() over (partition by outcome order by file_id, sheet, row_number) as place
        from seen
    )

    select
        'tourism_places', outcome, record_id, 1::numeric, reason_th, 'content_records', null::text, file_id, sheet, row_number, rows_in_all,
        null::jsonb
    from placed
    where place <= rows_each or rows_each is null
$$;
