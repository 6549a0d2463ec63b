-- What was handed back to its sender, and which files still wait for it.
set local role warehouse_owner;

create table ops.handed_back (
    file_id bigint not null references ops.source_file,
    district_code text not null,
    province_code text not null,
    period date not null,
    uri text not null,
    refusals integer not null,
    content_sha256 text not null,
    typed_with text,
    written_at timestamptz not null default now(),
    primary key (file_id, district_code)
);

alter table ops.source_file add column hand_back_waits boolean not null default false;
create index on ops.source_file (file_id) where hand_back_waits;

-- Whatever became of a district's file, a row refused or the whole of it, is told; so is that nothing is refused any longer.
create function ops.let_hand_back_wait() returns trigger
language plpgsql as $$
begin
    new.hand_back_waits := new.source is not distinct from 'submissions' and new.province_code is not null and new.period is not null and (
        new.status = 'rejected' or new.rows_rejected > 0
        or exists (select from ops.handed_back where handed_back.file_id = new.file_id)
    );
    return new;
end
$$;
create trigger hand_back_waits before insert or update of status, reason, typed_with on ops.source_file
for each row execute function ops.let_hand_back_wait();

-- Files that came before this was kept.
update ops.source_file
set reason = reason
where status = 'rejected' or rows_rejected > 0;
