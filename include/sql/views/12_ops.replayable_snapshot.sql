-- makes   ops.replayable_snapshot
-- grain   one row per snapshot
-- rule    it can be built again from the original bytes when the archive has every one of its files; else why not, file by file. Its hashes
--         stand either way: they are of the files' digests, not of the files
create or replace view ops.replayable_snapshot with (security_invoker) as
with

missing as (
    select
        source_file.snapshot_id,
        jsonb_agg(
            jsonb_build_object(
                'uri', source_file.uri, 'source', source_file.source, 'sha256', source_file.sha256,
                'erased_at', archived_file.erased_at, 'erased_because', archived_file.erased_because
            )
            order by source_file.source, source_file.uri
        ) as missing_files,
        count(*) filter (where archived_file.sha256 is null) as never_archived,
        count(archived_file.sha256) filter (where not starts_with(archived_file.erased_because, 'ลบตามคำขอ')) as erased,
        count(archived_file.sha256) filter (where starts_with(archived_file.erased_because, 'ลบตามคำขอ')) as asked_for,
        max(archived_file.erased_at) as last_erased_at
    from snapshot.source_file
    left join ops.archived_file using (sha256)
    where archived_file.sha256 is null or archived_file.erased_at is not null
    group by source_file.snapshot_id
)

select
    publication.snapshot_id,
    publication.programme_code,
    publication.province_code,
    publication.period,
    publication.revision,
    missing.snapshot_id is null as replayable,
    nullif(concat_ws(
        ' และ',
        case when missing.erased > 0 then format(
            'ลบต้นฉบับตามกำหนดเก็บรักษาแล้ว %s ไฟล์ ล่าสุดเมื่อวันที่ %s', thai.print_number(missing.erased),
            thai.print_date((missing.last_erased_at at time zone 'Asia/Bangkok')::date)
        ) end,
        case when missing.asked_for > 0 then format(
            'ลบต้นฉบับตามคำขอของเจ้าของข้อมูลแล้ว %s ไฟล์ ล่าสุดเมื่อวันที่ %s', thai.print_number(missing.asked_for),
            thai.print_date((missing.last_erased_at at time zone 'Asia/Bangkok')::date)
        ) end,
        case when missing.never_archived > 0 then format(
            'ไม่มีต้นฉบับในคลังเก็บ %s ไฟล์ เพราะรับไว้ก่อนมีคลังเก็บ', thai.print_number(missing.never_archived)
        ) end
    ), '') as reason_th,
    coalesce(missing.missing_files, '[]') as missing_files
from snapshot.publication
left join missing using (snapshot_id);
alter view ops.replayable_snapshot owner to warehouse_owner;
