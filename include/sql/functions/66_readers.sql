-- Whether whoever asks may see a province, asked inside a function that acts as its owner: of the role taken on by `set role`, else of the one
-- that logged in. A province's analyst sees that province, an analyst and the job all of them, nobody else any.
create or replace function mart.may_be_read(province text)
returns boolean
language sql stable as $$
    select exists (
        select from pg_catalog.pg_roles as reader
        cross join (
            select case pg_catalog.current_setting('role')
                when 'none' then session_user::text else pg_catalog.current_setting('role')
            end as name
        ) as caller
        where
            reader.rolname in ('analyst', 'warehouse_etl', 'analyst_' || province)
            and pg_catalog.pg_has_role(caller.name, reader.oid, 'usage')
    )
$$;
