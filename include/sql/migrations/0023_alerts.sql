-- What is wrong and whom it hurts, what was told about it, reminders to districts, and late reports that were allowed.
set local role warehouse_owner;

-- One row for each time something was wrong. The same thing is open once at most: whoever finds it again only says that it is still there.
create table ops.alert (
    alert_id bigint generated always as identity primary key,
    alert_key text not null check (alert_key ~ '\S'),
    kind text not null,
    severity text not null check (severity in ('info', 'warning', 'critical')),
    province_code text,
    period date check (period = date_trunc('month', period)),
    district_codes text[] not null default '{}',
    deadline_code text check (deadline_code in ('report', 'publication')),
    due_at timestamptz,
    affects jsonb not null default '[]' check (jsonb_typeof(affects) = 'array'),
    title_th text not null,
    message_th text not null,
    to_do_th text not null,
    runbook text not null,
    raised_by text not null,
    opened_at timestamptz not null default now(),
    last_seen_at timestamptz not null default now(),
    closed_at timestamptz,
    check (last_seen_at >= opened_at),
    check (closed_at >= opened_at)
);
create unique index alert_is_open_once on ops.alert (alert_key) where closed_at is null;
create index on ops.alert (kind, opened_at);

-- Only added to. A channel is known by its number and scheme, never by its address.
create table ops.alert_delivery (
    delivery_id bigint generated always as identity primary key,
    alert_id bigint not null references ops.alert,
    province_code text,
    event text not null check (event in ('opened', 'closed')),
    channel text not null check (channel !~ '://'),
    outcome text not null check (outcome in ('sent', 'failed', 'dry_run')),
    error text,
    attempted_at timestamptz not null default clock_timestamp(),
    check ((outcome = 'failed') = (error is not null))
);
-- Told once; and a channel that fails again and again is noted once, at its first failure.
create unique index told_once on ops.alert_delivery (alert_id, event, channel, outcome);

-- Who works, and was last seen working: each task of a schedule, and the watchdog outside it.
create table ops.heartbeat (
    beat_code text primary key,
    seen_at timestamptz not null
);

-- On which days districts are reminded. No grade depends on it, so it is no part of a rulebook's version.
create table rulebook.reminder_day (
    programme_code text not null,
    deadline_code text not null check (deadline_code = 'report'),
    days_before integer not null check (days_before between -30 and 30),
    note_th text not null,
    note_en text not null,
    primary key (programme_code, deadline_code, days_before)
);

create table ops.reminder (
    programme_code text not null default 'click',
    province_code text not null,
    district_code text not null,
    period date not null check (period = date_trunc('month', period)),
    deadline_code text not null check (deadline_code = 'report'),
    days_before integer not null,
    due_at timestamptz not null,
    message_th text not null,
    excused boolean not null default false,
    made_at timestamptz not null default now(),
    sent_at timestamptz,
    channel text check (channel !~ '://'),
    primary key (programme_code, province_code, district_code, period, deadline_code, days_before)
);

-- Only ever added to; of a district and month the latest one holds. It changes no clock and no grade.
create table ops.late_exception (
    exception_id bigint generated always as identity primary key,
    programme_code text not null default 'click',
    province_code text not null,
    district_code text not null,
    period date not null check (period = date_trunc('month', period)),
    reason text not null check (reason ~ '\S'),
    approved_by text not null check (approved_by ~ '\S'),
    approved_at timestamptz not null default now(),
    entered_by text not null check (entered_by ~ '\S'),
    expires_at timestamptz not null,
    check (expires_at > approved_at)
);
create index on ops.late_exception (province_code, period);

create function ops.let_exceptions_stand() returns trigger
language plpgsql as $$
begin
    raise exception 'exception % is kept as it is', old.exception_id using errcode = 'insufficient_privilege';
end
$$;
create trigger exceptions_stand before update or delete on ops.late_exception
for each row execute function ops.let_exceptions_stand();
