-- makes   warehouse.submission
-- grain   one row per version of a district's report
-- rule    landing.md, Versions: valid with an accepted row of another section or a claimed figure; of the valid ones the latest received
--         counts and the earliest received decides punctuality (ties: last modified, then URI, then its own time)

delete from warehouse.submission
where
    province_code = %(province_code)s
    and period in (select pending_file.period from ops.pending_file where province_code = %(province_code)s and source = 'submissions');

insert into warehouse.submission (
    province_code, period, version_key, district_code, file_id, reported_at, reported_with_time, received_at, valid, first_valid, counts,
    new_shops_claimed, downloads_total_claimed, district_chief, district_development_officer, land_office_head, local_administration_head,
    subdistrict_heads, village_heads
)
with

versions as (
    select
        submission.*,
        source_file.received_at,
        source_file.modified_at,
        source_file.uri,
        submission.new_shops is not null or submission.downloads_total is not null or exists (
            select from staging.section_row
            where
                section_row.province_code = submission.province_code and section_row.period = submission.period
                and section_row.report_key = submission.report_key
        ) as valid
    from staging.report
    inner join staging.submission using (province_code, period, report_key, file_id)
    inner join ops.source_file using (file_id)
    where
        report.province_code = %(province_code)s
        and report.period in (
            select pending_file.period from ops.pending_file where province_code = %(province_code)s and source = 'submissions'
        )
),

ordered as (
    select
        versions.*,
        row_number() over (
            partition by period, district_code, valid
            order by received_at, modified_at, uri, reported_at, row_number
        ) as place,
        count(*) over (partition by period, district_code, valid) as places
    from versions
)

select
    province_code,
    period,
    report_key as version_key,
    district_code,
    file_id,
    reported_at,
    reported_with_time,
    received_at,
    valid,
    valid and place = 1 as first_valid,
    valid and place = places as counts,
    new_shops as new_shops_claimed,
    downloads_total as downloads_total_claimed,
    district_chief,
    district_development_officer,
    land_office_head,
    local_administration_head,
    subdistrict_heads,
    village_heads
from ordered;
