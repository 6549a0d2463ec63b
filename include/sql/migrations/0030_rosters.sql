-- The rosters of a date are found without reading those of every province and year.
set local role warehouse_owner;

create index on staging.leader_roster (province_code, as_of_date);
