-- makes   staging.otop_operator, and refused rows in quarantine.rejected_row
-- grain   one row per accepted row of a registry export
-- rule    landing.md, source 2: an operator, its district by code or name, and the registry's date; names and national ids stay in raw

delete from staging.otop_operator
where file_id in (select pending_file.file_id from ops.pending_file where province_code = %(province_code)s and source = 'otop_operators');

with

-- a registry writes few places and dates on many rows: every way of writing one is read once
rows as materialized (
    select
        raw_row.*,
        pending_file.province_code,
        pending_file.period as folder_period,
        dense_rank() over (order by raw_row.district_code, raw_row.district, raw_row.subdistrict) as place_no
    from raw.otop_operators as raw_row
    inner join ops.pending_file using (file_id)
    where pending_file.province_code = %(province_code)s and pending_file.source = 'otop_operators'
),

districts_read as materialized (
    select
        places.*,
        staging.read_district(places.province_code, places.district_code, places.district) as district_read
    from (select distinct place_no, province_code, district_code, district, subdistrict from rows) as places
),

places_read as materialized (
    select
        districts_read.*,
        rulebook.resolve(province_code, 'subdistrict', thai.subdistrict_key(subdistrict), (district_read).code) as subdistrict_read
    from districts_read
),

places_judged as materialized (
    select
        places_read.place_no,
        places_read.district_read,
        places_read.subdistrict_read,
        array_remove(array[
            staging.problem_of_district(province_code, district_code, district, district_read, null),
            quarantine.problem(
                'subdistrict', subdistrict,
                case
                    when thai.fold(subdistrict) is not null and (district_read).code is not null then (subdistrict_read).rule
                end,
                case
                    when (subdistrict_read).rule = 'subdistrict_unknown' and (district_read).code is not null
                        then quarantine.suggestion(
                            rulebook.suggest(province_code, 'subdistrict', thai.subdistrict_key(subdistrict), (district_read).code)
                        )
                end
            )
        ], null) as problems_of_place
    from places_read
),

dates_read as materialized (
    select
        dates.*,
        thai.read_date(dates.written, dates.folder_period) as as_of_read
    from (select distinct coalesce(as_of_date, '') as written, folder_period from rows) as dates
),

values_read as materialized (
    select
        rows.*,
        places_judged.district_read,
        places_judged.subdistrict_read,
        places_judged.problems_of_place,
        dates_read.as_of_read
    from rows
    inner join places_judged using (place_no)
    inner join dates_read on dates_read.written = coalesce(rows.as_of_date, '') and dates_read.folder_period = rows.folder_period
),

judged as (
    select
        values_read.*,
        array_remove(
            array[quarantine.problem('operator_id', operator_id, case when thai.fold(operator_id) is null then 'value_missing' end)], null
        ) || problems_of_place || array_remove(array[
            quarantine.problem('kind', kind),
            quarantine.problem('status', status),
            quarantine.problem('as_of_date', as_of_date, case
                when thai.fold(as_of_date) is null then 'value_missing' else (as_of_read).rule
            end)
        ], null) as problems
    from values_read
),

typed as (
    insert into staging.otop_operator (
        file_id, sheet, row_number, province_code, operator_id, district_code, subdistrict_code, status, as_of_date
    )
    select
        file_id,
        sheet,
        row_number,
        province_code,
        thai.digits(thai.fold(operator_id)) as operator_id,
        (district_read).code as district_code,
        (subdistrict_read).code as subdistrict_code,
        thai.fold(status) as status,
        (as_of_read).value as as_of_date
    from judged
    where cardinality(problems) = 0
)

insert into quarantine.rejected_row (
    file_id, sheet, row_number, column_name, value, rule, message_th, source, province_code, period, district_code, problems
)
select
    file_id,
    sheet,
    row_number,
    problems[1].column_name,
    problems[1].value,
    problems[1].rule,
    quarantine.message_th(problems),
    'otop_operators',
    province_code,
    folder_period,
    (district_read).code as district_code,
    problems
from judged
where cardinality(problems) > 0;
