-- From a grade to its criteria, each one's document and clause, its conditions and the rows behind them (as mart.measure_working gives
-- them). A condition behind which no row stands has one row all the same. Without a district: the criteria of the province.
create or replace function mart.grade_working(
    province text, month date, district text, rows_each integer default 20, programme text default 'click'
)
returns table (
    criterion_code text, criterion_name_th text, met boolean, points numeric, max_points numeric, order_ref text, condition_no integer,
    measure_code text, measure_name_th text, value numeric, comparator text, target_value numeric, holds boolean, row_measure_code text,
    outcome text, counted_as text, amount numeric, reason_th text, source text, file text, sheet text, row_number bigint, cells jsonb,
    rows_in_all bigint
)
language sql stable
set jit = off
as $$
    with

    conditions as materialized (
        select
            target.criterion_code,
            criterion.name_th as criterion_name_th,
            criterion.position,
            attainment.met,
            attainment.points,
            attainment.max_points,
            concat_ws(
                ' ', criterion.document_th, criterion.clause,
                case when target.order_ref not like criterion.document_th || '%' then '· ' || target.order_ref end
            ) as order_ref,
            target.condition_no,
            target.measure_code,
            catalogue.name_th as measure_name_th,
            measure.value,
            target.comparator,
            target.target_value,
            coalesce(
                case target.comparator
                    when '>=' then measure.value >= target.target_value
                    when '=' then measure.value = target.target_value
                end,
                false
            ) as holds
        from mart.target
        inner join rulebook.criterion using (programme_code, province_code, rulebook_version, criterion_code)
        inner join rulebook.measure as catalogue using (measure_code)
        left join mart.attainment
            on
                attainment.programme_code = target.programme_code and attainment.province_code = target.province_code
                and attainment.period = target.period and attainment.district_code is not distinct from target.district_code
                and attainment.criterion_code = target.criterion_code
        left join mart.measure
            on
                measure.programme_code = target.programme_code and measure.province_code = target.province_code
                and measure.period = target.period and measure.district_code is not distinct from target.district_code
                and measure.measure_code = target.measure_code
        where
            target.programme_code = programme and target.province_code = province and target.period = month
            and target.district_code is not distinct from district
    ),

    -- how many subdistricts are short is read off the downloads of each
    shown as (
        select
            conditions.criterion_code,
            conditions.condition_no,
            conditions.measure_code as row_measure_code
        from conditions
        union all
        select
            conditions.criterion_code,
            conditions.condition_no,
            case version.downloads_graded_from when 'platform' then 'downloads' else 'downloads_claimed' end as row_measure_code
        from conditions
        cross join rulebook.in_force
        inner join rulebook.version using (programme_code, province_code, rulebook_version)
        where
            conditions.measure_code = 'subdistricts_short'
            and in_force.programme_code = programme and in_force.province_code = province and in_force.valid_during @> month
    ),

    working as materialized (
        select working.*
        from mart.measure_working(
            province, month, district, (select array_agg(distinct shown.row_measure_code) from shown), rows_each, programme
        ) with ordinality as working
    )

    select
        conditions.criterion_code,
        conditions.criterion_name_th,
        conditions.met,
        conditions.points,
        conditions.max_points,
        conditions.order_ref,
        conditions.condition_no,
        conditions.measure_code,
        conditions.measure_name_th,
        conditions.value,
        conditions.comparator,
        conditions.target_value,
        conditions.holds,
        coalesce(working.measure_code, conditions.measure_code),
        coalesce(working.outcome, 'nothing'),
        working.counted_as,
        working.amount,
        coalesce(working.reason_th, 'ไม่มีแถวใดของตัวชี้วัดนี้ในไฟล์ที่ได้รับ'),
        working.source,
        working.file,
        working.sheet,
        working.row_number,
        working.cells,
        working.rows_in_all
    from conditions
    inner join shown using (criterion_code, condition_no)
    left join working on working.measure_code = shown.row_measure_code
    where working.measure_code is not null or shown.row_measure_code = conditions.measure_code
    order by conditions.position, conditions.condition_no, shown.row_measure_code <> conditions.measure_code, working.ordinality
$$;
