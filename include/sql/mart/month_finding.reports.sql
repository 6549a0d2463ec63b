-- makes   mart.month_finding
-- grain   one row per thing found in the reports of a province and month
-- rule    headcounts exceeded, posts without the ordered hashtags, and reports dated long before they can have been sent. Only a workbook's
--         date is written by hand: the form tool stamps its own time. A file was there when it was last changed, or when it was first
--         seen, whichever is earlier; a month none of whose reports was there by its publication came in one heap, and says nothing

delete from candidate.month_finding
where
    programme_code = %(programme_code)s and period = %(period)s and province_code = %(province_code)s
    and finding_code in ('leaders_above_headcount', 'hashtags_missing', 'report_back_dated');

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

leaders_above as (
    select
        submission.district_code,
        'leaders_above_headcount' as finding_code,
        'submissions' as source,
        source_file.uri as file,
        null::bigint as row_number,
        'leaders_downloaded_share' as subject,
        'รายงานจำนวนผู้นำที่ดาวน์โหลดมากกว่าจำนวนในบัญชี จึงนับไม่เกินจำนวนในบัญชี โปรดตรวจสอบจำนวนในส่วนสรุป' as message_th,
        'More leaders are reported than there are: each position is capped at its headcount' as message_en
    from month
    inner join warehouse.submission using (province_code, period)
    inner join ops.source_file using (file_id)
    inner join lateral mart.headcounts(month.programme_code, month.province_code, month.period) as headcount
        on headcount.district_code = submission.district_code
    where
        submission.counts
        and (
            submission.district_chief > headcount.district_chief
            or submission.district_development_officer > headcount.district_development_officer
            or submission.land_office_head > headcount.land_office_head
            or submission.local_administration_head > headcount.local_administration_head
            or submission.subdistrict_heads > headcount.subdistrict_heads
            or submission.village_heads > headcount.village_heads
        )
),

untagged_posts as (
    select
        publicity_post.district_code,
        'hashtags_missing' as finding_code,
        'submissions' as source,
        source_file.uri as file,
        publicity_post.row_number,
        publicity_post.sheet as subject,
        'โพสต์ไม่ได้ติดแฮชแท็กตามที่หนังสือสั่งการกำหนด จึงไม่นับ โปรดเพิ่มแฮชแท็ก' as message_th,
        'A post does not carry the hashtags as ordered: not counted' as message_en
    from month
    inner join warehouse.publicity_post using (province_code, period)
    inner join warehouse.submission using (province_code, period, version_key)
    inner join ops.source_file on source_file.file_id = publicity_post.file_id
    where
        submission.counts
        and not mart.carries_hashtags(
            month.programme_code, month.province_code, month.rulebook_version, 'publicity', publicity_post.hashtags
        )
),

first_workbooks as (
    select
        submission.district_code,
        source_file.uri,
        submission.reported_at,
        least(source_file.modified_at, submission.received_at) as there_at,
        (least(source_file.modified_at, submission.received_at) at time zone 'Asia/Bangkok')::date as there_on,
        (submission.reported_at at time zone 'Asia/Bangkok')::date as reported_on
    from month
    inner join warehouse.submission using (province_code, period)
    inner join ops.source_file using (file_id)
    where submission.first_valid and submission.version_key like 'workbook:%%'
),

clocks as (
    select
        version.clock,
        report.due_at + interval '1 second' as late_from,
        exists (
            select from ops.source_file
            where
                source_file.province_code = month.province_code and source_file.period = month.period
                and source_file.source = 'submissions' and source_file.status = 'loaded'
                and least(source_file.modified_at, source_file.received_at) < publication.due_at + interval '1 second'
        ) as came_as_it_was_made
    from month
    inner join rulebook.version using (programme_code, province_code, rulebook_version)
    inner join rulebook.deadline as report using (programme_code, province_code, rulebook_version, period)
    inner join rulebook.deadline as publication using (programme_code, province_code, rulebook_version, period)
    where report.deadline_code = 'report' and publication.deadline_code = 'publication'
),

back_dated as (
    select
        first_workbooks.district_code,
        'report_back_dated' as finding_code,
        'submissions' as source,
        first_workbooks.uri as file,
        null::bigint as row_number,
        'reported_on' as subject,
        concat(
            'รายงานลงวันที่ ', thai.print_date(first_workbooks.reported_on), ' แต่ไฟล์มีครั้งแรกวันที่ ',
            thai.print_date(first_workbooks.there_on), ' คือ ', thai.print_number(first_workbooks.there_on - first_workbooks.reported_on),
            ' วันให้หลัง', case
                when made.punctual then ' วันที่ที่ลงไว้ทำให้นับว่าส่งตรงเวลา' else ' ไม่มีผลต่อการนับว่าตรงเวลา'
            end, ' โปรดตรวจสอบกับอำเภอว่าส่งเมื่อใด'
        ) as message_th,
        concat(
            'The report is dated ', first_workbooks.reported_on, ', its file was first there on ', first_workbooks.there_on, ', ',
            first_workbooks.there_on - first_workbooks.reported_on, ' days later; ',
            case when made.punctual then 'its date makes it punctual' else 'its punctuality does not hang on it' end
        ) as message_en
    from first_workbooks
    cross join month
    cross join clocks
    cross join
        lateral (
            select
                clocks.clock = 'reported' and first_workbooks.reported_at < clocks.late_from
                and first_workbooks.there_at >= clocks.late_from as punctual
        ) as made
    where
        clocks.came_as_it_was_made
        and first_workbooks.there_on - first_workbooks.reported_on > mart.quality_setting(month.programme_code, 'back_dated_days')
),

findings as (
    select * from leaders_above
    union all
    select * from untagged_posts
    union all
    select * from back_dated
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
