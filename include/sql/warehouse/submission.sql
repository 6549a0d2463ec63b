-- makes   warehouse.submission, and in ops.accepted_version when each was accepted first
-- grain   one row per version of a district's report
-- rule    landing.md, Versions: valid with an accepted row of another section or a claimed figure; of the valid ones the latest received
--         counts and the first to be valid decides punctuality (ties: last modified, then URI, then its own time). A form report that is
--         received again keeps the time at which it first was valid: a correction never makes a punctual office late, and an empty
--         summary never a late one punctual

delete from warehouse.submission
where
    province_code = %(province_code)s
    and period = any (array(
        select pending_file.period from ops.pending_file where province_code = %(province_code)s and source = 'submissions'
    ));

insert into warehouse.submission (
    province_code, period, version_key, district_code, file_id, reported_at, reported_with_time, received_at, valid, first_valid, counts,
    new_shops_claimed, downloads_total_claimed, district_chief, district_development_officer, land_office_head, local_administration_head,
    subdistrict_heads, village_heads
)
with

-- named before anything is read, so that no other month is
months as materialized (
    select distinct pending_file.period
    from ops.pending_file
    where pending_file.province_code = %(province_code)s and pending_file.source = 'submissions'
),

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
        report.province_code = %(province_code)s and report.period = any (array(select months.period from months))
),

-- a report as each of its summaries had it, until the next one came
states as (
    select
        submission.period,
        submission.report_key,
        submission.district_code,
        submission.row_number,
        submission.reported_at,
        submission.reported_with_time,
        submission.new_shops,
        submission.downloads_total,
        source_file.received_at,
        source_file.modified_at,
        source_file.uri,
        lead(source_file.received_at) over (
            partition by submission.period, submission.report_key
            order by source_file.received_at, source_file.modified_at, source_file.uri
        ) as replaced_at
    from versions
    inner join staging.submission using (province_code, period, report_key, district_code)
    inner join ops.source_file on source_file.file_id = submission.file_id
),

-- when accepted rows of a report came
row_arrivals as materialized (
    select distinct
        received_section_row.period,
        received_section_row.report_key,
        source_file.received_at
    from staging.received_section_row
    inner join ops.source_file using (file_id)
    where
        received_section_row.province_code = %(province_code)s
        and received_section_row.period = any (array(select months.period from months))
),

-- a state is valid at once where it claims a figure, else from the first accepted row on that came before the next state
valid_states as (
    select
        states.*,
        states.received_at as valid_at
    from states
    where states.new_shops is not null or states.downloads_total is not null
    union all
    select
        states.*,
        greatest(states.received_at, row_arrivals.received_at) as valid_at
    from states
    inner join row_arrivals using (period, report_key)
    where states.replaced_at is null or row_arrivals.received_at < states.replaced_at
),

first_valid_states as materialized (
    select distinct on (period, report_key) *
    from valid_states
    order by period, report_key, valid_at, received_at, modified_at, uri
),

ordered as (
    select
        versions.*,
        coalesce(first_valid_states.reported_at, versions.reported_at) as first_reported_at,
        coalesce(first_valid_states.reported_with_time, versions.reported_with_time) as first_reported_with_time,
        coalesce(first_valid_states.valid_at, versions.received_at) as first_received_at,
        row_number() over (
            partition by versions.period, versions.district_code, versions.valid
            order by
                first_valid_states.valid_at, first_valid_states.modified_at, first_valid_states.uri, first_valid_states.reported_at,
                first_valid_states.row_number
        ) as place_from_first,
        row_number() over (
            partition by versions.period, versions.district_code, versions.valid
            order by
                versions.received_at desc, versions.modified_at desc, versions.uri desc, versions.reported_at desc,
                versions.row_number desc
        ) as place_from_last
    from versions
    left join first_valid_states using (period, report_key)
)

select
    province_code,
    period,
    report_key as version_key,
    district_code,
    file_id,
    first_reported_at as reported_at,
    first_reported_with_time as reported_with_time,
    first_received_at as received_at,
    valid,
    valid and place_from_first = 1 as first_valid,
    valid and place_from_last = 1 as counts,
    new_shops as new_shops_claimed,
    downloads_total as downloads_total_claimed,
    district_chief,
    district_development_officer,
    land_office_head,
    local_administration_head,
    subdistrict_heads,
    village_heads
from ordered;

insert into ops.accepted_version (province_code, period, version_key, accepted_at)
select
    province_code,
    period,
    version_key,
    now() as accepted_at
from warehouse.submission
where
    valid and province_code = %(province_code)s
    and period = any (array(
        select pending_file.period from ops.pending_file where province_code = %(province_code)s and source = 'submissions'
    ))
on conflict (province_code, period, version_key) do nothing;
