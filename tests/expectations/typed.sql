-- The month of month.sql one step and two steps earlier: its facts as typed rows, and as rows received. As every fact is a typed row, the
-- files hold nothing else.
insert into staging.submission (
    file_id, sheet, row_number, province_code, period, report_key, district_code, reported_at, reported_with_time, new_shops,
    downloads_total, district_chief, district_development_officer, land_office_head, local_administration_head, subdistrict_heads,
    village_heads
)
select
    file_id, district_code, 1, province_code, period, version_key, district_code, reported_at, reported_with_time, new_shops_claimed,
    downloads_total_claimed, district_chief, district_development_officer, land_office_head, local_administration_head,
    subdistrict_heads, village_heads
from warehouse.submission
where province_code = %(province_code)s and period = %(period)s;

insert into staging.submission_download (file_id, sheet, row_number, province_code, period, report_key, subdistrict_code, downloads)
select file_id, sheet, row_number, province_code, period, version_key, subdistrict_code, downloads
from warehouse.claimed_download
where province_code = %(province_code)s and period = %(period)s;

insert into staging.submission_publicity (
    file_id, sheet, row_number, province_code, period, report_key, posted_on, channels, title, hashtags
)
select file_id, sheet, row_number, province_code, period, version_key, posted_on, channels, title, hashtags
from warehouse.publicity_post
where province_code = %(province_code)s and period = %(period)s;

insert into staging.submission_activity (
    file_id, sheet, row_number, province_code, period, report_key, held_on, activity, kind, participants, channels, hashtags
)
select file_id, sheet, row_number, province_code, period, version_key, held_on, activity, kind, participants, channels, hashtags
from warehouse.activity
where province_code = %(province_code)s and period = %(period)s;

insert into staging.submission_service (
    file_id, sheet, row_number, province_code, period, report_key, service_code, accepted, related, ready, records, updated_on
)
select
    file_id, sheet, row_number, province_code, period, version_key, service_code, accepted, related, ready, records, updated_on
from warehouse.service_record
where province_code = %(province_code)s and period = %(period)s;

insert into staging.otop_operator (
    file_id, sheet, row_number, province_code, operator_id, district_code, subdistrict_code, status, as_of_date
)
select file_id, sheet, row_number, province_code, operator_id, district_code, subdistrict_code, status, as_of_date
from warehouse.otop_operator
where province_code = %(province_code)s and period = %(period)s;

insert into staging.shop_registration (
    file_id, sheet, row_number, province_code, shop_id, operator_id, registered_on, status, approved_on, products
)
select file_id, sheet, row_number, province_code, shop_id, operator_id, registered_on, status, approved_on, products
from warehouse.shop
where province_code = %(province_code)s and period = %(period)s;

insert into staging.content_record (
    file_id, sheet, row_number, province_code, period, record_id, service_code, district_code, updated_on, status, attraction_kind
)
select file_id, sheet, row_number, province_code, period, record_id, service_code, district_code, updated_on, status, attraction_kind
from warehouse.content_record
where province_code = %(province_code)s and period = %(period)s;

insert into staging.leader_roster (
    file_id, sheet, row_number, province_code, district_code, district_chief, district_development_officer, land_office_head,
    local_administration_head, subdistrict_heads, village_heads, printed_total, as_of_date
)
select
    file_id, sheet, row_number, province_code, district_code, district_chief, district_development_officer, land_office_head,
    local_administration_head, subdistrict_heads, village_heads, printed_total, as_of_date
from warehouse.leader_roster
where province_code = %(province_code)s and period = %(period)s;

insert into raw.submissions_summary (file_id, sheet, row_number)
select typed.file_id, typed.sheet, typed.row_number
from staging.submission as typed
where typed.province_code = %(province_code)s and typed.period = %(period)s;

insert into raw.submissions_downloads (file_id, sheet, row_number)
select typed.file_id, typed.sheet, typed.row_number
from staging.submission_download as typed
where typed.province_code = %(province_code)s and typed.period = %(period)s;

insert into raw.submissions_publicity (file_id, sheet, row_number)
select typed.file_id, typed.sheet, typed.row_number
from staging.submission_publicity as typed
where typed.province_code = %(province_code)s and typed.period = %(period)s;

insert into raw.submissions_activities (file_id, sheet, row_number)
select typed.file_id, typed.sheet, typed.row_number
from staging.submission_activity as typed
where typed.province_code = %(province_code)s and typed.period = %(period)s;

insert into raw.submissions_services (file_id, sheet, row_number)
select typed.file_id, typed.sheet, typed.row_number
from staging.submission_service as typed
where typed.province_code = %(province_code)s and typed.period = %(period)s;

insert into raw.otop_operators (file_id, sheet, row_number)
select typed.file_id, typed.sheet, typed.row_number
from staging.otop_operator as typed
inner join ops.source_file using (file_id)
where source_file.province_code = %(province_code)s and source_file.period = %(period)s;

insert into raw.shop_registrations (file_id, sheet, row_number)
select typed.file_id, typed.sheet, typed.row_number
from staging.shop_registration as typed
inner join ops.source_file using (file_id)
where source_file.province_code = %(province_code)s and source_file.period = %(period)s;

insert into raw.app_downloads (file_id, row_number)
select typed.file_id, typed.row_number
from warehouse.app_download as typed
where typed.province_code = %(province_code)s and typed.period = %(period)s;

insert into raw.content_records (file_id, sheet, row_number)
select typed.file_id, typed.sheet, typed.row_number
from staging.content_record as typed
where typed.province_code = %(province_code)s and typed.period = %(period)s;

insert into raw.leader_roster (file_id, sheet, row_number)
select typed.file_id, typed.sheet, typed.row_number
from staging.leader_roster as typed
inner join ops.source_file using (file_id)
where source_file.province_code = %(province_code)s and source_file.period = %(period)s;

update ops.source_file
set rows_read = typed.row_count, rows_loaded = typed.row_count
from (
    select file_id, count(*) as row_count
    from (
        select file_id from staging.submission
        union all
        select file_id from staging.received_section_row
        union all
        select file_id from staging.otop_operator
        union all
        select file_id from staging.shop_registration
        union all
        select file_id from warehouse.app_download
        union all
        select file_id from staging.content_record
        union all
        select file_id from staging.leader_roster
    ) as row_of_file
    group by file_id
) as typed
where source_file.file_id = typed.file_id;
