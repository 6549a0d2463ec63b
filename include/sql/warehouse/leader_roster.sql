-- makes   warehouse.leader_roster
-- grain   one row per district of a roster as of a date
-- rule    landing.md, source 6: of several rows of a district as of one date the one received last counts

delete from warehouse.leader_roster
where
    province_code = %(province_code)s
    and exists (
        select from ops.pending_file where pending_file.province_code = %(province_code)s and pending_file.source = 'leader_roster'
    );

insert into warehouse.leader_roster (
    province_code, period, as_of_date, district_code, district_chief, district_development_officer, land_office_head,
    local_administration_head, subdistrict_heads, village_heads, printed_total, file_id, sheet, row_number
)
select distinct on (typed.as_of_date, typed.district_code)
    typed.province_code,
    date_trunc('month', typed.as_of_date)::date as period,
    typed.as_of_date,
    typed.district_code,
    typed.district_chief,
    typed.district_development_officer,
    typed.land_office_head,
    typed.local_administration_head,
    typed.subdistrict_heads,
    typed.village_heads,
    typed.printed_total,
    typed.file_id,
    typed.sheet,
    typed.row_number
from staging.leader_roster as typed
inner join ops.source_file using (file_id)
where
    typed.province_code = %(province_code)s
    and exists (
        select from ops.pending_file where pending_file.province_code = %(province_code)s and pending_file.source = 'leader_roster'
    )
order by
    typed.as_of_date, typed.district_code, source_file.received_at desc, source_file.modified_at desc, source_file.uri desc,
    typed.row_number desc;
