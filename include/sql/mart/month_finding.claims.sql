-- makes   mart.month_finding
-- grain   one row per district and measure claimed above its record, in the month or repeatedly, and per unusual figure
-- rule    a claim is above its record when it exceeds the tolerated count and the tolerated share both; it is so repeatedly when it was in
--         so many of the last months, this one among them. What does not rest on this month alone is asked when all months are built

delete from candidate.month_finding
where
    programme_code = %(programme_code)s and period = %(period)s and province_code = %(province_code)s
    and finding_code in ('claims_above_record', 'claims_repeatedly_above', 'figure_unusual');

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

claims as materialized (
    select
        reconciliation.*,
        measure.name_th,
        measure.unit_th
    from month
    inner join candidate.reconciliation using (programme_code, province_code, period)
    inner join rulebook.measure using (measure_code)
    where reconciliation.difference > 0 and not reconciliation.agrees
),

above_record as (
    select
        claims.district_code,
        'claims_above_record' as finding_code,
        'submissions' as source,
        null::text as file,
        null::bigint as row_number,
        claims.measure_code as subject,
        concat(
            claims.name_th, ': รายงาน ', mart.quantity_th(claims.claimed, claims.unit_th), ' ระบบบันทึก ',
            mart.quantity_th(claims.recorded, claims.unit_th), ' สูงกว่า ', mart.quantity_th(claims.difference, claims.unit_th),
            ' โปรดตรวจสอบ หากรายงานผิด แก้ไขแล้วส่งใหม่ หากระบบขาด แจ้งจังหวัด'
        ) as message_th,
        concat(
            claims.measure_code, ': ', claims.claimed, ' claimed, ', claims.recorded, ' recorded, ', claims.difference, ' more'
        ) as message_en
    from claims
),

earlier_months as materialized (
    select earlier.*
    from month
    cross join lateral mart.earlier_months(
        month.programme_code, month.province_code, month.period,
        mart.quality_setting(month.programme_code, 'claim_repeat_window_months') - 1
    ) as earlier
),

window_claims as (
    select
        claims.district_code,
        claims.measure_code,
        claims.period,
        claims.difference
    from claims

    union all

    select
        earlier.district_code,
        earlier.measure_code,
        earlier.period,
        earlier.difference
    from candidate.reconciliation as earlier
    where
        earlier.programme_code = %(programme_code)s and earlier.province_code = %(province_code)s
        and earlier.period = any (array(select earlier_months.period from earlier_months where earlier_months.from_candidate))
        and earlier.difference > 0 and not earlier.agrees

    union all

    select
        earlier.district_code,
        earlier.measure_code,
        earlier.period,
        earlier.difference
    from mart.reconciliation as earlier
    where
        earlier.programme_code = %(programme_code)s and earlier.province_code = %(province_code)s
        and earlier.period = any (array(select earlier_months.period from earlier_months where not earlier_months.from_candidate))
        and earlier.difference > 0 and not earlier.agrees
),

repeated as (
    select
        window_claims.district_code,
        'claims_repeatedly_above' as finding_code,
        'submissions' as source,
        null::text as file,
        null::bigint as row_number,
        window_claims.measure_code as subject,
        concat(
            claims.name_th, ': รายงานสูงกว่าที่ระบบบันทึก ', count(*), ' เดือนใน ', thai.print_number(setting.window_months),
            ' เดือนล่าสุด รวมสูงกว่า ', mart.quantity_th(sum(window_claims.difference), claims.unit_th), ' (',
            string_agg(
                concat(thai.print_month(window_claims.period), ' ', thai.print_number(window_claims.difference)), ', '
                order by window_claims.period
            ),
            ') โปรดหารือกับอำเภอว่านับอย่างไร'
        ) as message_th,
        concat(
            window_claims.measure_code, ': more claimed than recorded in ', count(*), ' of the last ', trim_scale(setting.window_months),
            ' months, ', sum(window_claims.difference), ' more in all'
        ) as message_en
    from window_claims
    inner join claims using (district_code, measure_code)
    cross join (
        select
            mart.quality_setting(%(programme_code)s, 'claim_repeat_months') as repeat_months,
            mart.quality_setting(%(programme_code)s, 'claim_repeat_window_months') as window_months
    ) as setting
    group by
        window_claims.district_code, window_claims.measure_code, claims.name_th, claims.unit_th, setting.repeat_months,
        setting.window_months
    having count(*) >= setting.repeat_months
),

unusual_figures as (
    select
        outlier.district_code,
        'figure_unusual' as finding_code,
        measure.source,
        null::text as file,
        null::bigint as row_number,
        concat(outlier.measure_code, ' ', outlier.compared_with) as subject,
        outlier.reason_th || ' โปรดสอบถามว่าตัวเลขถูกต้อง ไม่มีผลต่อการจัดระดับ' as message_th,
        outlier.reason_en || '; no grade depends on it' as message_en
    from month
    inner join candidate.outlier using (programme_code, province_code, period)
    inner join rulebook.measure using (measure_code)
),

findings as (
    select * from above_record
    union all
    select * from repeated
    union all
    select * from unusual_figures
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
