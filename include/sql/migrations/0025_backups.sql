-- Backups that were taken, and restores that were tried. Only ever added to, by whoever took or tried them.
set local role warehouse_owner;

create table ops.backup (
    backup_id bigint generated always as identity primary key,
    started_at timestamptz not null,
    ended_at timestamptz not null,
    ok boolean not null,
    problem_th text,
    place text not null,
    bytes bigint check (bytes >= 0),
    new_bytes bigint check (new_bytes <= bytes),
    row_counts jsonb not null default '{}' check (jsonb_typeof(row_counts) = 'object'),
    snapshots integer check (snapshots >= 0),
    manifest_sha256 text check (manifest_sha256 ~ '^[0-9a-f]{64}$'),
    check (ended_at >= started_at),
    check (ok = (problem_th is null)),
    check (not ok or manifest_sha256 is not null)
);
create index on ops.backup (ended_at) where ok;

create table ops.restore_drill (
    drill_id bigint generated always as identity primary key,
    started_at timestamptz not null,
    ended_at timestamptz not null,
    ok boolean not null,
    problems_th text[] not null default '{}',
    place text,
    backup_started_at timestamptz,
    restore_seconds numeric check (restore_seconds >= 0),
    row_counts jsonb not null default '{}' check (jsonb_typeof(row_counts) = 'object'),
    snapshots integer check (snapshots >= 0),
    run_id text not null,
    check (ended_at >= started_at),
    check (ok = (problems_th = '{}')),
    check (not ok or backup_started_at is not null)
);
create index on ops.restore_drill (ended_at) where ok;
