-- The files behind one side of a comparison: those a revision was frozen with, or (snapshot null) those that are loaded now.
create or replace function mart.bridge_file(province text, month date, snapshot bigint)
returns table (file_id bigint, source text, section text, uri text, sha256 text, received_at timestamptz)
language sql stable as $$
    select
        received.file_id,
        frozen.source,
        coalesce(received.section, ''),
        frozen.uri,
        frozen.sha256,
        frozen.received_at
    from snapshot.source_file as frozen
    left join ops.source_file as received
        on
            received.province_code = frozen.province_code and received.source = frozen.source and received.uri = frozen.uri
            and received.sha256 = frozen.sha256 and received.status = 'loaded'
    where frozen.snapshot_id = snapshot

    union all

    select
        received.file_id,
        received.source,
        received.section,
        received.uri,
        received.sha256,
        received.received_at
    from ops.source_file as received
    where
        snapshot is null and received.status = 'loaded' and received.typed_with is not null and received.province_code = province
        and (received.source not in ('submissions', 'app_downloads', 'content_records') or received.period = month)
$$;
