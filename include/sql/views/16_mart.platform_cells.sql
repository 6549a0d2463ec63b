-- The cells of given rows of a platform's exports, as text, personal ones masked: the one way on which an analyst sees them. Acts as the owner,
-- so that nobody needs a right on raw; rows of a province that the caller may not see are left out. Of a file of downloads only the span
-- is read in which the wanted rows lie.
create or replace function mart.platform_cells(sources text[], file_ids bigint[], sheets text[], row_numbers bigint[])
returns table (source text, file_id bigint, sheet text, row_number bigint, cells jsonb)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
set jit = off
as $$
declare
    span record;
begin
    return query
    select platform_row.source, platform_row.file_id, platform_row.sheet, platform_row.row_number, platform_row.cells
    from unnest(sources, file_ids, sheets, row_numbers) as wanted (source, file_id, sheet, row_number)
    inner join ops.source_file on source_file.file_id = wanted.file_id and source_file.source = wanted.source
    cross join lateral (
        select sent.*
        from staging.platform_row as sent
        where
            sent.source = wanted.source and sent.file_id = wanted.file_id and sent.sheet = wanted.sheet
            and sent.row_number = wanted.row_number
        limit 1
    ) as platform_row
    where wanted.source <> 'app_downloads' and mart.may_be_read(source_file.province_code);

    for span in
        select
            wanted.file_id,
            min(wanted.row_number) as first_row,
            max(wanted.row_number) as last_row,
            array_agg(wanted.row_number) as wanted_rows
        from unnest(sources, file_ids, row_numbers) as wanted (source, file_id, row_number)
        inner join ops.source_file on source_file.file_id = wanted.file_id and source_file.source = wanted.source
        where wanted.source = 'app_downloads' and mart.may_be_read(source_file.province_code)
        group by wanted.file_id
    loop
        return query
        select
            'app_downloads', download_row.file_id::bigint, download_row.sheet, download_row.row_number::bigint, download_row.cells
        from staging.download_row
        where
            download_row.file_id = span.file_id::integer
            and download_row.row_number between span.first_row::integer and span.last_row::integer
            and download_row.row_number in (select unnest(span.wanted_rows)::integer);
    end loop;
end
$$;
alter function mart.platform_cells(text[], bigint[], text[], bigint[]) owner to warehouse_owner;
revoke execute on function mart.platform_cells(text[], bigint[], text[], bigint[]) from public;
grant execute on function mart.platform_cells(text[], bigint[], text[], bigint[]) to warehouse_etl, analyst, province_analyst;
