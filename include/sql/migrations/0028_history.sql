-- What a look at all months needs, so that it does not read all files again: how often the files of each month changed, and which months a file
-- of no one month says something new about.
set local role warehouse_owner;

-- Null: every month. Of what was typed before, nobody noted it.
alter table ops.source_file add column touches datemultirange;

-- Counts only upwards, in the transaction that changes the file: equal counts are equal files. Months before all others ('-infinity') stand for
-- every month of the province.
create table ops.file_change (
    province_code text not null,
    period date not null,
    month_count bigint not null default 0,
    touch_count bigint not null default 0,
    primary key (province_code, period)
);

-- One state of a file that figures may come from: loaded and typed.
create function ops.count_file_change(file ops.source_file) returns void
language plpgsql as $$
begin
    if file.province_code is null or file.status <> 'loaded' or file.typed_with is null then
        return;
    end if;
    if ops.is_of_one_month(file.source) then
        insert into ops.file_change as known (province_code, period, month_count)
        values (file.province_code, file.period, 1)
        on conflict (province_code, period) do update set month_count = known.month_count + 1;
    elsif file.touches is null then
        insert into ops.file_change as known (province_code, period, touch_count)
        values (file.province_code, '-infinity', 1)
        on conflict (province_code, period) do update set touch_count = known.touch_count + 1;
    else
        -- every month that any version of a rulebook ever held for, in order, so that two writers do not wait for each other
        insert into ops.file_change as known (province_code, period, touch_count)
        select distinct file.province_code, month.period::date, 1
        from rulebook.version
        cross join lateral generate_series(
            lower(version.valid_during)::timestamp,
            -- no month is built before it begins
            least(upper(version.valid_during)::timestamp - interval '1 month', now()::timestamp + interval '2 months'),
            interval '1 month'
        ) as month (period)
        where version.province_code = file.province_code and file.touches @> month.period::date
        order by 2
        on conflict (province_code, period) do update set touch_count = known.touch_count + 1;
    end if;
end
$$;

create function ops.note_file_change() returns trigger
language plpgsql as $$
begin
    if tg_op <> 'INSERT' then
        perform ops.count_file_change(old);
    end if;
    if tg_op <> 'DELETE' then
        perform ops.count_file_change(new);
    end if;
    return null;
end
$$;
create trigger file_arrived after insert on ops.source_file for each row execute function ops.note_file_change();
create trigger file_gone after delete on ops.source_file for each row execute function ops.note_file_change();
create trigger file_changed after update on ops.source_file for each row
-- one by one: of a comparison of rows a restored backup prints another text
when (
    old.province_code is distinct from new.province_code
    or old.period is distinct from new.period
    or old.source is distinct from new.source
    or old.status is distinct from new.status
    or old.sha256 is distinct from new.sha256
    or old.typed_with is distinct from new.typed_with
    or old.touches is distinct from new.touches
)
execute function ops.note_file_change();

-- With what counts and rules a month was built: while they are the same, its digest is.
alter table ops.month add column change_count bigint, add column rules_sha256 text;
alter table candidate.month add column change_count bigint, add column rules_sha256 text;

-- Where a shop was told of first, by the month of delivery: a later export that only repeats it changes no month. Null where nothing typed tells.
alter table warehouse.shop add column first_file_id bigint, add column first_sheet text, add column first_row_number bigint;
update warehouse.shop
set first_file_id = first.file_id, first_sheet = first.sheet, first_row_number = first.row_number
from (
    select distinct on (typed.province_code, typed.shop_id)
        typed.province_code,
        typed.shop_id,
        typed.file_id,
        typed.sheet,
        typed.row_number
    from staging.shop_registration as typed
    inner join ops.source_file using (file_id)
    order by typed.province_code, typed.shop_id, source_file.period, source_file.uri, source_file.sha256, typed.sheet, typed.row_number
) as first
where shop.province_code = first.province_code and shop.shop_id = first.shop_id;
alter table warehouse.shop add foreign key (first_file_id) references ops.source_file;

create index on warehouse.shop (file_id);
create index on warehouse.shop (first_file_id);
create index on warehouse.shop (province_code, registered_on) where status = 'รออนุมัติ';
create index on warehouse.shop (province_code, approved_on) where status = 'อนุมัติแล้ว';
create index on warehouse.otop_operator (file_id);
create index on staging.otop_operator (province_code, as_of_date, operator_id);
create index on ops.source_file (province_code, typed_with) where status = 'loaded';
create index on ops.expectation_result (province_code, period, suite, ran_at, result_id);
create index on ops.expectation_result (severity) where not success;
create index on ops.finding_episode (finding_code, province_code, period);
create index on quarantine.rejected_row (province_code, source) where source in ('otop_operators', 'leader_roster');
create index on ops.source_file (province_code, period, source);

-- A province's last freeze, and those before it, in their order.
set local role snapshot_owner;
create index on snapshot.publication (programme_code, province_code, snapshot_id);
