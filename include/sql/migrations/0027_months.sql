-- An event is stored once, by month: what staging.app_download held stands in warehouse.app_download too, which is parted by month.
set local role warehouse_owner;

do $$
declare
    apart bigint;
begin
    select count(distinct (province_code, period, file_id)) into apart
    from (
        select province_code, period, file_id, count(*) as events
        from staging.app_download
        group by province_code, period, file_id
    ) as typed
    full join (
        select province_code, period, file_id, count(*) as events
        from warehouse.app_download
        group by province_code, period, file_id
    ) as kept using (province_code, period, file_id, events)
    where typed.events is null or kept.events is null;
    if apart > 0 then
        raise exception 'staging.app_download and warehouse.app_download differ in % file(s): see the runbook, before updating', apart;
    end if;
end
$$;

drop table staging.app_download;
delete from ops.personal_column where relation = 'staging.app_download';

alter table warehouse.app_download rename to app_download_in_one;
create table warehouse.app_download (
    province_code text not null,
    period date not null,
    event_id text not null,
    occurred_at timestamptz not null,
    district_code text not null,
    subdistrict_code text not null,
    operating_system text not null,
    user_group text,
    user_id text,
    file_id bigint not null,
    row_number bigint not null
) partition by range (period);

do $$
declare
    month date;
begin
    for month in select distinct period from warehouse.app_download_in_one order by period loop
        execute format(
            'create table months.%I partition of warehouse.app_download for values from (%L) to (%L)',
            'app_download_' || to_char(month, 'YYYY_MM'), month, (month + interval '1 month')::date
        );
    end loop;
end
$$;

insert into warehouse.app_download (
    province_code, period, event_id, occurred_at, district_code, subdistrict_code, operating_system, user_group, user_id, file_id,
    row_number
)
select
    province_code, period, event_id, occurred_at, district_code, subdistrict_code, operating_system, user_group, user_id, file_id,
    row_number
from warehouse.app_download_in_one
order by province_code, period, file_id, row_number;

drop table warehouse.app_download_in_one;
alter table warehouse.app_download add primary key (province_code, period, event_id);
-- The rows of a file lie together.
create index on warehouse.app_download using brin (file_id) with (pages_per_range = 16, autosummarize = on);
-- The events of a subdistrict: few values, of which an index keeps each once.
create index on warehouse.app_download (province_code, subdistrict_code);

-- What typing and building ask of a month, or of a registry's date, they find without reading all there is.
create index on staging.submission (province_code, period, report_key);
create index on staging.submission_download (province_code, period);
create index on staging.submission_publicity (province_code, period);
create index on staging.submission_activity (province_code, period);
create index on staging.submission_service (province_code, period);
create index on staging.content_record (province_code, period);
create index on staging.otop_operator (province_code, as_of_date);
create index on warehouse.otop_operator using brin (file_id) with (pages_per_range = 16, autosummarize = on);
