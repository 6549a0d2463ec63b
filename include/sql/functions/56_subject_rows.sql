-- Every cell in which a person is, as far as it was looked for: by name, by telephone or national id, by the platform's account. Read as the
-- intake reads: folded, Thai digits as Arabic ones. It reads all history: for a person's request, not for every day.
create or replace function personal.cells(name text, numbers text[], account text)
returns table (
    relation text, column_name text, kind text, erased boolean, file_id bigint, sheet text, row_number bigint, value text
)
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    name_looked_for text := personal.name_key(name);
    numbers_looked_for text := (
        select nullif(string_agg('(' || personal.digits_pattern(number) || ')', '|'), '')
        from unnest(numbers) as number where number is not null
    );
    held record;
begin
    if name is not null and coalesce(length(name_looked_for), 0) < 4 then
        raise exception 'ชื่อสั้นเกินไป โปรดระบุชื่อและนามสกุล · the name is too short: give first and last name';
    end if;
    if exists (select from unnest(numbers) as number where length(regexp_replace(thai.digits(number), '[^0-9]', '', 'g')) < 8) then
        raise exception 'หมายเลขสั้นเกินไป โปรดระบุให้ครบ · the number is too short: give all its digits';
    end if;
    for held in select personal_column.* from ops.personal_column order by personal_column.relation, personal_column.column_name loop
        return query execute format(
            $query$
                select
                    %1$L, %2$L, %3$L, %4$L::boolean, (found.whole_row ->> 'file_id')::bigint, found.whole_row ->> 'sheet',
                    (found.whole_row ->> 'row_number')::bigint, found.value
                from (
                    select to_jsonb(held) as whole_row, held.%2$I::text as value
                    from %5$s as held
                    where held.%2$I is not null and (%6$s)
                ) as found
            $query$,
            held.relation, held.column_name, held.kind, held.erased, held.relation,
            case
                when held.kind = 'account' then format('thai.fold(held.%I) = thai.fold($3)', held.column_name)
                when held.kind = 'keyed' then format('held.%I = staging.keyed_digest(thai.fold($3))', held.column_name)
                else concat_ws(
                    ' or ',
                    case when held.kind not in ('phone', 'national_id') then
                        format('position($1 in personal.name_key(held.%I::text)) > 0', held.column_name)
                    end,
                    case when held.kind <> 'name' then format('thai.digits(held.%I::text) ~ $2', held.column_name) end
                )
            end
        ) using name_looked_for, numbers_looked_for, account;
    end loop;
end
$$;
alter function personal.cells(text, text[], text) owner to warehouse_owner;
revoke execute on function personal.cells(text, text[], text) from public;

-- Answers a person who asks what is held of them, and keeps who asked, when and why, never of whom: every cell, and every received file and
-- workbook handed back that holds one. kept_until is when the rule erases it; null: never, or it holds no more than what people write freely.
create or replace function ops.subject_rows(
    reason text,
    name text default null, phone text default null, national_id text default null, account text default null,
    asked_by text default null
)
returns table (
    place text, relation text, column_name text, erased_by_rule boolean, file_id bigint, uri text, province_code text, period date,
    sheet text, row_number bigint, value text, kept_until date
)
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    request bigint;
begin
    insert into personal.subject_request (asked_by, kind, asked_for, reason)
    select coalesce(asked_by, session_user), 'access', array_agg(given.kind), subject_rows.reason
    from (values ('name', name), ('phone', phone), ('national_id', national_id), ('account', account)) as given (kind, value)
    where given.value is not null
    returning request_id into request;

    return query
    with

    cells as materialized (
        select found.* from personal.cells(name, array_remove(array[phone, national_id], null), account) as found
    ),

    files as (
        select
            source_file.*,
            (source_file.received_at + make_interval(months => source_retention.retention_months))::date as kept_until
        from ops.source_file
        left join rulebook.source_retention on source_retention.source = coalesce(source_file.source, 'other')
        where source_file.file_id in (select cells.file_id from cells)
    ),

    places as (
        select
            split_part(cells.relation, '.', 1) as place, cells.relation, cells.column_name, cells.erased, cells.file_id, files.uri,
            files.province_code, files.period, cells.sheet, cells.row_number, cells.value,
            case when cells.erased then files.kept_until end as kept_until
        from cells
        left join files on files.file_id = cells.file_id

        union all

        select 'archive', null, null, true, files.file_id, files.uri, files.province_code, files.period, null, null, files.sha256, files.kept_until
        from files
        inner join ops.archived_file on archived_file.sha256 = files.sha256
        where archived_file.erased_at is null

        union all

        select
            'handed_back', null, null, true, files.file_id, handed_back.uri, files.province_code, files.period, null, null, null, files.kept_until
        from files
        inner join ops.handed_back on handed_back.file_id = files.file_id
    ),

    counted as (
        update personal.subject_request set places = (select count(*) from places) where subject_request.request_id = request
    )

    select places.* from places order by places.file_id, places.place, places.relation, places.row_number, places.column_name;
end
$$;
alter function ops.subject_rows(text, text, text, text, text, text) owner to warehouse_owner;
revoke execute on function ops.subject_rows(text, text, text, text, text, text) from public;
grant execute on function ops.subject_rows(text, text, text, text, text, text) to warehouse_etl, auditor;
