-- Every relation and column of the published schemas: what each says of itself, what tells its rows apart, what a view reads, who may read it.
select
    pg_namespace.nspname as schema,
    obj_description(pg_namespace.oid, 'pg_namespace') as schema_meaning,
    pg_class.relname as relation,
    obj_description(pg_class.oid, 'pg_class') as relation_meaning,
    pg_class.relkind = 'v' as is_view,
    pg_get_userbyid(pg_class.relowner) as owning_role,
    pg_class.relrowsecurity or (pg_class.relkind = 'v' and exists (
        select from pg_attribute as own
        where own.attrelid = pg_class.oid and own.attname = 'province_code'
    )) as by_province,
    array(
        select role from unnest(%(roles)s) as reader (role)
        where
            has_schema_privilege(role, pg_namespace.oid, 'usage') and has_table_privilege(role, pg_class.oid, 'select')
    ) as readers,
    array(
        select distinct read_namespace.nspname || '.' || read.relname
        from pg_rewrite
        inner join pg_depend
            on pg_depend.objid = pg_rewrite.oid and pg_depend.classid = 'pg_rewrite'::regclass
            and pg_depend.refclassid = 'pg_class'::regclass and pg_depend.refobjid <> pg_class.oid
        inner join pg_class as read on read.oid = pg_depend.refobjid
        inner join pg_namespace as read_namespace on read_namespace.oid = read.relnamespace
        where pg_rewrite.ev_class = pg_class.oid
        order by 1
    ) as reads,
    pg_attribute.attname as name,
    format_type(pg_attribute.atttypid, pg_attribute.atttypmod) as type,
    pg_attribute.attnotnull as filled,
    coalesce(pg_attribute.attnum = any (identifying.columns), false) as identifies,
    col_description(pg_class.oid, pg_attribute.attnum) as meaning,
    personal_column.kind || %(languages)s || personal_column.note_th || %(languages)s || personal_column.note_en as personal
from pg_class
inner join pg_namespace on pg_namespace.oid = pg_class.relnamespace
inner join pg_attribute on pg_attribute.attrelid = pg_class.oid
left join lateral (
    select string_to_array(pg_index.indkey::text, ' ')::smallint[] as columns
    from pg_index
    where pg_index.indrelid = pg_class.oid and pg_index.indisunique and pg_index.indpred is null
    order by pg_index.indisprimary desc, pg_index.indexrelid
    limit 1
) as identifying on true
left join ops.personal_column
    on personal_column.relation = pg_namespace.nspname || '.' || pg_class.relname and personal_column.column_name = pg_attribute.attname
where
    pg_namespace.nspname = any (%(schemas)s) and pg_class.relkind in ('r', 'p', 'v')
    and pg_attribute.attnum > 0 and not pg_attribute.attisdropped
order by array_position(%(schemas)s, pg_namespace.nspname::text), pg_class.relname, pg_attribute.attnum
