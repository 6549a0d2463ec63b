-- makes   ops.pending_file
-- grain   one row per loaded file whose rows wait to be typed under today's rules
-- rule    a form tool's sections are read together: one new section brings back the other sections of its month. A new key of what is hashed
--         brings back all downloads of the province: of one person there is one digest. Not materialized: a province asked about
--         alone is all that is read
create or replace view ops.pending_file with (security_invoker) as
with

loaded as not materialized (
    select
        source_file.*,
        province_rules.rules_sha256 as rules_in_force,
        coalesce(source_file.typed_with, '') <> province_rules.rules_sha256
        or (
            source_file.source = 'app_downloads'
            and coalesce(personal_key_in_use.key_no < (select max(personal_key.key_no) from ops.personal_key), false)
        ) as waits
    from ops.source_file
    inner join rulebook.province_rules using (province_code)
    left join ops.personal_key_in_use using (province_code)
    where source_file.status = 'loaded'
)

select
    loaded.file_id,
    loaded.uri,
    loaded.source,
    loaded.section,
    loaded.province_code,
    loaded.period,
    loaded.received_at,
    loaded.modified_at,
    loaded.rules_in_force
from loaded
where
    loaded.waits
    or (
        loaded.section <> '' and exists (
            select from loaded as sibling
            where
                sibling.waits and sibling.section <> ''
                and sibling.source = loaded.source and sibling.province_code = loaded.province_code and sibling.period = loaded.period
        )
    );
alter view ops.pending_file owner to warehouse_owner;
