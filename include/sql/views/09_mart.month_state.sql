-- makes   mart.month_state
-- grain   one row per programme, province and month that is open, was built, or stands in mart
-- rule    figures are stale where newer ones are held by their audit, or what they come from has changed; what stands keeps standing
create or replace view mart.month_state with (security_invoker) as
with

months as (
    select
        programme_code,
        province_code,
        period
    from ops.month
    union
    select
        programme_code,
        province_code,
        period
    from mart.province_summary
    union
    -- those that were never built
    select
        open_month.programme_code,
        open_month.province_code,
        open_month.period
    from ops.open_month
    where
        not exists (
            select from ops.month
            where
                month.programme_code = open_month.programme_code and month.province_code = open_month.province_code
                and month.period = open_month.period
        )
),

states as (
    select
        months.*,
        case
            when month.status = 'held' then 'held'
            else coalesce(summary.status, 'not_built')
        end as status,
        summary.status as shown_status,
        stale_month.period is not null as is_outdated,
        case when summary.period is not null then month.moved_at end as shown_since,
        month.built_at,
        month.held_because
    from months
    left join ops.month using (programme_code, province_code, period)
    left join mart.province_summary as summary using (programme_code, province_code, period)
    left join ops.stale_month using (programme_code, province_code, period)
),

described as (
    select
        states.*,
        states.status = 'held' or states.is_outdated as stale,
        coalesce(failed.expectations, '[]') as failed_expectations,
        coalesce(failed.district_codes, '{}') as district_codes,
        failed.told_th,
        failed.told_en,
        case
            when states.shown_status is null then 'จึงยังไม่มีตัวเลขให้แสดง'
            else concat_ws(
                ' ', 'ตัวเลขที่แสดงเป็นชุดเดิม',
                'ข้อมูล ณ วันที่ ' || thai.print_date((states.shown_since at time zone 'Asia/Bangkok')::date)
                || to_char(states.shown_since at time zone 'Asia/Bangkok', '" เวลา "HH24.MI" น."')
            )
        end as shown_th,
        case
            when states.shown_status is null then 'no figures stand yet'
            else
                concat_ws(
                    ' ', 'the figures before stand', to_char(states.shown_since at time zone 'Asia/Bangkok', '"as of "YYYY-MM-DD HH24:MI')
                )
        end as shown_en
    from states
    left join lateral (
        select
            jsonb_agg(
                jsonb_build_object(
                    'suite', result.suite, 'expectation', result.expectation, 'unexpected_count', result.unexpected_count,
                    'examples', result.examples, 'observed', result.observed, 'district_codes', result.district_codes, 'notes', result.notes
                )
                order by result.suite, result.expectation
            ) as expectations,
            array(
                select distinct touched.district_code
                from unnest(string_to_array(string_agg(array_to_string(result.district_codes, ','), ','), ',')) as touched (district_code)
                where touched.district_code <> ''
                order by touched.district_code
            ) as district_codes,
            string_agg(
                result.suite || ': ' || result.expectation || ' (' || thai.print_number(result.unexpected_count) || ' แถว)', ', '
                order by result.suite, result.expectation
            ) as told_th,
            string_agg(
                result.suite || ': ' || result.expectation || ' (' || result.unexpected_count || ' rows)', ', '
                order by result.suite, result.expectation
            ) as told_en
        from ops.latest_expectation_result as result
        where
            result.province_code = states.province_code and result.period = states.period
            and not result.success and result.severity = 'critical'
    ) as failed on states.status = 'held'
)

select
    described.programme_code,
    described.province_code,
    described.period,
    described.status,
    described.stale,
    described.shown_status,
    described.shown_since,
    described.built_at,
    case
        when described.status = 'held'
            then
                'ตัวเลขชุดใหม่ไม่ผ่านข้อตรวจคุณภาพ ' || described.shown_th || ' · ข้อที่ไม่ผ่าน: '
                || coalesce(described.told_th, described.held_because)
        when described.is_outdated and described.status = 'not_built' then 'ยังไม่ได้คำนวณ จะคำนวณในรอบถัดไป'
        when described.is_outdated then 'มีไฟล์หรือเกณฑ์ที่ใหม่กว่าตัวเลข ' || described.shown_th || ' จะคำนวณใหม่ในรอบถัดไป'
    end as stale_because_th,
    case
        when described.status = 'held'
            then
                'The new figures failed their audit, '
                || described.shown_en
                || '; failed: '
                || coalesce(described.told_en, described.held_because)
        when described.is_outdated and described.status = 'not_built' then 'Not built yet: built by the next run'
        when
            described.is_outdated
            then 'Files or rules are newer than the figures, ' || described.shown_en || ': built again by the next run'
    end as stale_because_en,
    described.failed_expectations,
    described.district_codes,
    province.name_th as province_name_th,
    array(
        select district.name_th
        from rulebook.district
        where district.district_code = any (described.district_codes) and district.valid_during @> described.period
        order by district.district_code
    ) as district_names_th
from described
left join rulebook.province on province.province_code = described.province_code and province.valid_during @> described.period;
alter view mart.month_state owner to warehouse_owner;
