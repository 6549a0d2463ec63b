-- makes   snapshot.rule_in_force
-- grain   one row per freeze and rulebook version in force for the province when it was taken
-- rule    runs with snapshot/publication.sql, in its transaction: its number is 0 when nothing was frozen

insert into snapshot.rule_in_force (snapshot_id, programme_code, province_code, rulebook_code, rulebook_version, valid_during)
select
    current_setting('chumchon.snapshot_id')::bigint,
    programme_code,
    province_code,
    rulebook_code,
    rulebook_version,
    valid_during
from rulebook.in_force
where province_code = %(province_code)s and current_setting('chumchon.snapshot_id') <> '0';
