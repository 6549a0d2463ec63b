-- makes   warehouse.leader_roster, and which months the rosters read now say something new about
-- grain   one row per district of a roster as of a date
-- rule    landing.md, source 6: of several rows of a district as of one date the one received last counts. A roster touches the months from its
--         own on; those before as well where it is the first. Made anew are the dates that a waiting file names or named: whatever is typed of a
--         date and stands not

with

pending as materialized (
    select file_id
    from ops.pending_file
    where province_code = %(province_code)s and source = 'leader_roster'
),

-- as they are read now, and as they were
rosters as (
    select typed.as_of_date
    from staging.leader_roster as typed
    where typed.file_id = any (array(select pending.file_id from pending))
    union
    select standing.as_of_date
    from warehouse.leader_roster as standing
    where standing.province_code = %(province_code)s and standing.file_id = any (array(select pending.file_id from pending))
),

touched as (
    select
        daterange(
            -- a district that no other roster names before goes by its first
            case
                when
                    not exists (
                        select from rulebook.district
                        where
                            district.province_code = %(province_code)s
                            and not exists (
                                select from warehouse.leader_roster as earlier
                                where
                                    earlier.province_code = district.province_code and earlier.district_code = district.district_code
                                    and earlier.as_of_date < rosters.as_of_date
                                    and earlier.file_id <> all (array(select pending.file_id from pending))
                            )
                    )
                    then date_trunc('month', rosters.as_of_date)::date
            end,
            null
        ) as months
    from rosters
)

update ops.source_file
set
    touches = case when typed_with is null then coalesce(touches, '{}') else touches end
    + coalesce((select range_agg(touched.months) from touched), '{}')
from pending
where source_file.file_id = pending.file_id and (source_file.typed_with is null or source_file.touches is not null);

with

pending as materialized (
    select file_id
    from ops.pending_file
    where province_code = %(province_code)s and source = 'leader_roster'
),

rosters as materialized (
    select typed.as_of_date
    from staging.leader_roster as typed
    where typed.file_id = any (array(select pending.file_id from pending))
    union
    select standing.as_of_date
    from warehouse.leader_roster as standing
    where standing.province_code = %(province_code)s and standing.file_id = any (array(select pending.file_id from pending))
)

delete from warehouse.leader_roster
where province_code = %(province_code)s and as_of_date = any (array(select rosters.as_of_date from rosters));

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
    and not exists (
        select from warehouse.leader_roster as standing
        where standing.province_code = %(province_code)s and standing.as_of_date = typed.as_of_date
    )
order by
    typed.as_of_date, typed.district_code, source_file.received_at desc, source_file.modified_at desc, source_file.uri desc,
    typed.row_number desc;
