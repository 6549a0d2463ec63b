-- What every published relation and column means, in one place: a name means the same everywhere ("*"), unless a relation says otherwise.
create temporary table glossary (relation text, column_name text, meaning text) on commit drop;

insert into glossary (relation, column_name, meaning)
values
('*', 'province_code', 'รหัสจังหวัด ๒ หลักของกรมการปกครอง · DOPA province code');

do $$
declare
    described record;
begin
    for described in
        select
            format('comment on column %s.%I is %L', pg_class.oid::regclass, pg_attribute.attname, glossary.meaning) as statement
        from pg_class
        inner join pg_namespace on pg_namespace.oid = pg_class.relnamespace
        inner join pg_attribute on pg_attribute.attrelid = pg_class.oid and pg_attribute.attnum > 0 and not pg_attribute.attisdropped
        cross join lateral (
            select glossary.meaning
            from glossary
            where
                glossary.column_name = pg_attribute.attname
                and glossary.relation in ('*', pg_namespace.nspname || '.' || pg_class.relname)
            order by glossary.relation = '*'
            limit 1
        ) as glossary
        where pg_class.relkind in ('r', 'p', 'v') and pg_namespace.nspname in ('warehouse', 'mart', 'snapshot', 'rulebook', 'ops', 'candidate')
    loop
        execute described.statement;
    end loop;
    for described in
        select format('comment on %s %s is %L', case pg_class.relkind when 'v' then 'view' else 'table' end, pg_class.oid::regclass, glossary.meaning) as statement
        from glossary
        inner join pg_namespace on pg_namespace.nspname = split_part(glossary.relation, '.', 1)
        inner join pg_class on pg_class.relnamespace = pg_namespace.oid and pg_class.relname = split_part(glossary.relation, '.', 2)
        where glossary.column_name is null and pg_class.relkind in ('r', 'p', 'v')
    loop
        execute described.statement;
    end loop;
end
$$;
