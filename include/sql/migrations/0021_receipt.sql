-- What a district was told when its report landed, and which files still wait for that.
set local role warehouse_owner;

-- Added to, never changed: what was told at that moment. One page of a file and district, a row for each programme.
create table ops.receipt (
    file_id bigint not null references ops.source_file,
    programme_code text,
    period date not null,
    province_code text not null,
    district_code text not null,
    version integer check (version > 0),
    received_at timestamptz not null,
    issued_at timestamptz not null,
    on_time boolean,
    rows_accepted bigint not null check (rows_accepted >= 0),
    rows_refused bigint not null check (rows_refused >= 0),
    points numeric,
    max_points numeric,
    grade text,
    steps_th text,
    text_th text not null,
    place text not null,
    content_sha256 text,
    check ((points is null) = (grade is null) and (points is null) = (max_points is null)),
    unique nulls not distinct (file_id, district_code, programme_code)
);
create index on ops.receipt (province_code, period, district_code, issued_at);

alter table ops.source_file add column receipt_waits boolean not null default false;
create index on ops.source_file (province_code, period) where receipt_waits;

-- A district's file is told of when its rows are typed, again when other rules take other rows of it, and when it is refused whole.
-- Typed again with the same outcome there is nothing new to tell.
create function ops.let_receipt_wait() returns trigger
language plpgsql as $$
begin
    if new.source is distinct from 'submissions' or new.province_code is null or new.period is null then
        new.receipt_waits := false;
    elsif new.status = 'rejected' then
        new.receipt_waits := not exists (select from ops.receipt where receipt.file_id = new.file_id);
    elsif new.status <> 'loaded' or new.typed_with is null then
        new.receipt_waits := false;
    elsif tg_op = 'INSERT' then
        new.receipt_waits := true;
    else
        new.receipt_waits := old.receipt_waits or old.typed_with is null
            or old.rows_loaded <> new.rows_loaded or old.rows_rejected <> new.rows_rejected;
    end if;
    return new;
end
$$;
create trigger receipt_waits before insert or update of status, reason, typed_with on ops.source_file
for each row execute function ops.let_receipt_wait();
