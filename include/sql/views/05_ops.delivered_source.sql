-- makes   ops.delivered_source
-- grain   one row per province, source and month with an accepted file
-- rule    measures.md, No grade without its sources: a file counts when it loaded; one whose every row was refused delivers nothing
create or replace view ops.delivered_source with (security_invoker) as
select distinct
    province_code,
    source,
    period
from ops.source_file
where status = 'loaded' and typed_with is not null and (rows_read = 0 or rows_loaded + rows_known > 0);
alter view ops.delivered_source owner to warehouse_owner;
