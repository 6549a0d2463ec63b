-- What differed, and when a province was last built again, is found without reading the answers of every night.
set local role warehouse_owner;

create index on ops.replay_result (snapshot_id) where outcome = 'differs';
create index on ops.replay_result (province_code, ran_at);
