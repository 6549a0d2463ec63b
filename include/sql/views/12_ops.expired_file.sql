-- What the archive must not keep any longer at a moment: every file that came with these bytes is past what its source's rule allows.
-- A file of no known source is held to the rule of the source `other`; a source whose rule names no months is kept for ever.
create or replace function ops.expired_file(at timestamptz)
returns table (sha256 text, source text, retention_months integer, last_received_at timestamptz)
language sql stable as $$
    select
        archived_file.sha256,
        max(source_retention.source) as source,
        max(source_retention.retention_months) as retention_months,
        max(source_file.received_at) as last_received_at
    from ops.archived_file
    inner join ops.source_file using (sha256)
    left join rulebook.source_retention on source_retention.source = coalesce(source_file.source, 'other')
    where archived_file.erased_at is null
    group by archived_file.sha256
    having bool_and(coalesce(source_file.received_at + make_interval(months => source_retention.retention_months) < at, false))
    order by archived_file.sha256
$$;
alter function ops.expired_file(timestamptz) owner to warehouse_owner;
