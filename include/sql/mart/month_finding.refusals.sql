-- makes   mart.month_finding
-- grain   one row per report file and district with refused rows, and per export with refused rows
-- rule    what a later version or file replaced is no longer found: rows of a version that is superseded, of a section received again, of a
--         file whose place holds another one since. A file rejected as a whole is told at once, by mart.present_finding

delete from candidate.month_finding
where
    programme_code = %(programme_code)s and period = %(period)s and province_code = %(province_code)s
    and finding_code in ('report_rows_refused', 'export_rows_refused');

insert into candidate.month_finding (
    programme_code, period, province_code, district_code, finding_code, severity, source, file, row_number, subject, message_th, message_en
)
with

month as (
    select
        programme_code,
        province_code,
        period,
        rulebook_version
    from ops.month_input
    where programme_code = %(programme_code)s and period = %(period)s and province_code = %(province_code)s
),

section_files as materialized (
    select distinct
        source_row.report_key,
        source_row.section,
        source_row.file_id
    from staging.source_row
    where source_row.province_code = %(province_code)s and source_row.period = %(period)s
),

replaced_files as materialized (
    select
        placed.report_key,
        placed.file_id
    from (
        select
            section_files.report_key,
            section_files.file_id,
            row_number() over (
                partition by section_files.report_key, section_files.section
                order by source_file.received_at desc, source_file.modified_at desc, source_file.uri desc
            ) as place_from_last
        from section_files
        inner join ops.source_file using (file_id)
    ) as placed
    where placed.place_from_last > 1
),

-- the version that counts, and what came after it
superseded_versions as materialized (
    select version.version_key as report_key
    from candidate.submission_version as version
    inner join candidate.submission_version as counting using (programme_code, province_code, period, district_code)
    inner join month using (programme_code, province_code, period)
    where counting.counts and (version.version < counting.version or version.superseded_by is not null)
),

report_refusals as (
    select
        rejected_row.file_id,
        rejected_row.district_code,
        coalesce(section.sheet, btrim(rejected_row.sheet)) as sheet,
        count(*) as row_count
    from month
    inner join quarantine.rejected_row using (province_code, period)
    inner join ops.source_file using (file_id)
    left join (
        values
        ('summary', 'สรุป'),
        ('downloads', 'ดาวน์โหลดรายตำบล'),
        ('publicity', 'ประชาสัมพันธ์'),
        ('activities', 'กิจกรรม'),
        ('services', 'บันทึกข้อมูล')
    ) as section (section, sheet) on section.section = source_file.section
    where
        rejected_row.source = 'submissions'
        and not exists (select from superseded_versions where superseded_versions.report_key = rejected_row.report_key)
        and not exists (
            select from replaced_files
            where replaced_files.report_key = rejected_row.report_key and replaced_files.file_id = rejected_row.file_id
        )
    group by rejected_row.file_id, rejected_row.district_code, coalesce(section.sheet, btrim(rejected_row.sheet))
),

refused_report_rows as (
    select
        report_refusals.district_code,
        'report_rows_refused' as finding_code,
        'submissions' as source,
        source_file.uri as file,
        null::bigint as row_number,
        '' as subject,
        concat(
            'รายงานมี ', thai.print_number(sum(report_refusals.row_count)), ' แถวที่ไม่ผ่านการตรวจสอบ จึงไม่นับ (',
            string_agg(
                concat(report_refusals.sheet, ' ', thai.print_number(report_refusals.row_count), ' แถว'),
                ', ' order by report_refusals.sheet
            ),
            ') โปรดแก้ไขตามไฟล์ที่ส่งคืน แล้วส่งรายงานใหม่ทั้งฉบับ'
        ) as message_th,
        concat(
            sum(report_refusals.row_count), ' rows of the report were refused and do not count: ',
            string_agg(concat(report_refusals.sheet, ' ', report_refusals.row_count), ', ' order by report_refusals.sheet)
        ) as message_en
    from report_refusals
    inner join ops.source_file using (file_id)
    group by report_refusals.file_id, report_refusals.district_code, source_file.uri
),

-- the file that a place holds last
month_files as materialized (
    select
        source_file.*,
        row_number() over (partition by source_file.uri order by source_file.received_at desc, source_file.file_id desc) as place_from_last
    from month
    inner join ops.source_file using (province_code, period)
),

refused_export_rows as (
    select
        null::text as district_code,
        'export_rows_refused' as finding_code,
        month_files.source,
        month_files.uri as file,
        null::bigint as row_number,
        '' as subject,
        concat(
            'ไฟล์จากระบบมี ', thai.print_number(month_files.rows_rejected), ' จาก ', thai.print_number(month_files.rows_read),
            ' แถวที่ไม่ผ่านการตรวจสอบ จึงไม่นับ', case
                when share.many
                    then
                        concat(
                            ' มากกว่าร้อยละ ', thai.print_number(100 * share.tolerated),
                            ' ตัวเลขจากไฟล์นี้อาจขาดไปมาก โปรดตรวจสอบก่อนใช้ และส่งออกใหม่'
                        )
                else ' โปรดตรวจสอบแถวที่ไม่ผ่าน'
            end
        ) as message_th,
        concat(
            month_files.rows_rejected, ' of ', month_files.rows_read, ' rows of the export were refused and do not count',
            case when share.many then concat(', more than ', trim_scale(100 * share.tolerated), ' %%: its figures may lack much') end
        ) as message_en
    from month
    cross join month_files
    cross join
        lateral (
            select
                setting.tolerated,
                month_files.rows_rejected > setting.tolerated * month_files.rows_read as many
            from (select mart.quality_setting(month.programme_code, 'refused_share') as tolerated) as setting
        ) as share
    where
        month_files.status = 'loaded' and month_files.source <> 'submissions' and month_files.rows_rejected > 0
        and month_files.place_from_last = 1
),

findings as (
    select * from refused_report_rows
    union all
    select * from refused_export_rows
)

select
    month.programme_code,
    month.period,
    month.province_code,
    findings.district_code,
    findings.finding_code,
    finding_kind.severity,
    findings.source,
    findings.file,
    findings.row_number,
    findings.subject,
    findings.message_th,
    findings.message_en
from findings
inner join rulebook.finding_kind using (finding_code)
cross join month;
