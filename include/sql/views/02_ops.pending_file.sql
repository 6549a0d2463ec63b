-- makes   ops.pending_file
-- grain   one row per loaded file whose rows wait to be typed under today's rules
-- rule    a form tool's sections are read together: one new section brings back the other sections of its month. A new key of what is hashed
--         brings back all downloads of the province: of one person there is one digest. Not materialized: a province asked about
--         alone is all that is read, and of its files those alone that were typed under other rules
create or replace view ops.pending_file with (security_invoker) as
with

waiting as not materialized (
    select
        found.file_id,
        found.uri,
        found.source,
        found.section,
        -- the province as the rules have it, and not as the file: whoever names one has the files of that one looked for, and of no other
        province_rules.province_code,
        found.period,
        found.received_at,
        found.modified_at,
        province_rules.rules_sha256 as rules_in_force
    from rulebook.province_rules
    cross join lateral ops.waiting_file(province_rules.province_code, province_rules.rules_sha256) as found
)

select
    waiting.file_id,
    waiting.uri,
    waiting.source,
    waiting.section,
    waiting.province_code,
    waiting.period,
    waiting.received_at,
    waiting.modified_at,
    waiting.rules_in_force
from waiting
union
select
    sibling.file_id,
    sibling.uri,
    sibling.source,
    sibling.section,
    sibling.province_code,
    sibling.period,
    sibling.received_at,
    sibling.modified_at,
    waiting.rules_in_force
from waiting
inner join ops.source_file as sibling
    on
        sibling.province_code = waiting.province_code and sibling.period = waiting.period and sibling.source = waiting.source
        and sibling.section <> ''
where waiting.section <> '' and sibling.status = 'loaded';
alter view ops.pending_file owner to warehouse_owner;
