-- makes   staging.leader_roster, and refused rows in quarantine.rejected_row
-- grain   one row per accepted row of a roster of leaders
-- rule    landing.md, source 6: a 0 means that there is no such office; an empty position is missing, and refused

delete from staging.leader_roster
where file_id in (select pending_file.file_id from ops.pending_file where province_code = %(province_code)s and source = 'leader_roster');

with

rows as (
    select
        raw_row.*,
        pending_file.province_code,
        pending_file.period as folder_period
    from raw.leader_roster as raw_row
    inner join ops.pending_file using (file_id)
    where pending_file.province_code = %(province_code)s and pending_file.source = 'leader_roster'
),

values_read as materialized (
    select
        rows.*,
        staging.read_district(province_code, null, district) as district_read,
        thai.read_count(district_chief) as district_chief_read,
        thai.read_count(district_development_officer) as district_development_officer_read,
        thai.read_count(land_office_head) as land_office_head_read,
        thai.read_count(local_administration_head) as local_administration_head_read,
        thai.read_count(subdistrict_heads) as subdistrict_heads_read,
        thai.read_count(village_heads) as village_heads_read,
        thai.read_count(printed_total) as printed_total_read,
        thai.read_date(as_of_date, folder_period) as as_of_read
    from rows
),

judged as (
    select
        values_read.*,
        array_remove(array[
            staging.problem_of_district(province_code, null, district, district_read, null),
            quarantine.problem('district_chief', district_chief, case
                when thai.fold(district_chief) is null then 'value_missing' else (district_chief_read).rule
            end),
            quarantine.problem('district_development_officer', district_development_officer, case
                when thai.fold(district_development_officer) is null then 'value_missing' else (district_development_officer_read).rule
            end),
            quarantine.problem('land_office_head', land_office_head, case
                when thai.fold(land_office_head) is null then 'value_missing' else (land_office_head_read).rule
            end),
            quarantine.problem('local_administration_head', local_administration_head, case
                when thai.fold(local_administration_head) is null then 'value_missing' else (local_administration_head_read).rule
            end),
            quarantine.problem('subdistrict_heads', subdistrict_heads, case
                when thai.fold(subdistrict_heads) is null then 'value_missing' else (subdistrict_heads_read).rule
            end),
            quarantine.problem('village_heads', village_heads, case
                when thai.fold(village_heads) is null then 'value_missing' else (village_heads_read).rule
            end),
            quarantine.problem('printed_total', printed_total, case
                when thai.fold(printed_total) is null then 'value_missing' else (printed_total_read).rule
            end),
            quarantine.problem('as_of_date', as_of_date, case
                when thai.fold(as_of_date) is null then 'value_missing' else (as_of_read).rule
            end)
        ], null) as problems
    from values_read
),

typed as (
    insert into staging.leader_roster (
        file_id, sheet, row_number, province_code, district_code, district_chief, district_development_officer, land_office_head,
        local_administration_head, subdistrict_heads, village_heads, printed_total, as_of_date
    )
    select
        file_id,
        sheet,
        row_number,
        province_code,
        (district_read).code as district_code,
        (district_chief_read).value as district_chief,
        (district_development_officer_read).value as district_development_officer,
        (land_office_head_read).value as land_office_head,
        (local_administration_head_read).value as local_administration_head,
        (subdistrict_heads_read).value as subdistrict_heads,
        (village_heads_read).value as village_heads,
        (printed_total_read).value as printed_total,
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
    'leader_roster',
    province_code,
    folder_period,
    (district_read).code as district_code,
    problems
from judged
where cardinality(problems) > 0;
