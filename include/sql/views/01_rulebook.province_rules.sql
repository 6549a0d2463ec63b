-- makes   rulebook.province_rules
-- grain   one row per province with a rulebook
-- rule    the digest of all rules in force for a province: what was read under another digest is read again
create or replace view rulebook.province_rules with (security_invoker) as
select
    in_force.province_code,
    encode(
        sha256(convert_to(string_agg(version.content_sha256, ' ' order by in_force.programme_code, in_force.valid_during), 'UTF8')), 'hex'
    ) as rules_sha256
from rulebook.in_force
inner join rulebook.version using (programme_code, province_code, rulebook_version)
group by in_force.province_code;
alter view rulebook.province_rules owner to warehouse_owner;
