-- makes   mart.rulebook_version
-- grain   one row per programme, province and version of a rulebook
-- rule    what a version says, whole, with the names that people read: whoever shows a month needs its rules of that time
create or replace view mart.rulebook_version with (security_invoker) as
select
    version.programme_code,
    version.province_code,
    version.rulebook_version,
    version.fiscal_year_be,
    programme.name_th as programme_name_th,
    province.name_th as province_name_th,
    version.document
from rulebook.version
inner join rulebook.programme using (programme_code)
inner join rulebook.province
    on province.province_code = version.province_code and province.valid_during @> lower(version.valid_during);
alter view mart.rulebook_version owner to warehouse_owner;
