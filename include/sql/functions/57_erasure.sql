-- Empties the personal cells of one row, or of every row of a file, in a table of raw; returns how many rows. A cell that a rule refused as a
-- formula keeps being refused, without what it said: the row is judged again whenever rules change.
create or replace function personal.empty_cells(in_relation text, of_file bigint, of_sheet text default null, of_row bigint default null)
returns bigint
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    emptied bigint;
    setting text;
    is_there text;
begin
    select
        string_agg(
            case format_type(pg_attribute.atttypid, null)
                when 'text' then format(
                    '%1$I = case quarantine.rule_of_text(%1$I) when ''formula_found'' then ''='' when ''excel_error'' then %1$I end',
                    personal_column.column_name
                )
                when 'text[]' then format('%I = ''{}''', personal_column.column_name)
                else format('%I = null', personal_column.column_name)
            end, ', '
        ),
        string_agg(
            case format_type(pg_attribute.atttypid, null)
                when 'text[]' then format('%I <> ''{}''', personal_column.column_name)
                else format('%I is not null', personal_column.column_name)
            end, ' or '
        )
    into setting, is_there
    from ops.personal_column
    inner join pg_attribute
        on pg_attribute.attrelid = personal_column.relation::regclass and pg_attribute.attname = personal_column.column_name
    where personal_column.relation = in_relation and personal_column.erased;

    execute format(
        'update %s set %s where file_id = $1 and ($2 is null or (sheet, row_number) = ($2, $3)) and (%s)', in_relation, setting, is_there
    ) using of_file, of_sheet, of_row;
    get diagnostics emptied = row_count;
    return emptied;
end
$$;
alter function personal.empty_cells(text, bigint, text, bigint) owner to warehouse_owner;
revoke execute on function personal.empty_cells(text, bigint, text, bigint) from public;

-- Empties the personal cells of every file that is past what its source's rule allows at a moment, and keeps what, when and why.
create or replace function ops.erase_expired_rows(at timestamptz)
returns setof ops.erasure
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    file record;
    held text;
    emptied bigint;
    touched text[];
    total bigint;
begin
    for file in select expired.* from ops.expired_rows(at) as expired loop
        touched := '{}';
        total := 0;
        for held in
            select distinct personal_column.relation
            from ops.personal_column
            where
                personal_column.erased
                and (starts_with(personal_column.relation, 'raw.' || file.source) or personal_column.relation = 'raw.other_row')
            order by personal_column.relation
        loop
            emptied := personal.empty_cells(held, file.file_id);
            if emptied > 0 then
                touched := touched || held;
                total := total + emptied;
            end if;
        end loop;
        return query
        insert into ops.erasure (erased_at, place, file_id, sha256, source, province_code, period, relations, rows_erased, because)
        values (
            at, 'rows', file.file_id, file.sha256, file.source, file.province_code, file.period, touched, total,
            ops.erased_because(file.retention_months, file.source, file.last_received_at)
        )
        returning *;
    end loop;
end
$$;
alter function ops.erase_expired_rows(timestamptz) owner to warehouse_owner;
revoke execute on function ops.erase_expired_rows(timestamptz) from public;
grant execute on function ops.erase_expired_rows(timestamptz) to warehouse_etl;

-- Why something was erased by rule, for everybody to read.
create or replace function ops.erased_because(retention_months integer, source text, last_received_at timestamptz)
returns text
language sql stable as $$
    select format(
        'ลบตามกำหนดเก็บรักษา %s เดือนของแหล่งข้อมูล %s ได้รับครั้งหลังสุดเมื่อวันที่ %s/%s',
        retention_months, source, to_char(last_received_at at time zone 'Asia/Bangkok', 'DD/MM'),
        extract(year from last_received_at at time zone 'Asia/Bangkok')::integer + 543
    )
$$;

-- Erases a person on their request, as far as it is personal data by its column: the whole of these cells in each row that has one of theirs,
-- at once; the received files and the workbooks handed back by the next erase_expired. What people wrote freely is left, and so are figures.
-- only_files narrows it to some of the files that ops.subject_rows named: two people may have one name.
create or replace function ops.erase_subject(
    reason text,
    name text default null, phone text default null, national_id text default null,
    asked_by text default null, only_files bigint[] default null
)
returns setof ops.erasure
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    request bigint;
begin
    insert into personal.subject_request (asked_by, kind, asked_for, reason)
    select coalesce(asked_by, session_user), 'erasure', array_agg(given.kind), erase_subject.reason
    from (values ('name', name), ('phone', phone), ('national_id', national_id)) as given (kind, value)
    where given.value is not null
    returning request_id into request;

    return query
    with

    rows as materialized (
        select distinct found.relation, found.file_id, found.sheet, found.row_number
        from personal.cells(name, array_remove(array[phone, national_id], null), null) as found
        where found.erased and (only_files is null or found.file_id = any (only_files))
    ),

    emptied as materialized (
        select rows.file_id, rows.relation, personal.empty_cells(rows.relation, rows.file_id, rows.sheet, rows.row_number) as row_count
        from rows
    ),

    ordered as (
        insert into personal.ordered_erasure (sha256, request_id)
        select distinct source_file.sha256, request
        from ops.source_file
        where source_file.file_id in (select emptied.file_id from emptied)
        on conflict (sha256) do nothing
    ),

    counted as (
        update personal.subject_request set places = (select count(*) from rows) where subject_request.request_id = request
    )

    insert into ops.erasure (erased_at, place, file_id, sha256, source, province_code, period, relations, rows_erased, because, request_id)
    select
        clock_timestamp(), 'rows', source_file.file_id, source_file.sha256, source_file.source, source_file.province_code, source_file.period,
        array_agg(emptied.relation order by emptied.relation), sum(emptied.row_count)::bigint,
        format('ลบตามคำขอของเจ้าของข้อมูล คำขอที่ %s', request), request
    from emptied
    inner join ops.source_file on source_file.file_id = emptied.file_id
    group by source_file.file_id
    returning *;
end
$$;
alter function ops.erase_subject(text, text, text, text, text, bigint[]) owner to warehouse_owner;
revoke execute on function ops.erase_subject(text, text, text, text, text, bigint[]) from public;
grant execute on function ops.erase_subject(text, text, text, text, text, bigint[]) to warehouse_etl;
