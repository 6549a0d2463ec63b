-- makes   mart.measure_definition
-- grain   one row per measure
-- rule    the catalogue of measures: what each is called, its unit and what it counts
create or replace view mart.measure_definition with (security_invoker) as
select
    measure_code,
    level,
    source,
    name_th,
    unit_th,
    watched,
    definition_th,
    definition_en
from rulebook.measure;
alter view mart.measure_definition owner to warehouse_owner;
