-- makes   mart.quality_dimension
-- grain   one row per district and dimension, and per dimension of the province (null district)
-- rule    of what was asked, what is as it should be. Coverage: what had to come. Completeness: the cells the form asks of the report that
--         counts. Validity: the rows read of the version that counts and of what came after it. Timeliness: the report, by the rulebook's
--         clock; exports are not the district's. Consistency: the checks that apply to the report. The province sums its districts

delete from candidate.quality_dimension
where programme_code = %(programme_code)s and period = %(period)s and province_code = %(province_code)s;

insert into candidate.quality_dimension (
    programme_code, period, province_code, district_code, dimension, numerator, denominator, value, explanation_th
)
with

month as materialized (
    select
        programme_code,
        province_code,
        period,
        rulebook_version,
        missing_sources
    from ops.month_input
    where programme_code = %(programme_code)s and period = %(period)s and province_code = %(province_code)s
),

districts as materialized (
    select size.* from mart.district_sizes(%(programme_code)s, %(province_code)s, %(period)s::date) as size
),

reports as materialized (
    select submission.*
    from month
    inner join warehouse.submission using (province_code, period)
    where submission.counts
),

asked_services as materialized (
    select related_service.service_code
    from month inner join rulebook.related_service using (programme_code, province_code, rulebook_version)
),

-- the form is one for all provinces; leaders are asked for where the order counts them
ordered as materialized (
    select
        (select count(*) from asked_services) as services,
        (count(*) filter (where condition.measure_code = 'leaders_downloaded_share') > 0)::integer as leaders,
        exists (
            select from rulebook.hashtag
            inner join month using (programme_code, province_code, rulebook_version)
            where hashtag.applies_to = 'publicity'
        ) as hashtags
    from month
    inner join rulebook.condition using (programme_code, province_code, rulebook_version)
),

-- of the version that counts
claimed as (
    select
        claimed_download.district_code,
        count(*) as row_count,
        count(distinct claimed_download.subdistrict_code) as subdistricts,
        sum(claimed_download.downloads) as downloads
    from warehouse.claimed_download
    inner join reports using (province_code, period, version_key)
    group by claimed_download.district_code
),

posts as (
    select
        publicity_post.district_code,
        count(*) as row_count,
        count(publicity_post.title) as titles
    from warehouse.publicity_post
    inner join reports using (province_code, period, version_key)
    group by publicity_post.district_code
),

activities as (
    select
        activity.district_code,
        count(*) as row_count,
        count(activity.kind) + count(activity.participants) as details
    from warehouse.activity
    inner join reports using (province_code, period, version_key)
    group by activity.district_code
),

services as (
    select
        service_record.district_code,
        count(*) filter (where service_record.accepted) as row_count,
        count(distinct service_record.service_code)
        filter (where service_record.accepted and asked_services.service_code is not null) as answered,
        count(distinct (service_record.service_code, service_record.related, service_record.ready)) filter (where service_record.accepted)
        = count(distinct service_record.service_code) filter (where service_record.accepted) as answers_agree
    from warehouse.service_record
    inner join reports using (province_code, period, version_key)
    left join asked_services using (service_code)
    group by service_record.district_code
),

read_rows as (
    select
        version.district_code,
        sum(version.rows_accepted) as accepted,
        sum(version.rows_accepted + version.rows_refused) as read
    from month
    inner join candidate.submission_version as version using (programme_code, province_code, period)
    left join candidate.submission_version as counting
        on
            counting.programme_code = version.programme_code and counting.province_code = version.province_code
            and counting.period = version.period and counting.district_code = version.district_code and counting.counts
    where version.superseded_by is null and (counting.version is null or version.version >= counting.version)
    group by version.district_code
),

reconciled as (
    select
        reconciliation.district_code,
        bool_and(reconciliation.agrees) filter (where reconciliation.measure_code = 'new_shops') as new_shops,
        bool_and(reconciliation.agrees) filter (where reconciliation.measure_code = 'downloads') as downloads
    from month
    inner join candidate.reconciliation using (programme_code, province_code, period)
    group by reconciliation.district_code
),

found as materialized (
    select distinct
        month_finding.district_code,
        month_finding.finding_code
    from month
    inner join candidate.month_finding using (programme_code, province_code, period)
    where month_finding.finding_code in ('leaders_above_headcount', 'hashtags_missing')
),

facts as materialized (
    select
        districts.district_code,
        districts.subdistricts,
        reports.version_key is not null as reported,
        num_nonnulls(reports.new_shops_claimed, reports.downloads_total_claimed) as figures,
        num_nonnulls(
            reports.district_chief, reports.district_development_officer, reports.land_office_head, reports.local_administration_head,
            reports.subdistrict_heads, reports.village_heads
        ) as positions,
        headcounts.district_code is not null as has_headcount,
        coalesce(claimed.row_count, 0) as claimed_rows,
        coalesce(claimed.subdistricts, 0) as claimed_subdistricts,
        claimed.downloads = reports.downloads_total_claimed as total_is_sum,
        coalesce(posts.row_count, 0) as posts,
        coalesce(posts.titles, 0) as titles,
        coalesce(activities.row_count, 0) as activities,
        coalesce(activities.details, 0) as details,
        coalesce(services.row_count, 0) as services,
        coalesce(services.answered, 0) as answered,
        services.answers_agree,
        coalesce(read_rows.accepted, 0) as rows_accepted,
        coalesce(read_rows.read, 0) as rows_read,
        coalesce(punctual.value, 0) as on_time,
        reconciled.new_shops as shops_agree,
        reconciled.downloads as downloads_agree,
        case
            when reports.version_key like 'workbook:%%' then not exists (
                select from ops.file_finding
                where file_finding.file_id = reports.file_id and file_finding.finding_code = 'total_mismatch'
            )
        end as totals_are_sums
    from districts
    left join reports using (district_code)
    left join claimed using (district_code)
    left join posts using (district_code)
    left join activities using (district_code)
    left join services using (district_code)
    left join read_rows using (district_code)
    left join mart.headcounts(%(programme_code)s, %(province_code)s, %(period)s::date) as headcounts using (district_code)
    left join reconciled using (district_code)
    left join candidate.measure as punctual
        on
            punctual.programme_code = %(programme_code)s and punctual.province_code = %(province_code)s
            and punctual.period = %(period)s and punctual.district_code = districts.district_code
            and punctual.measure_code = 'reports_on_time'
),

-- what was asked of each district, and how much of it is as it should be ------------------------------------------------------
items as (
    select
        districts.district_code,
        'coverage' as dimension,
        0 as item_no,
        'ไฟล์ ' || required_source.source as item_th,
        1 as asked,
        (required_source.source <> all (month.missing_sources))::integer as held
    from month
    inner join rulebook.required_source using (programme_code, province_code, rulebook_version)
    cross join districts

    union all

    select
        facts.district_code,
        item.dimension,
        item.item_no,
        item.item_th,
        item.asked,
        item.held
    from facts
    cross join ordered
    cross join
        lateral (
            values
            ('coverage', 1, 'รายงานที่ใช้ได้', 1, facts.reported::integer),
            ('coverage', 2, 'ส่วนดาวน์โหลดรายตำบล', 1, (facts.claimed_rows > 0)::integer),
            ('coverage', 3, 'ส่วนประชาสัมพันธ์', 1, (facts.posts > 0)::integer),
            ('coverage', 4, 'ส่วนกิจกรรม', 1, (facts.activities > 0)::integer),
            ('coverage', 5, 'ส่วนบันทึกข้อมูล', 1, (facts.services > 0)::integer),
            ('completeness', 1, 'ร้านค้าและดาวน์โหลดรวมในส่วนสรุป', 2, facts.figures),
            ('completeness', 2, 'ผู้นำหกตำแหน่งในส่วนสรุป', 6 * ordered.leaders, facts.positions * ordered.leaders),
            ('completeness', 3, 'ตำบลที่รายงานยอดดาวน์โหลด', facts.subdistricts, facts.claimed_subdistricts),
            ('completeness', 4, 'บริการที่ตอบ', ordered.services, facts.answered),
            ('completeness', 5, 'หัวข้อของโพสต์', facts.posts, facts.titles),
            ('completeness', 6, 'ประเภทและจำนวนผู้เข้าร่วมของกิจกรรม', 2 * facts.activities, facts.details),
            ('validity', 1, 'แถวของรายงานที่ผ่านการตรวจสอบ', facts.rows_read, facts.rows_accepted),
            ('timeliness', 1, 'รายงานภายในกำหนด', 1, facts.on_time)
        ) as item (dimension, item_no, item_th, asked, held)

    union all

    select
        facts.district_code,
        'consistency' as dimension,
        item.item_no,
        item.item_th,
        1 as asked,
        item.holds::integer as held
    from facts
    cross join ordered
    cross join
        lateral (
            values
            (1, 'ร้านค้าตามรายงานตรงกับระบบ', facts.shops_agree),
            (2, 'ดาวน์โหลดตามรายงานตรงกับระบบ', facts.downloads_agree),
            (3, 'ดาวน์โหลดรวมเท่ากับผลบวกรายตำบล', facts.total_is_sum),
            (4, 'แถวรวมเท่ากับผลบวก', facts.totals_are_sums),
            (5, 'ผู้นำไม่เกินบัญชี', case when facts.has_headcount and facts.positions > 0 then not exists (
                select from found where found.district_code = facts.district_code and found.finding_code = 'leaders_above_headcount'
            ) end),
            (6, 'คำตอบของแต่ละบริการไม่ขัดกัน', case when facts.services > 0 then facts.answers_agree end),
            (7, 'ทุกโพสต์มีแฮชแท็กที่กำหนด', case when facts.posts > 0 and ordered.hashtags then not exists (
                select from found where found.district_code = facts.district_code and found.finding_code = 'hashtags_missing'
            ) end)
        ) as item (item_no, item_th, holds)
    where facts.reported and item.holds is not null
),

item_sums as (
    select
        items.district_code,
        items.dimension,
        items.item_no,
        items.item_th,
        sum(items.asked)::numeric as asked,
        sum(items.held)::numeric as held
    from items
    group by grouping sets (
        (items.district_code, items.dimension, items.item_no, items.item_th), (items.dimension, items.item_no, items.item_th)
    )
),

sums as (
    select
        item_sums.district_code,
        item_sums.dimension,
        sum(item_sums.held) as numerator,
        sum(item_sums.asked) as denominator,
        string_agg(
            concat(item_sums.item_th, ' ', thai.print_number(item_sums.held), '/', thai.print_number(item_sums.asked)), ', '
            order by item_sums.item_no, item_sums.item_th
        ) filter (where item_sums.held < item_sums.asked) as short_th
    from item_sums
    group by item_sums.district_code, item_sums.dimension
)

select
    month.programme_code,
    month.period,
    month.province_code,
    places.district_code,
    dimensions.dimension,
    coalesce(sums.numerator, 0) as numerator,
    coalesce(sums.denominator, 0) as denominator,
    sums.numerator / nullif(sums.denominator, 0) as value,
    case
        when coalesce(sums.denominator, 0) = 0 then 'ไม่มีสิ่งให้วัด'
        else concat(
            'ได้ ', thai.print_number(sums.numerator), ' จาก ', thai.print_number(sums.denominator), ' · ขาด ' || sums.short_th
        )
    end as explanation_th
from month
cross join (
    select districts.district_code from districts
    union all
    select null as district_code
) as places
cross join (values ('coverage'), ('completeness'), ('validity'), ('timeliness'), ('consistency')) as dimensions (dimension)
left join sums on sums.dimension = dimensions.dimension and sums.district_code is not distinct from places.district_code;
