-- makes   snapshot.standing
-- grain   one row per programme, province and month that was published
-- rule    the latest revision stands
create or replace view snapshot.standing with (security_invoker) as
select distinct on (programme_code, province_code, period) *
from snapshot.publication
order by programme_code, province_code, period, revision desc;
alter view snapshot.standing owner to snapshot_owner;
