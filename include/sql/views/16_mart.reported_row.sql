-- Everything a district sent in its reports of a month, of every version and file, accepted or refused: a row of a section, or a cell of the
-- summary at its own place. Acts as the owner, so that nobody needs a right on raw or quarantine; a province that the caller may not see
-- has no rows.
create or replace function mart.reported_row(province text, month date, district text)
returns table (
    version_key text, section text, file_id bigint, sheet text, row_number bigint, column_name text, cells jsonb, refused_th text,
    replaced boolean
)
language sql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
set plan_cache_mode = force_generic_plan
as $$
    with

    refused as materialized (
        select rejected_row.*
        from quarantine.rejected_row
        where
            rejected_row.province_code = province and rejected_row.period = month and rejected_row.source = 'submissions'
            and mart.may_be_read(province)
    ),

    versions as materialized (
        select submission.version_key
        from warehouse.submission
        where
            submission.province_code = province and submission.period = month and submission.district_code = district
            and mart.may_be_read(province)
        union
        select refused.report_key
        from refused
        where refused.district_code = district and refused.report_key is not null
    ),

    -- rows that name the district and belong to no report
    orphans as (
        select
            refused.file_id,
            refused.sheet,
            refused.row_number
        from refused
        where refused.district_code = district and refused.report_key is null
    ),

    -- a workbook is one report; a file of the form tool may hold a row of any
    files as materialized (
        select source_file.file_id
        from ops.source_file
        where
            source_file.province_code = province and source_file.period = month and source_file.source = 'submissions'
            and source_file.status = 'loaded'
            and (
                source_file.section <> ''
                or staging.report_key(source_file.section, source_file.sha256, null) in (select versions.version_key from versions)
                or source_file.file_id in (select orphans.file_id from orphans)
            )
    ),

    -- which rows are the district's, by their keys alone: the cells of the others are not looked at
    own as materialized (
        select
            source_row.report_key,
            source_row.section,
            source_row.file_id,
            source_row.sheet,
            source_row.row_number
        from staging.source_row
        where
            source_row.province_code = province and source_row.period = month
            and source_row.file_id = any (array(select files.file_id from files))
            and (
                source_row.report_key in (select versions.version_key from versions)
                or (source_row.file_id, source_row.sheet, source_row.row_number) in (select * from orphans)
            )
            and mart.may_be_read(province)
    ),

    sent as materialized (
        select
            own.*,
            whole.cell_rows,
            whole.cells,
            whole.personal_digests
        from own
        cross join lateral (
            select
                source_row.cell_rows,
                source_row.cells,
                source_row.personal_digests
            from staging.source_row
            where
                source_row.section = own.section and source_row.file_id = own.file_id and source_row.sheet = own.sheet
                and source_row.row_number = own.row_number
            offset 0
        ) as whole
    ),

    placed as (
        select
            sent.*,
            source_file.received_at,
            coalesce(
                sent.report_key is not null
                and (source_file.received_at, source_file.modified_at, source_file.uri)
                < max(row(source_file.received_at, source_file.modified_at, source_file.uri)) over (
                    partition by sent.report_key, sent.section
                ),
                false
            ) as replaced
        from sent
        inner join ops.source_file using (file_id)
    )

    select
        placed.report_key,
        placed.section,
        placed.file_id,
        placed.sheet,
        coalesce((placed.cell_rows ->> cell.column_name)::bigint, placed.row_number),
        cell.column_name,
        cell.cells || case
            when cell.column_name is not null then '{}'
            else coalesce((
                select jsonb_object_agg(personal.key, '(ปกปิด)')
                from jsonb_object_keys(placed.personal_digests) as personal (key)
            ), '{}')
        end,
        -- a summary is refused as a whole, at the place of its first problem
        (
            select min(refused.message_th)
            from refused
            where
                refused.file_id = placed.file_id and refused.sheet = placed.sheet
                and (
                    refused.row_number = placed.row_number
                    or placed.section = 'summary' and refused.row_number in (
                        select value::bigint from jsonb_each_text(placed.cell_rows)
                    )
                )
        ),
        placed.replaced
    from placed
    cross join lateral (
        select
            null as column_name,
            placed.cells
        where placed.section <> 'summary'
        union all
        select
            key as column_name,
            jsonb_build_object(key, value) as cells
        from jsonb_each(placed.cells)
        where placed.section = 'summary'
    ) as cell
$$;
alter function mart.reported_row(text, date, text) owner to warehouse_owner;
revoke execute on function mart.reported_row(text, date, text) from public;
grant execute on function mart.reported_row(text, date, text) to warehouse_etl, analyst, province_analyst;
