-- The measures that a report's summary makes (claims, leaders, punctuality), cell by cell, of every version sent. Claims: the amounts of the
-- counted rows. Leaders: the counted amounts, each up to its headcount, by the amounts of the base. Punctuality: the first valid report,
-- counted when it was made in time; the base is the deadline.
create or replace function mart.summary_working(programme text, province text, month date, district text)
returns setof mart.traced_row
language sql stable
set jit = off
as $$
    with

    rules as materialized (
        select version_in_force.*
        from rulebook.version_in_force(programme, province, month)
    ),

    cells as materialized (
        select
            reported_row.*,
            submission.counts is true and not reported_row.replaced as counts,
            submission.first_valid is true as first_valid,
            submission.received_at as valid_at,
            submission.reported_at,
            case submission.counts when true then submission.new_shops_claimed end as new_shops_claimed,
            case submission.counts when true then submission.downloads_total_claimed end as downloads_total_claimed,
            source_file.received_at,
            case
                when reported_row.refused_th is not null then reported_row.refused_th
                when reported_row.replaced then 'ไฟล์ที่ส่งภายหลังของรายงานฉบับเดียวกันแทนที่แถวนี้แล้ว'
                when submission.valid and not submission.counts then 'รายงานฉบับนี้ถูกแทนที่ด้วยฉบับที่ส่งภายหลัง'
                when submission.counts is not true then 'รายงานฉบับนี้ยังใช้ไม่ได้ จึงไม่นับ'
            end as why
        from mart.reported_row(province, month, district)
        inner join ops.source_file using (file_id)
        left join warehouse.submission
            on
                submission.province_code = province and submission.period = month
                and submission.version_key = reported_row.version_key
        where reported_row.section = 'summary'
    ),

    -- the roster of the month, else the annex of the rulebook: as mart.headcounts chooses them
    roster as materialized (
        select leader_roster.*
        from warehouse.leader_roster
        where leader_roster.province_code = province and leader_roster.district_code = district
        order by
            leader_roster.as_of_date < month + interval '1 month' desc,
            case when leader_roster.as_of_date < month + interval '1 month' then leader_roster.as_of_date end desc,
            leader_roster.as_of_date
        limit 1
    ),

    positions as materialized (
        select
            position.*,
            headcounts.printed_total
        from mart.headcounts(programme, province, month) as headcounts
        cross join lateral (
            values
            ('district_chief', headcounts.district_chief),
            ('district_development_officer', headcounts.district_development_officer),
            ('land_office_head', headcounts.land_office_head),
            ('local_administration_head', headcounts.local_administration_head),
            ('subdistrict_heads', headcounts.subdistrict_heads),
            ('village_heads', headcounts.village_heads)
        ) as position (column_name, headcount)
        where headcounts.district_code = district
    ),

    reported_leaders as (
        select position.*
        from warehouse.submission
        cross join lateral (
            values
            ('district_chief', submission.district_chief),
            ('district_development_officer', submission.district_development_officer),
            ('land_office_head', submission.land_office_head),
            ('local_administration_head', submission.local_administration_head),
            ('subdistrict_heads', submission.subdistrict_heads),
            ('village_heads', submission.village_heads)
        ) as position (column_name, reported)
        where
            submission.province_code = province and submission.period = month and submission.district_code = district and submission.counts
    ),

    deadline as materialized (
        select
            deadline.due_at,
            rules.clock
        from rules
        inner join rulebook.deadline using (programme_code, province_code, rulebook_version)
        where deadline.period = month and deadline.deadline_code = 'report'
    ),

    -- of the report that first was valid, the summary it then had
    punctual as (
        select
            cells.*,
            deadline.clock,
            deadline.due_at,
            case deadline.clock when 'received' then cells.valid_at else cells.reported_at end as made_at,
            dense_rank() over (
                partition by cells.first_valid order by cells.received_at <= cells.valid_at desc, cells.received_at desc, cells.file_id
            ) = 1 and cells.first_valid as decides
        from cells
        cross join deadline
        where
            cells.column_name = 'submitted_at'
            or cells.column_name = 'reported_on' and not exists (
                select from cells as stamp
                where stamp.column_name = 'submitted_at' and stamp.file_id = cells.file_id and stamp.version_key = cells.version_key
            )
    )

    select
        claim.measure_code, case when claim.counts then 'counted' when cells.refused_th is null then 'not_counted' else 'refused' end,
        cells.version_key, claim.amount, coalesce(cells.why, 'จำนวนที่รายงานในส่วนสรุป'), 'submissions', cells.section, cells.file_id,
        cells.sheet, cells.row_number, null::bigint, cells.cells
    from cells
    inner join lateral (
        values
        ('new_shops', 'new_shops_claimed', cells.counts, cells.new_shops_claimed),
        -- the total counts where no subdistrict is given
        (
            'downloads_total', 'downloads_claimed',
            cells.counts and not exists (
                select from warehouse.claimed_download
                where
                    claimed_download.province_code = province and claimed_download.period = month
                    and claimed_download.version_key = cells.version_key
            ),
            cells.downloads_total_claimed
        )
    ) as claim (column_name, measure_code, counts, amount) on claim.column_name = cells.column_name

    union all

    select
        'leaders_downloaded_share',
        case when cells.counts then 'counted' when cells.refused_th is null then 'not_counted' else 'refused' end,
        cells.column_name,
        case when cells.counts then least(coalesce(reported_leaders.reported, 0), positions.headcount) end,
        coalesce(
            cells.why,
            'รายงานว่าดาวน์โหลดแล้ว ' || mart.quantity_th(reported_leaders.reported, 'คน') || ' จากบัญชี '
            || mart.quantity_th(positions.headcount, 'คน')
            || case when reported_leaders.reported > positions.headcount then ' นับไม่เกินจำนวนในบัญชี' else '' end
        ),
        'submissions', cells.section, cells.file_id, cells.sheet, cells.row_number, null, cells.cells
    from cells
    inner join positions using (column_name)
    left join reported_leaders using (column_name)

    union all

    select
        'leaders_downloaded_share', 'base', base.counted_as, base.amount,
        'จำนวนผู้นำตามบัญชี ณ วันที่ ' || thai.print_date(coalesce(roster.as_of_date, headcount.as_of_date))
        || case when roster.file_id is null then ' ในเอกสาร ' || headcount.document_th else '' end,
        case when roster.file_id is null then 'rulebook' else 'leader_roster' end, null, roster.file_id, roster.sheet, roster.row_number,
        null, null
    from rules
    cross join lateral (
        select
            positions.column_name as counted_as,
            positions.headcount as amount
        from positions
        where rules.leader_base = 'parts'
        union all
        select
            'printed_total' as counted_as,
            max(positions.printed_total) as amount
        from positions
        where rules.leader_base = 'printed'
        having count(*) > 0
    ) as base
    left join roster on true
    left join rulebook.headcount
        on
            roster.file_id is null and headcount.programme_code = rules.programme_code
            and headcount.province_code = rules.province_code and headcount.rulebook_version = rules.rulebook_version
            and headcount.district_code = district

    union all

    select
        'leaders_downloaded_share', 'refused', null, null, refused.refused_th, refused.source, null, refused.file_id, refused.sheet,
        refused.row_number, null, null
    from mart.refused_export_row(province, month, district) as refused
    where refused.source = 'leader_roster'

    union all

    select
        'reports_on_time',
        case
            when decides and made_at < due_at + interval '1 second' then 'counted'
            when refused_th is null then 'not_counted'
            else 'refused'
        end,
        version_key, 1,
        case
            when decides
                then case clock when 'received' then 'ได้รับรายงานที่ใช้ได้ฉบับแรกเมื่อ ' else 'รายงานที่ใช้ได้ฉบับแรกลงเวลา ' end
                    || thai.print_moment(made_at) || case
                        when made_at < due_at + interval '1 second' then ' ภายในกำหนด ' else ' หลังกำหนด '
                    end || thai.print_moment(due_at)
            when refused_th is not null then refused_th
            else 'ไม่ใช่รายงานที่ใช้ได้ฉบับแรกของเดือน จึงไม่ใช้ตัดสินความตรงเวลา'
        end,
        'submissions', section, file_id, sheet, row_number, null, cells
    from punctual

    union all

    select
        'reports_on_time', 'base', 'report', null,
        'กำหนดส่งรายงาน ' || thai.print_moment(due_at) || case clock
            when 'received' then ' นับเวลาที่ได้รับไฟล์' else ' นับวันที่ที่ระบุในรายงาน'
        end,
        'rulebook', null, null, null, null, null, null
    from deadline
$$;
