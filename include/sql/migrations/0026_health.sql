-- What machines tell of themselves, which no table shows otherwise, and from which figure on a check of the whole is yellow or red.
set local role warehouse_owner;

create table rulebook.health_check (
    check_code text primary key,
    position integer not null unique,
    title_th text not null,
    title_en text not null,
    unit_th text not null,
    warning_from numeric,
    critical_from numeric,
    to_do_th text not null,
    to_do_en text not null,
    runbook text not null,
    check (coalesce(warning_from, critical_from) is not null),
    check (warning_from <= critical_from)
);

-- The latest of each sign alone: what was before is not asked for.
create table ops.vital_sign (
    sign_code text not null check (sign_code in ('disk_used', 'clock_skew', 'file_unseen')),
    subject text not null,
    value numeric not null,
    since timestamptz not null default clock_timestamp(),
    observed_by text not null,
    observed_at timestamptz not null default clock_timestamp(),
    primary key (sign_code, subject)
);
