-- makes   warehouse.content_record
-- grain   one row per content record and month of export
-- rule    landing.md, source 5: of several rows of a record in a month's exports the one received last counts

delete from warehouse.content_record
where
    province_code = %(province_code)s
    and period = any (array(
        select pending_file.period from ops.pending_file where province_code = %(province_code)s and source = 'content_records'
    ));

insert into warehouse.content_record (
    province_code, period, record_id, service_code, district_code, updated_on, status, attraction_kind, file_id, sheet, row_number
)
select distinct on (typed.period, typed.record_id)
    typed.province_code,
    typed.period,
    typed.record_id,
    typed.service_code,
    typed.district_code,
    typed.updated_on,
    typed.status,
    typed.attraction_kind,
    typed.file_id,
    typed.sheet,
    typed.row_number
from staging.content_record as typed
inner join ops.source_file using (file_id)
where
    typed.province_code = %(province_code)s
    and typed.period = any (array(
        select pending_file.period from ops.pending_file where province_code = %(province_code)s and source = 'content_records'
    ))
order by
    typed.period, typed.record_id, source_file.received_at desc, source_file.modified_at desc, source_file.uri desc, typed.row_number desc;
