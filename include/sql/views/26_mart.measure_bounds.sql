-- Between which figures each measure of a month's districts could lie, were nothing missing and nothing refused: a report that has not come may
-- say anything, a refused row may be one more of what is counted, an export that has not come may hold everything. `high` is null where nothing
-- bounds it; `because_th` says what is in doubt. A measure that nothing is in doubt of has low = value = high. What nobody can see is in nobody's
-- bounds: a row that was never sent, a figure that is readable and wrong.
create or replace function mart.measure_bounds(programme text, province text, month date)
returns table (district_code text, measure_code text, value numeric, low numeric, high numeric, because_th text[])
language sql stable cost 100000
set jit = off
set plan_cache_mode = force_generic_plan
as $$
    with

    rules as materialized (
        select version_in_force.*
        from rulebook.version_in_force(programme, province, month)
    ),

    doubt as materialized (
        select month_doubt.*
        from mart.month_doubt(province, month)
    ),

    subdistricts as materialized (
        select
            subdistrict_measure.district_code,
            count(*) as subdistricts,
            count(*) filter (where subdistrict_measure.value + doubt.downloads_refused < rules.subdistrict_minimum) as short_at_best
        from rules
        cross join mart.subdistrict_measure
        inner join doubt using (district_code)
        where
            subdistrict_measure.programme_code = programme and subdistrict_measure.province_code = province
            and subdistrict_measure.period = month and subdistrict_measure.measure_code = 'downloads'
        group by subdistrict_measure.district_code
    ),

    -- which of it concerns which measure
    measures as materialized (
        select
            measure.district_code,
            measure.measure_code,
            measure.value,
            catalogue.unit_th = 'สัดส่วน' or measure.measure_code = 'reports_on_time' as at_most_one,
            of_report.counted as reported,
            of_report.counted and doubt.report_missing as missing,
            of_report.counted and doubt.replaced_by_refused as replaced_by_refused,
            measure.measure_code = 'reports_on_time' and doubt.refused_before as refused_before,
            case measure.measure_code
                when 'publicity_occasions' then doubt.posts_refused
                when 'publicity_channels' then doubt.posts_refused
                when 'activities' then doubt.activities_refused
                when 'services_ready_share' then doubt.services_refused
                when 'downloads_claimed' then doubt.claims_refused
                when 'subdistricts_short' then case when of_report.counted then doubt.claims_refused else 0 end
                else 0
            end as rows_refused,
            measure.measure_code = 'leaders_downloaded_share' and doubt.positions_missing > 0 as positions_missing,
            measure.measure_code = 'leaders_downloaded_share' and doubt.roster_refused as roster_refused,
            case when measure.measure_code = 'new_shops' then doubt.shops_refused else 0 end as shops_refused,
            case when measure.measure_code = 'new_shops' then doubt.shops_unplaced else 0 end as shops_unplaced,
            case when measure.measure_code = 'new_shops' then doubt.operators_refused else 0 end as operators_refused,
            case
                when measure.measure_code in ('downloads', 'subdistricts_short') and not of_report.counted then doubt.downloads_refused
                else 0
            end as downloads_refused,
            measure.measure_code in ('downloads', 'subdistricts_short') and not of_report.counted and doubt.downloads_unread as unread,
            coalesce(subdistricts.subdistricts, 0) as subdistricts,
            coalesce(subdistricts.short_at_best, 0) as short_at_best,
            rules.channels_over
        from rules
        cross join mart.measure
        inner join rulebook.measure as catalogue on catalogue.measure_code = measure.measure_code and not catalogue.watched
        inner join doubt using (district_code)
        left join subdistricts using (district_code)
        cross join lateral (
            values (
                catalogue.source like 'submissions%'
                or measure.measure_code = 'subdistricts_short' and rules.downloads_graded_from = 'claimed'
            )
        ) as of_report (counted)
        where measure.programme_code = programme and measure.province_code = province and measure.period = month
    )

    select
        measures.district_code,
        measures.measure_code,
        measures.value,
        case
            when open.wide then 0
            when measures.rows_refused > 0 and measures.measure_code in ('services_ready_share', 'downloads_claimed') then 0
            -- the fewest channels of any occasion
            when measures.rows_refused > 0 and measures.measure_code = 'publicity_channels' and measures.channels_over = 'occasion' then 0
            when measures.rows_refused > 0 and measures.measure_code = 'subdistricts_short' then greatest(0, measures.value - measures.rows_refused)
            when measures.roster_refused then 0
            when measures.measure_code = 'subdistricts_short' and measures.downloads_refused > 0
                then least(measures.value, measures.short_at_best)
            else greatest(0, measures.value - measures.shops_refused - measures.operators_refused)
        end,
        case
            when measures.at_most_one then case
                when
                    open.wide or measures.rows_refused > 0 or measures.positions_missing or measures.roster_refused or measures.refused_before
                    then 1
                else measures.value
            end
            when measures.measure_code = 'subdistricts_short' then case when open.wide then measures.subdistricts else measures.value end
            when open.wide or measures.rows_refused > 0 and measures.measure_code in ('publicity_channels', 'downloads_claimed') then null
            else
                measures.value + measures.rows_refused + measures.shops_refused + measures.shops_unplaced + measures.operators_refused
                + measures.downloads_refused
        end,
        array_remove(array[
            case when measures.missing then 'ยังไม่ได้รับรายงานของอำเภอ' end,
            case when measures.replaced_by_refused then 'รายงานฉบับหลังไม่ผ่านการตรวจสอบ' end,
            case when measures.unread then 'ข้อมูลส่งออกอ่านไม่ได้' end,
            case when measures.value is null then 'ยังไม่มีข้อมูล' end,
            case when measures.rows_refused > 0 then format('รายการในรายงานไม่ผ่านการตรวจสอบ %s รายการ', measures.rows_refused) end,
            case when measures.positions_missing then 'รายงานเว้นจำนวนผู้นำบางตำแหน่ง' end,
            case when measures.roster_refused then 'บัญชีผู้นำบางรายการไม่ผ่านการตรวจสอบ' end,
            case when measures.shops_refused > 0 then format('ร้านค้าไม่ผ่านการตรวจสอบ %s ราย', measures.shops_refused) end,
            case
                when measures.shops_unplaced > 0
                    then format('ร้านค้าใหม่ของผู้ประกอบการที่ไม่มีในทะเบียน %s ราย', measures.shops_unplaced)
            end,
            case
                when measures.operators_refused > 0
                    then format('ผู้ประกอบการในทะเบียนไม่ผ่านการตรวจสอบ %s ราย', measures.operators_refused)
            end,
            case when measures.downloads_refused > 0 then format('การดาวน์โหลดไม่ผ่านการตรวจสอบ %s รายการ', measures.downloads_refused) end,
            case when measures.refused_before and measures.value = 0 then 'รายงานฉบับก่อนหน้าไม่ผ่านการตรวจสอบ' end
        ], null)
    from measures
    cross join lateral (
        values (measures.missing or measures.replaced_by_refused or measures.unread or measures.value is null)
    ) as open (wide)
$$;
