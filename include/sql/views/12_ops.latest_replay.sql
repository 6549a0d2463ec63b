-- makes   ops.latest_replay
-- grain   one row per snapshot that was ever replayed
-- rule    the latest replay holds
create or replace view ops.latest_replay with (security_invoker) as
select distinct on (snapshot_id) *
from ops.replay_result
order by snapshot_id, ran_at desc, run_id desc;
alter view ops.latest_replay owner to warehouse_owner;
