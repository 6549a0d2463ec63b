-- The loaded files whose rows must not hold personal data any longer at a moment: what ops.expired_file says of the archive, of raw. A file
-- whose rows were emptied is not named again.
create or replace function ops.expired_rows(at timestamptz)
returns table (
    file_id bigint, sha256 text, source text, province_code text, period date, retention_months integer, last_received_at timestamptz
)
language sql stable as $$
    select
        source_file.file_id,
        source_file.sha256,
        source_file.source,
        source_file.province_code,
        source_file.period,
        source_retention.retention_months,
        received.last_received_at
    from ops.source_file
    inner join rulebook.source_retention using (source)
    cross join lateral (
        select max(again.received_at) as last_received_at
        from ops.source_file as again
        where again.sha256 = source_file.sha256
    ) as received
    where
        source_file.status = 'loaded'
        and source_file.received_at + make_interval(months => source_retention.retention_months) < at
        and received.last_received_at + make_interval(months => source_retention.retention_months) < at
        and not exists (
            select from ops.erasure
            where erasure.file_id = source_file.file_id and erasure.place = 'rows' and erasure.request_id is null
        )
    order by source_file.file_id
$$;
alter function ops.expired_rows(timestamptz) owner to warehouse_owner;
