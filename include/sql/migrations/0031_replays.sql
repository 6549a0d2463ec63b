-- What differed, and when a province was last built again, is found without reading the answers of every night; a province's subdistricts, without
-- reading those of the country.
set local role warehouse_owner;

create index on ops.replay_result (snapshot_id) where outcome = 'differs';
create index on ops.replay_result (province_code, ran_at);
create index on rulebook.subdistrict (province_code);
