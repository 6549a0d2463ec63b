-- What is kept of received files as they came, and whether what was published can be built from it again.
set local role warehouse_owner;

create table ops.archived_file (
    sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
    bytes bigint not null check (bytes > 0),
    archived_at timestamptz not null default now(),
    erased_at timestamptz,
    erased_because text,
    check ((erased_at is null) = (erased_because is null))
);
create index on ops.archived_file (sha256) where erased_at is not null;

-- The archive holds a file once, however often it came: found by its bytes.
create index on ops.source_file (sha256);

-- How long the bytes of a source's files are kept. No grade depends on it, so it is no part of a rulebook's version.
create table rulebook.source_retention (
    source text primary key,
    retention_months integer check (retention_months > 0),
    note_th text not null,
    note_en text not null
);

-- Only ever added to; of a snapshot the latest one holds.
create table ops.replay_result (
    run_id text not null,
    snapshot_id bigint not null,
    programme_code text not null,
    province_code text not null,
    period date not null,
    revision integer not null,
    ran_at timestamptz not null default clock_timestamp(),
    outcome text not null check (outcome in ('same', 'differs', 'not_replayable')),
    reason_th text not null,
    differences jsonb not null default '[]',
    missing_files jsonb not null default '[]',
    duration_seconds numeric not null check (duration_seconds >= 0),
    snapshot_code_version text not null,
    code_version text not null,
    primary key (run_id, snapshot_id),
    check ((outcome = 'differs') = (differences <> '[]')),
    check (outcome <> 'same' or missing_files = '[]')
);
create index on ops.replay_result (snapshot_id, ran_at);
reset role;

-- All rules that were in force for the province when a snapshot was taken: names are read by all of them, not by the month's own alone.
-- No part of what content_sha256 covers.
set local role snapshot_owner;
create table snapshot.rule_in_force (
    snapshot_id bigint not null references snapshot.publication deferrable initially deferred,
    programme_code text not null,
    province_code text not null,
    rulebook_code text not null,
    rulebook_version integer not null,
    valid_during daterange not null,
    primary key (snapshot_id, programme_code, rulebook_version)
);
create trigger rows_stand before update or delete on snapshot.rule_in_force for each row execute function snapshot.refuse();
create trigger table_stands before truncate on snapshot.rule_in_force for each statement execute function snapshot.refuse();
create trigger revision_is_closed after insert on snapshot.rule_in_force
referencing new table as added for each statement execute function snapshot.refuse_late_rows();
