-- Who may do what: written anew at every migration, so that a new table is covered by the rules of its schema.
-- The job writes, analysts read and see no personal data, a province's analysts see their province's rows alone.
grant province_analyst to warehouse_owner with admin option;
grant usage on schema thai, raw, staging, quarantine, rulebook, warehouse, candidate, mart, ops, snapshot to warehouse_etl;
grant select, insert, update, delete, maintain on all tables in schema staging, quarantine, rulebook, warehouse, candidate, mart, ops to warehouse_etl;
grant select, insert, maintain on all tables in schema raw to warehouse_etl;
-- files are numbered as they arrived, before the first is entered
grant usage on sequence ops.source_file_file_id_seq to warehouse_etl;
grant select, insert on all tables in schema snapshot to warehouse_etl;
grant usage on schema thai, warehouse, mart, snapshot, rulebook, ops to analyst, province_analyst;
grant select on all tables in schema warehouse, mart, snapshot, rulebook, ops to analyst, province_analyst;
grant usage on schema ops to warehouse_owner;
-- Partitions are read and written through their table, by its rights and row-level security; by themselves they are only kept in order.
grant usage on schema months to warehouse_etl;
grant maintain on all tables in schema months to warehouse_etl;
do $$
declare
    partition regclass;
begin
    for partition in select oid from pg_class where relnamespace = 'months'::regnamespace and relkind = 'r' and not relrowsecurity loop
        execute format('alter table %s enable row level security', partition);
    end loop;
end
$$;
-- The published contract's views ask for the reader's own rights on what they show: none opens what is closed.
grant usage on schema published_v1 to warehouse_etl, analyst, province_analyst;
grant select on all tables in schema published_v1 to warehouse_etl, analyst, province_analyst;

-- An auditor reads everything but the keys, and writes nothing; publishing reads what an analyst does (bootstrap.sql).
grant usage on schema raw, staging, quarantine, candidate, personal to auditor;
grant select on all tables in schema raw, staging, quarantine, candidate to auditor;
grant select on personal.subject_request, personal.ordered_erasure to auditor, warehouse_etl;
grant usage on schema personal to warehouse_etl;

-- What was erased and asked for stays written, and the functions that erase and hash alone decide by what.
revoke insert, update, delete on ops.personal_key, ops.personal_column from warehouse_etl;
revoke update, delete on ops.erasure from warehouse_etl;

-- Who is nobody of these has no business here; warehouse_replay, which may act as the job in databases of its own, least of all.
do $$
begin
    execute format('revoke connect, temporary on database %I from public', current_database());
    execute format('grant temporary on database %I to warehouse_owner, warehouse_etl', current_database());
    execute format('grant connect on database %I to warehouse_owner, warehouse_etl, analyst, province_analyst, publisher, auditor', current_database());
end
$$;

-- The intake, the freeze and the file list wait for each other by advisory locks, which any login could hold; and any could fill the disk
-- with large objects. What the server gives everybody is the job's alone here.
do $$
declare
    given record;
begin
    for given in
        select oid::regprocedure as name
        from pg_proc
        where
            pronamespace = 'pg_catalog'::regnamespace
            and (proname ~ 'advisory' or proname in ('lo_create', 'lo_creat', 'lo_from_bytea', 'lo_put', 'lowrite'))
    loop
        execute format('revoke execute on function %s from public', given.name);
        execute format('grant execute on function %s to warehouse_owner, warehouse_etl', given.name);
    end loop;
end
$$;

create or replace function rulebook.visible_provinces() returns setof text
language sql stable as $$
    select substring(rolname from '^analyst_([0-9]{2})$')
    from pg_catalog.pg_roles
    where rolname ~ '^analyst_[0-9]{2}$' and pg_catalog.pg_has_role(current_user, oid, 'usage')
$$;
alter function rulebook.visible_provinces() owner to warehouse_owner;

-- Called when a rulebook is loaded; the job may act as the reader, and is not one.
create or replace function rulebook.make_province_reader(province_code text) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare
    reader text := 'analyst_' || province_code;
begin
    if province_code !~ '^[0-9]{2}$' then
        raise exception 'not a province code: %', province_code;
    end if;
    if not exists (select from pg_roles where rolname = reader) then
        begin
            execute format('create role %I nologin', reader);
        exception when duplicate_object or unique_violation then
            null;
        end;
    end if;
    if not pg_has_role('warehouse_etl', reader, 'set') then
        execute format('grant %I to warehouse_etl with inherit false, set true', reader);
    end if;
    if not pg_has_role(reader, 'province_analyst', 'usage') then
        execute format('grant province_analyst to %I', reader);
    end if;
end
$$;
alter function rulebook.make_province_reader(text) owner to warehouse_owner;
revoke execute on function rulebook.make_province_reader(text) from public;
grant execute on function rulebook.make_province_reader(text) to warehouse_etl;

do $$
declare
    relation record;
begin
    for relation in
        select pg_class.oid::regclass as name
        from pg_class
        inner join pg_namespace on pg_namespace.oid = pg_class.relnamespace
        where
            pg_namespace.nspname in ('warehouse', 'mart', 'snapshot', 'rulebook', 'ops')
            and pg_class.relkind in ('r', 'p') and not pg_class.relispartition
            and exists (
                select from pg_attribute
                where attrelid = pg_class.oid and attname = 'province_code' and not attisdropped
            )
    loop
        execute format('alter table %s enable row level security', relation.name);
        execute format('drop policy if exists job on %s', relation.name);
        execute format('drop policy if exists whole_country on %s', relation.name);
        execute format('drop policy if exists own_province on %s', relation.name);
        execute format('create policy job on %s to warehouse_etl using (true) with check (true)', relation.name);
        execute format('create policy whole_country on %s for select to analyst using (true)', relation.name);
        execute format(
            'create policy own_province on %s for select to province_analyst using (province_code = any (array(select rulebook.visible_provinces())))',
            relation.name
        );
    end loop;
end
$$;
