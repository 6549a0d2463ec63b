-- What is missing or refused of a month's districts, in numbers: of the report that counts, of the exports and of the registers that the month is
-- measured by. Acts as the owner, so that nobody needs a right on quarantine; a province that the caller may not see has no rows.
create or replace function mart.month_doubt(province text, month date)
returns table (
    district_code text, report_missing boolean, replaced_by_refused boolean, refused_before boolean, positions_missing integer,
    posts_refused bigint, activities_refused bigint, services_refused bigint, claims_refused bigint, shops_refused bigint,
    shops_unplaced bigint, operators_refused bigint, downloads_refused bigint, roster_refused boolean, downloads_unread boolean
)
language sql stable security definer cost 100000
set search_path = pg_catalog, pg_temp
set jit = off
set plan_cache_mode = force_generic_plan
as $$
    with

    districts as materialized (
        select
            district.district_code,
            concat_ws('|', district.district_code, district.name_th) as named,
            counted.version_key,
            counted.file_id,
            case
                when counted.version_key is not null then num_nulls(
                    counted.district_chief, counted.district_development_officer, counted.land_office_head,
                    counted.local_administration_head, counted.subdistrict_heads, counted.village_heads
                )
                else 0
            end as positions_missing
        from rulebook.district
        left join warehouse.submission as counted
            on
                counted.province_code = province and counted.period = month and counted.district_code = district.district_code
                and counted.counts
        where district.province_code = province and district.valid_during @> month and mart.may_be_read(province)
    ),

    -- reports ------------------------------------------------------------------------------------------------------------------------
    sent as materialized (
        select
            report_key,
            section,
            file_id,
            sheet,
            row_number
        from staging.source_row
        where province_code = province and period = month and mart.may_be_read(province)
    ),

    summary_sheets as materialized (
        select distinct
            file_id,
            sheet
        from sent
        where section = 'summary'
    ),

    refused as materialized (
        select
            rejected_row.source,
            rejected_row.district_code,
            rejected_row.report_key,
            rejected_row.row_number,
            -- a summary of labels and values is refused at the row of its first bad cell
            coalesce(sent.section, case when summary_sheets.file_id is not null then 'summary' end) as section,
            source_file.uri,
            row(source_file.received_at, source_file.modified_at, source_file.uri) as came
        from quarantine.rejected_row
        inner join ops.source_file using (file_id)
        left join sent
            on
                sent.file_id = rejected_row.file_id and sent.sheet = rejected_row.sheet
                and sent.row_number = rejected_row.row_number
        left join summary_sheets
            on
                summary_sheets.file_id = rejected_row.file_id and summary_sheets.sheet = rejected_row.sheet
        where rejected_row.province_code = province and rejected_row.period = month and mart.may_be_read(province)
    ),

    -- a section of a form report that came again was replaced whole
    latest_sections as materialized (
        select
            sent.report_key,
            sent.section,
            max(row(source_file.received_at, source_file.modified_at, source_file.uri)) as came
        from sent
        inner join ops.source_file using (file_id)
        where sent.report_key is not null
        group by sent.report_key, sent.section
    ),

    -- reports that could not be read at all: a workbook is whose name or code its file's name has, a file of the form tool is everybody's who
    -- reports by it. One that names nobody may be of a district that has not reported; that it replaces a report, nothing says
    unread_reports as materialized (
        select
            districts.district_code,
            row(source_file.received_at, source_file.modified_at, source_file.uri) as came
        from ops.source_file
        cross join districts
        where
            source_file.province_code = province and source_file.period = month and source_file.source = 'submissions'
            and source_file.status = 'rejected'
            and case
                when source_file.section = ''
                    then substring(source_file.uri from '[^/]*$') ~ districts.named
                else
                    starts_with(districts.version_key, 'form:')
                    and not exists (
                        select from ops.source_file as again
                        where
                            again.province_code = province and again.period = month and again.source = 'submissions'
                            and again.status = 'loaded' and again.section = source_file.section
                            and row(again.received_at, again.modified_at, again.uri)
                            > row(source_file.received_at, source_file.modified_at, source_file.uri)
                    )
            end
    ),

    -- a later report that was refused would have replaced the one that counts
    later_refused as materialized (
        select
            doubtful.district_code,
            bool_or(
                doubtful.of_the_form
                or doubtful.came > row(source_file.received_at, source_file.modified_at, source_file.uri)
            ) as is_later
        from (
            select
                districts.district_code,
                refused.came,
                false as of_the_form
            from refused
            inner join districts
                on
                    refused.district_code = districts.district_code
                    or refused.district_code is null
                    and (refused.report_key = districts.version_key or substring(refused.uri from '[^/]*$') ~ districts.named)
            where refused.section = 'summary'
            union all
            select
                unread_reports.district_code,
                unread_reports.came,
                starts_with(districts.version_key, 'form:') as of_the_form
            from unread_reports
            inner join districts using (district_code)
        ) as doubtful
        inner join districts using (district_code)
        inner join ops.source_file on source_file.file_id = districts.file_id
        group by doubtful.district_code
    ),

    refused_rows as materialized (
        select
            districts.district_code,
            refused.section,
            count(*) as rows
        from districts
        inner join refused
            on
                refused.section <> 'summary'
                and (
                    refused.report_key = districts.version_key
                    or refused.report_key is null and coalesce(refused.district_code, districts.district_code) = districts.district_code
                )
        left join latest_sections
            on latest_sections.report_key = refused.report_key and latest_sections.section = refused.section
        where coalesce(refused.came >= latest_sections.came, true)
        group by districts.district_code, refused.section
    ),

    reports as materialized (
        select
            districts.district_code,
            districts.version_key is null as missing,
            coalesce(later_refused.is_later, false) as replaced_by_refused,
            later_refused.district_code is not null as refused_before,
            districts.positions_missing,
            coalesce(max(refused_rows.rows) filter (where refused_rows.section = 'publicity'), 0) as posts,
            coalesce(max(refused_rows.rows) filter (where refused_rows.section = 'activities'), 0) as activities,
            coalesce(max(refused_rows.rows) filter (where refused_rows.section = 'services'), 0) as services,
            coalesce(max(refused_rows.rows) filter (where refused_rows.section = 'downloads'), 0) as claims
        from districts
        left join later_refused using (district_code)
        left join refused_rows using (district_code)
        group by
            districts.district_code, districts.version_key, districts.positions_missing, later_refused.is_later,
            later_refused.district_code
    ),

    -- exports ------------------------------------------------------------------------------------------------------------------------
    -- of downloads a month may come in parts; one that could not be read, with none read since, may hold any. An export of shops that was read
    -- holds the whole history, whatever came beside it
    unread as materialized (
        select
            coalesce(
                max(row(source_file.received_at, source_file.modified_at, source_file.uri)) filter (where source_file.status = 'rejected')
                > coalesce(
                    max(row(source_file.received_at, source_file.modified_at, source_file.uri)) filter (where source_file.status = 'loaded'),
                    row('-infinity'::timestamptz, '-infinity'::timestamptz, '')
                ),
                false
            ) as is_so
        from ops.source_file
        where
            source_file.province_code = province and source_file.source = 'app_downloads' and source_file.period = month
            and source_file.status <> 'duplicate' and mart.may_be_read(province)
    ),

    downloads as materialized (
        select
            districts.district_code,
            count(refused.row_number) as refused
        from districts
        left join refused
            on
                refused.source = 'app_downloads'
                and coalesce(refused.district_code, districts.district_code) = districts.district_code
        group by districts.district_code
    ),

    refused_rosters as materialized (
        select
            districts.district_code,
            exists (
                select
                from quarantine.rejected_row
                where
                    rejected_row.province_code = province and rejected_row.source = 'leader_roster'
                    and coalesce(rejected_row.district_code, districts.district_code) = districts.district_code
            ) as refused
        from districts
    )

    select
        reports.district_code,
        reports.missing,
        reports.replaced_by_refused,
        reports.refused_before,
        reports.positions_missing,
        reports.posts,
        reports.activities,
        reports.services,
        reports.claims,
        shops.shops_refused,
        shops.shops_unplaced,
        shops.operators_refused,
        downloads.refused,
        refused_rosters.refused,
        (select unread.is_so from unread)
    from reports
    inner join mart.shop_doubt(province, month) as shops using (district_code)
    inner join downloads using (district_code)
    inner join refused_rosters using (district_code)
$$;
alter function mart.month_doubt(text, date) owner to warehouse_owner;
revoke execute on function mart.month_doubt(text, date) from public;
grant execute on function mart.month_doubt(text, date) to warehouse_etl, analyst, province_analyst;
