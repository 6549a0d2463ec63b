-- Makes the partitions of warehouse.app_download for the months in which the days lie, where they are not there yet; returns how many it made.
-- Nobody who reads or writes the table waits, and nobody is waited for: a table made beside it is attached. Who makes one keeps others who
-- would make one waiting until the transaction ends, so it should be short. An empty table has no rows to be checked, whence no constraint.
create or replace function warehouse.make_months(days date[])
returns integer
language plpgsql security definer
set search_path = pg_catalog, pg_temp as $$
declare
    month date;
    name text;
    made integer := 0;
begin
    for month in select distinct date_trunc('month', day)::date from unnest(days) as day order by 1 loop
        name := 'app_download_' || to_char(month, 'YYYY_MM');
        continue when exists (select from pg_class where relnamespace = 'months'::regnamespace and relname = name);
        perform pg_advisory_xact_lock(hashtext('months of warehouse'));
        continue when exists (select from pg_class where relnamespace = 'months'::regnamespace and relname = name);
        execute format('create table months.%I (like warehouse.app_download including indexes)', name);
        execute format('alter table months.%I enable row level security', name);
        execute format('grant maintain on months.%I to warehouse_etl', name);
        execute format(
            'alter table warehouse.app_download attach partition months.%I for values from (%L) to (%L)',
            name, month, (month + interval '1 month')::date
        );
        made := made + 1;
    end loop;
    return made;
end
$$;
alter function warehouse.make_months(date[]) owner to warehouse_owner;
revoke execute on function warehouse.make_months(date[]) from public;
grant execute on function warehouse.make_months(date[]) to warehouse_etl;

-- What typing asks of one month goes through functions: their plans know the month, and so open its partition alone, while a statement that is told
-- its months by a table plans for every partition there is (which a province of 13,000 events felt at 96 months).

-- Takes back the events of the files that wait to be typed.
create or replace function warehouse.forget_pending_downloads(province text)
returns void
language plpgsql as $$
declare
    pending record;
begin
    for pending in
        select
            pending_file.period,
            array_agg(pending_file.file_id) as files
        from ops.pending_file
        where pending_file.province_code = province and pending_file.source = 'app_downloads'
        group by pending_file.period
    loop
        delete from warehouse.app_download
        where
            app_download.province_code = province and app_download.period = pending.period
            and app_download.file_id = any (pending.files);
    end loop;
end
$$;

-- The events of a month that are held.
create or replace function warehouse.held_downloads(province text, month date)
returns table (event_id text)
language plpgsql stable rows 10000 as $$
begin
    return query
    select app_download.event_id
    from warehouse.app_download
    where app_download.province_code = province and app_download.period = month;
end
$$;

-- How many events of each of some files are held, one row per file that has any. Of all of them in one go: what came just now no index of file
-- ids knows of, and a file by itself would be looked for in the whole month.
create or replace function warehouse.count_downloads(province text, month date, files bigint[])
returns table (file_id bigint, row_count bigint)
language plpgsql stable rows 100 as $$
begin
    return query
    select
        app_download.file_id,
        count(*)
    from warehouse.app_download
    where app_download.province_code = province and app_download.period = month and app_download.file_id = any (files)
    group by app_download.file_id;
end
$$;

do $$
declare
    made regprocedure;
begin
    foreach made in array array[
        'warehouse.forget_pending_downloads(text)', 'warehouse.held_downloads(text, date)', 'warehouse.count_downloads(text, date, bigint[])'
    ]::regprocedure []
    loop
        execute format('alter function %s owner to warehouse_owner', made);
        execute format('revoke execute on function %s from public', made);
        execute format('grant execute on function %s to warehouse_etl', made);
    end loop;
end
$$;
