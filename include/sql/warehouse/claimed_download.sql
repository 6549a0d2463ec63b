-- makes   warehouse.claimed_download
-- grain   one row per claim of downloads in a subdistrict, of every version
-- rule    of a report received in several files, the section's latest received file alone is kept

delete from warehouse.claimed_download
where
    province_code = %(province_code)s
    and period = any (array(
        select pending_file.period from ops.pending_file where province_code = %(province_code)s and source = 'submissions'
    ));

insert into warehouse.claimed_download (
    province_code, period, version_key, district_code, subdistrict_code, downloads, file_id, sheet, row_number
)
with

-- named before anything is read, so that no other month is
months as materialized (
    select distinct pending_file.period
    from ops.pending_file
    where pending_file.province_code = %(province_code)s and pending_file.source = 'submissions'
)

select
    typed.province_code,
    typed.period,
    typed.report_key as version_key,
    submission.district_code,
    typed.subdistrict_code,
    typed.downloads,
    typed.file_id,
    typed.sheet,
    typed.row_number
from staging.submission_download as typed
inner join staging.section_file
    on
        section_file.section = 'downloads' and section_file.province_code = typed.province_code
        and section_file.period = typed.period and section_file.report_key = typed.report_key
        and section_file.period = any (array(select months.period from months))
        and section_file.file_id = typed.file_id
inner join warehouse.submission
    on
        submission.province_code = typed.province_code and submission.period = typed.period
        and submission.version_key = typed.report_key
where
    typed.province_code = %(province_code)s
    and typed.period = any (array(select months.period from months));
