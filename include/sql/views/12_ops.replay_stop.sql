-- makes   ops.replay_stop
-- grain   one row per programme and province whose months are not published, because one that stands cannot be built again as it is
-- rule    the latest replay of a revision that stands differs; a replay that is right, or a restatement by a person, lets publication go on
create or replace view ops.replay_stop with (security_invoker) as
select
    standing.programme_code,
    standing.province_code,
    format(
        'หยุดเผยแพร่ไว้ก่อน เพราะผลที่เผยแพร่แล้วของเดือน%s สร้างซ้ำจากต้นฉบับแล้วไม่ตรงกัน '
        || 'โปรดตรวจ ops.latest_replay แก้สาเหตุ แล้วสั่ง replay_snapshots อีกครั้ง',
        string_agg(thai.print_month(standing.period), ', ' order by standing.period)
    ) as reason_th
from snapshot.standing
inner join ops.latest_replay using (snapshot_id)
where latest_replay.outcome = 'differs'
group by standing.programme_code, standing.province_code;
alter view ops.replay_stop owner to warehouse_owner;
