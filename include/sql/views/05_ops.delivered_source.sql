-- makes   ops.delivered_source
-- grain   one row per province, source and month with an accepted file
-- rule    measures.md, No grade without its sources: what ops.delivers says
create or replace view ops.delivered_source with (security_invoker) as
select distinct
    province_code,
    source,
    period
from ops.source_file
where ops.delivers(source_file);
alter view ops.delivered_source owner to warehouse_owner;
