-- makes   ops.latest_replay
-- grain   one row per snapshot that was ever replayed
-- rule    the latest replay holds. Asked of one outcome or snapshot, no other replay is read but those after it
create or replace view ops.latest_replay with (security_invoker) as
select replay_result.*
from ops.replay_result
where
    not exists (
        select from ops.replay_result as later
        where
            later.snapshot_id = replay_result.snapshot_id
            and (later.ran_at, later.run_id) > (replay_result.ran_at, replay_result.run_id)
    );
alter view ops.latest_replay owner to warehouse_owner;
