-- makes   warehouse.otop_operator
-- grain   one row per operator of a registry as of a date
-- rule    landing.md, source 2: a registry is the union of the accepted rows of one as-of date; of several rows of an operator the one
--         received last counts

-- the dates of which rows have come, or may be taken back
select set_config('chumchon.registry_dates', array(
    select standing.as_of_date
    from ops.pending_file
    inner join warehouse.otop_operator as standing using (province_code, file_id)
    where pending_file.province_code = %(province_code)s and pending_file.source = 'otop_operators'
    union
    select arrived.as_of_date
    from ops.pending_file
    inner join staging.otop_operator as arrived using (province_code, file_id)
    where pending_file.province_code = %(province_code)s and pending_file.source = 'otop_operators'
)::text, true);

delete from warehouse.otop_operator
where province_code = %(province_code)s and as_of_date = any (current_setting('chumchon.registry_dates')::date[]);

insert into warehouse.otop_operator (
    province_code, period, as_of_date, operator_id, district_code, subdistrict_code, status, file_id, sheet, row_number
)
select distinct on (typed.as_of_date, typed.operator_id)
    typed.province_code,
    date_trunc('month', typed.as_of_date)::date as period,
    typed.as_of_date,
    typed.operator_id,
    typed.district_code,
    typed.subdistrict_code,
    typed.status,
    typed.file_id,
    typed.sheet,
    typed.row_number
from staging.otop_operator as typed
inner join ops.source_file using (file_id)
where
    typed.province_code = %(province_code)s and typed.as_of_date = any (current_setting('chumchon.registry_dates')::date[])
order by
    typed.as_of_date, typed.operator_id, source_file.received_at desc, source_file.modified_at desc, source_file.uri desc,
    typed.row_number desc;
