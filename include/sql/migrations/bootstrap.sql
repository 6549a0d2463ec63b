-- Roles, schemas and extensions: what must exist before any table. Run by a superuser at every migration; running it again changes nothing.
-- Roles belong to the whole server, so several warehouses on one server share them.
do $$
declare
    wanted record;
begin
    for wanted in
        select *
        from (values
            ('warehouse_owner', 'nologin createrole'),
            ('snapshot_owner', 'nologin'),
            ('warehouse_etl', 'login'),
            ('warehouse_replay', 'login createdb'),
            ('analyst', 'nologin'),
            ('province_analyst', 'nologin'),
            ('publisher', 'nologin'),
            ('auditor', 'nologin')
        ) as role (name, attributes)
    loop
        if not exists (select from pg_roles where rolname = wanted.name) then
            begin
                execute format('create role %I %s', wanted.name, wanted.attributes);
            exception when duplicate_object or unique_violation then
                null;  -- another migration on the same server made it a moment ago
            end;
        end if;
    end loop;
    -- makes databases beside the warehouse and works in them as the job does; may not enter the warehouse itself (privileges.sql)
    if not pg_has_role('warehouse_replay', 'warehouse_etl', 'set') then
        begin
            grant warehouse_etl to warehouse_replay with inherit false, set true;
        exception when unique_violation then
            null;
        end;
    end if;
    -- how far a replica is behind is asked for others by ops.replica_state(), which acts as it
    if not pg_has_role('warehouse_owner', 'pg_read_all_stats', 'usage') then
        begin
            grant pg_read_all_stats to warehouse_owner;
        exception when unique_violation then
            null;
        end;
    end if;
    if not pg_has_role('warehouse_etl', 'analyst', 'set') then
        begin
            grant analyst to warehouse_etl with inherit false, set true;
        exception when unique_violation then
            null;
        end;
    end if;
    -- publishing is done by the job, with no more rights than it takes: what an analyst reads
    if not pg_has_role('warehouse_etl', 'publisher', 'set') then
        begin
            grant publisher to warehouse_etl with inherit false, set true;
        exception when unique_violation then
            null;
        end;
    end if;
    -- who reads more reads what an analyst does too; neither can become one
    if not pg_has_role('publisher', 'analyst', 'usage') then
        begin
            grant analyst to publisher with inherit true, set false;
        exception when unique_violation then
            null;
        end;
    end if;
    if not pg_has_role('auditor', 'analyst', 'usage') then
        begin
            grant analyst to auditor with inherit true, set false;
        exception when unique_violation then
            null;
        end;
    end if;
end
$$;

create schema if not exists thai authorization warehouse_owner;
create schema if not exists raw authorization warehouse_owner;
create schema if not exists staging authorization warehouse_owner;
create schema if not exists quarantine authorization warehouse_owner;
create schema if not exists rulebook authorization warehouse_owner;
create schema if not exists warehouse authorization warehouse_owner;
-- the partitions of large tables of warehouse, which nobody reads but through their table
create schema if not exists months authorization warehouse_owner;
create schema if not exists candidate authorization warehouse_owner;
create schema if not exists mart authorization warehouse_owner;
create schema if not exists ops authorization warehouse_owner;
create schema if not exists personal authorization warehouse_owner;
create schema if not exists published_v1 authorization warehouse_owner;
create schema if not exists snapshot authorization snapshot_owner;

revoke create on schema public from public;
create extension if not exists btree_gist with schema public;
create extension if not exists fuzzystrmatch with schema public;
