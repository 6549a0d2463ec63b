-- makes   mart.month_finding
-- grain   one row per thing found in a province and month
-- rule    what a reader of the month's figures must know. This file begins the month and tells of the platform: missing sources, operators
--         in no registry, a registry that differs from the order's count; the files beside it tell of reports, refusals and claims

delete from candidate.month_finding
where programme_code = %(programme_code)s and period = %(period)s and province_code = %(province_code)s;

insert into candidate.month_finding (
    programme_code, period, province_code, district_code, finding_code, severity, source, file, row_number, subject, message_th, message_en
)
with

month as (
    select
        programme_code,
        province_code,
        period,
        rulebook_version,
        missing_sources
    from ops.month_input
    where programme_code = %(programme_code)s and period = %(period)s and province_code = %(province_code)s
),

missing_sources as (
    select
        null::text as district_code,
        'source_missing' as finding_code,
        missing.source,
        null::text as file,
        null::bigint as row_number,
        '' as subject,
        'รอข้อมูลจากระบบ: ยังไม่ได้รับไฟล์ ' || missing.source || ' ของเดือน' || thai.print_month(month.period)
        || ' จึงยังไม่จัดระดับ โปรดส่งออกไฟล์จากระบบแล้ววางในโฟลเดอร์ของเดือน' as message_th,
        'No accepted file of ' || missing.source || ' for the month: it waits, ungraded' as message_en
    from month
    cross join lateral unnest(month.missing_sources) as missing (source)
),

unknown_operators as (
    select
        null::text as district_code,
        'operator_unknown' as finding_code,
        'shop_registrations' as source,
        source_file.uri as file,
        coalesce(shop.first_row_number, shop.row_number) as row_number,
        shop.shop_id as subject,
        'ร้านค้า '
        || shop.shop_id
        || ' เป็นของผู้ประกอบการ '
        || shop.operator_id
        || ' ซึ่งไม่อยู่ในทะเบียนผู้ประกอบการ OTOP จึงไม่นับ โปรดตรวจสอบทะเบียน'
            as message_th,
        'Shop ' || shop.shop_id || ' belongs to operator ' || shop.operator_id || ', who is in no registry: not counted' as message_en
    from month
    inner join warehouse.shop using (province_code, period)
    -- the export that told of the shop first: what only repeats it is no news of the month
    inner join ops.source_file on source_file.file_id = coalesce(shop.first_file_id, shop.file_id)
    where
        shop.status <> 'ไม่อนุมัติ'
        and not exists (
            select from warehouse.otop_operator
            where otop_operator.province_code = shop.province_code and otop_operator.operator_id = shop.operator_id
        )
),

registry_differences as (
    select
        base_count.district_code,
        'registry_differs' as finding_code,
        'otop_operators' as source,
        null::text as file,
        null::bigint as row_number,
        base_count.base_code as subject,
        'ทะเบียน ณ วันที่ ' || thai.print_date(base_count.as_of_date) || ' มีผู้ประกอบการ ' || thai.print_number(registry.operators)
        || ' ราย แต่หนังสือสั่งการพิมพ์ไว้ '
        || thai.print_number(base_count.base_value)
        || ' ราย เป้าหมายยังใช้จำนวนตามหนังสือ' as message_th,
        'The registry as of the order''s date holds ' || registry.operators || ' operators, the order prints ' || base_count.base_value
        || '; the target keeps the printed count' as message_en
    from month
    inner join rulebook.base_count using (programme_code, province_code, rulebook_version)
    inner join lateral (
        select count(*) filter (where otop_operator.district_code = base_count.district_code) as operators, count(*) as all_operators
        from warehouse.otop_operator
        where otop_operator.province_code = base_count.province_code and otop_operator.as_of_date = base_count.as_of_date
    ) as registry on registry.all_operators > 0 and registry.operators <> base_count.base_value
    where base_count.base_code = 'otop_operators'
),

findings as (
    select * from missing_sources
    union all
    select * from unknown_operators
    union all
    select * from registry_differences
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
