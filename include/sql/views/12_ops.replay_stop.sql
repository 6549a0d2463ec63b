-- makes   ops.replay_stop
-- grain   one row per programme and province whose months are not published, because one that stands cannot be built again as it is
-- rule    the latest replay of a revision that stands differs; a replay that is right, or a restatement by a person, lets publication go on
create or replace view ops.replay_stop with (security_invoker) as
select
    publication.programme_code,
    publication.province_code,
    format(
        'หยุดเผยแพร่ไว้ก่อน เพราะผลที่เผยแพร่แล้วของเดือน%s สร้างซ้ำจากต้นฉบับแล้วไม่ตรงกัน '
        || 'โปรดตรวจ ops.latest_replay แก้สาเหตุ แล้วสั่ง replay_snapshots อีกครั้ง',
        string_agg(thai.print_month(publication.period), ', ' order by publication.period)
    ) as reason_th
from ops.replay_result as differing
inner join snapshot.publication using (snapshot_id)
-- of all replays ever made few differ: these are asked whether a later one was right, or another revision stands
where
    differing.outcome = 'differs'
    and not exists (
        select from ops.replay_result as later
        where
            later.snapshot_id = differing.snapshot_id
            and (later.ran_at, later.run_id) > (differing.ran_at, differing.run_id)
    )
    and not exists (
        select from snapshot.publication as newer
        where
            newer.programme_code = publication.programme_code and newer.province_code = publication.province_code
            and newer.period = publication.period and newer.revision > publication.revision
    )
group by publication.programme_code, publication.province_code;
alter view ops.replay_stop owner to warehouse_owner;
