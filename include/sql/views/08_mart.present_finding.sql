-- makes   mart.present_finding
-- grain   one row per finding that is there now: about a month, a file received, an order, or an expectation that failed
-- rule    nothing is removed by hand: it goes when its cause goes. A remark on a report goes when a later version of the report counts,
--         a rejected file when another takes its place. What is the same finding from run to run is known by its key, never by its words
create or replace view mart.present_finding with (security_invoker) as
with

month_findings as (
    select
        programme_code,
        finding_code,
        severity,
        period,
        province_code,
        district_code,
        source,
        file,
        row_number,
        subject,
        0 as finding_no,
        message_th,
        message_en
    from mart.month_finding
    -- a rejected file is told at once, below, not when its month is next built
    where finding_code <> 'file_rejected'
),

document_findings as (
    select
        programme_code,
        finding_code,
        severity,
        null::date as period,
        province_code,
        district_code,
        concat(kind, ': ', document_th) as source,
        null::text as file,
        null::bigint as row_number,
        '' as subject,
        finding_no,
        message_th,
        message_en
    from rulebook.document_finding
    where exists (
        select from rulebook.in_force
        where
            in_force.programme_code = document_finding.programme_code and in_force.province_code = document_finding.province_code
            and in_force.rulebook_version = document_finding.rulebook_version
    )
),

file_findings as (
    select
        'click' as programme_code,
        file_finding.finding_code,
        file_finding.severity,
        source_file.period,
        source_file.province_code,
        sender.district_code,
        source_file.source,
        source_file.uri as file,
        file_finding.row_number,
        file_finding.sheet as subject,
        file_finding.finding_no,
        file_finding.message_th,
        file_finding.message_en
    from ops.source_file
    inner join ops.file_finding using (file_id)
    -- a workbook is one district's; a file of the form tool holds several
    cross join
        lateral (
            select
                case
                    when source_file.source = 'submissions' and source_file.section = '' then coalesce(
                        (
                            select min(sent.district_code)
                            from warehouse.submission as sent
                            where
                                sent.province_code = source_file.province_code and sent.period = source_file.period
                                and sent.file_id = source_file.file_id
                        ),
                        -- its summary was refused, its district could be read all the same
                        (
                            select min(version.district_code)
                            from mart.submission_version as version
                            where
                                version.province_code = source_file.province_code and version.period = source_file.period
                                and version.file_id = source_file.file_id
                        )
                    )
                end as district_code
        ) as sender
    where
        source_file.status = 'loaded'
        -- other bytes under the same name
        and not exists (
            select from ops.source_file as newer
            where
                newer.uri = source_file.uri and newer.status = 'loaded'
                and (newer.received_at, newer.file_id) > (source_file.received_at, source_file.file_id)
        )
        and case
            when source_file.source <> 'submissions' then true
            -- the form tool: each section is read from its latest file
            when source_file.section <> ''
                then
                    not exists (
                        select from ops.source_file as newer
                        where
                            newer.province_code = source_file.province_code and newer.period = source_file.period
                            and newer.source = source_file.source and newer.section = source_file.section and newer.status = 'loaded'
                            and (newer.received_at, newer.file_id) > (source_file.received_at, source_file.file_id)
                    )
            else not exists (
                select from warehouse.submission as counting
                inner join ops.source_file as counting_file using (file_id)
                where
                    counting.province_code = source_file.province_code and counting.period = source_file.period and counting.counts
                    and (counting_file.received_at, counting_file.modified_at, counting_file.uri)
                    > (source_file.received_at, source_file.modified_at, source_file.uri)
                    and counting.district_code = sender.district_code
            )
        end
),

rejected_files as (
    select
        'click' as programme_code,
        'file_rejected' as finding_code,
        coalesce(finding_kind.severity, 'warning') as severity,
        source_file.period,
        source_file.province_code,
        null::text as district_code,
        coalesce(source_file.source, '') as source,
        source_file.uri as file,
        null::bigint as row_number,
        '' as subject,
        0 as finding_no,
        source_file.reason as message_th,
        'The whole file was rejected: ' || source_file.reason as message_en
    from ops.source_file
    left join rulebook.finding_kind on finding_kind.finding_code = 'file_rejected'
    where
        source_file.status = 'rejected'
        and not exists (
            select from ops.source_file as newer
            where
                newer.uri = source_file.uri
                and (newer.received_at, newer.file_id) > (source_file.received_at, source_file.file_id)
        )
        and (
            source_file.source is not distinct from 'submissions'
            or not exists (
                select from ops.source_file as newer
                where
                    newer.province_code = source_file.province_code and newer.period = source_file.period
                    and newer.source = source_file.source and newer.status = 'loaded' and newer.received_at > source_file.received_at
            )
        )
),

failed_expectations as (
    select
        'click' as programme_code,
        'expectation_failed' as finding_code,
        result.severity,
        result.period,
        result.province_code,
        null::text as district_code,
        result.suite as source,
        null::text as file,
        null::bigint as row_number,
        result.expectation as subject,
        0 as finding_no,
        concat_ws(
            ' · ',
            'ข้อตรวจ “' || result.expectation || '” ของ ' || result.suite
            || case
                when result.unexpected_count > 0 then ' พบ ' || thai.print_number(result.unexpected_count) || ' แถวที่ไม่เป็นไปตามที่ควร'
                else ' ตรวจไม่ได้'
            end,
            split_part(result.notes, ' · ', 1),
            'อำเภอที่เกี่ยวข้อง: ' || touched.names_th,
            'ที่พบ: ' || result.observed
        ) as message_th,
        concat_ws(
            ' · ',
            'Expectation “' || result.expectation || '” of ' || result.suite
            || case
                when result.unexpected_count > 0 then ' is broken by ' || result.unexpected_count || ' rows' else ' could not be evaluated'
            end,
            nullif(split_part(result.notes, ' · ', 2), ''),
            'districts: ' || nullif(array_to_string(result.district_codes, ', '), ''),
            'found: ' || result.observed
        ) as message_en
    from ops.latest_expectation_result as result
    left join lateral (
        select string_agg(district.name_th, ' ' order by district.district_code) as names_th
        from rulebook.district
        where district.district_code = any (result.district_codes) and district.valid_during @> result.period
    ) as touched on true
    where not result.success and result.severity <> 'info'
),

-- a report that may come late: told as long as there is the month, whether it came or not
late_exceptions as (
    select
        standing_exception.programme_code,
        'late_exception' as finding_code,
        coalesce(finding_kind.severity, 'info') as severity,
        standing_exception.period,
        standing_exception.province_code,
        standing_exception.district_code,
        'submissions' as source,
        null::text as file,
        null::bigint as row_number,
        '' as subject,
        0 as finding_no,
        standing_exception.told_th || ' · การนับว่าส่งทันกำหนดและการจัดระดับยังเป็นไปตามกำหนดเดิม' as message_th,
        format(
            'May report until %s, because: %s (approved by %s). Punctuality and grade still go by the deadline.',
            to_char(standing_exception.expires_at at time zone 'Asia/Bangkok', 'YYYY-MM-DD HH24:MI'), standing_exception.reason,
            standing_exception.approved_by
        ) as message_en
    from ops.standing_exception
    left join rulebook.finding_kind on finding_kind.finding_code = 'late_exception'
),

findings as (
    select month_findings.*, district_code as known_by_district from month_findings
    union all
    select document_findings.*, district_code as known_by_district from document_findings
    union all
    -- known by the file: whose it is may be learnt later
    select file_findings.*, null as known_by_district from file_findings
    union all
    select rejected_files.*, null as known_by_district from rejected_files
    union all
    select failed_expectations.*, null as known_by_district from failed_expectations
    union all
    select late_exceptions.*, district_code as known_by_district from late_exceptions
),

-- findings that nothing tells apart are counted
numbered as (
    select
        findings.*,
        row_number() over (
            partition by programme_code, province_code, period, finding_code, known_by_district, source, file, row_number, subject
            order by finding_no, message_th
        ) as place
    from findings
)

select
    encode(
        sha256(convert_to(
            jsonb_build_array(
                programme_code, finding_code, period, province_code, known_by_district, source, file, row_number, subject, place
            )::text,
            'UTF8'
        )),
        'hex'
    ) as finding_key,
    programme_code,
    finding_code,
    severity,
    period,
    province_code,
    district_code,
    source,
    file,
    row_number,
    subject,
    message_th,
    message_en
from numbered;
alter view mart.present_finding owner to warehouse_owner;
