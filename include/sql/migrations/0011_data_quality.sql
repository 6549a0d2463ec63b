-- How good the data behind a figure is: kinds of findings and their life, unusual figures, quality by district and month.
set local role warehouse_owner;

create table rulebook.finding_kind (
    finding_code text primary key,
    severity text not null check (severity in ('info', 'warning', 'critical')),
    acts text not null check (acts in ('district', 'province', 'it')),
    title_th text not null,
    title_en text not null,
    to_do_th text not null,
    to_do_en text not null
);

-- Numbers of the checks that are policy. No grade depends on them, so they are no part of a rulebook's version.
create table rulebook.quality_setting (
    programme_code text not null,
    setting_code text not null,
    value numeric not null check (value >= 0),
    unit_th text not null,
    note_th text not null,
    note_en text not null,
    primary key (programme_code, setting_code)
);

create table mart.outlier (
    programme_code text not null default 'click',
    period date not null,
    province_code text not null,
    district_code text not null,
    measure_code text not null references rulebook.measure,
    compared_with text not null check (compared_with in ('history', 'peers')),
    value numeric not null,
    median numeric not null,
    spread numeric not null check (spread > 0),
    score numeric not null,
    compared_count integer not null check (compared_count > 0),
    reason_th text not null,
    reason_en text not null,
    primary key (programme_code, province_code, period, district_code, measure_code, compared_with)
);

create table mart.quality_dimension (
    programme_code text not null default 'click',
    period date not null,
    province_code text not null,
    district_code text,
    dimension text not null check (dimension in ('coverage', 'completeness', 'validity', 'timeliness', 'consistency')),
    numerator numeric not null check (numerator >= 0),
    denominator numeric not null check (denominator >= numerator),
    value numeric check (value between 0 and 1),
    explanation_th text not null,
    unique nulls not distinct (programme_code, province_code, period, district_code, dimension),
    check ((denominator = 0) = (value is null))
);

-- What a finding is about, besides its place, file and row: a measure, a sheet. With these it is the same finding from run to run.
alter table mart.month_finding add column subject text not null default '';
alter table candidate.month_finding add column subject text not null default '';

create table candidate.outlier (like mart.outlier including all);
create table candidate.quality_dimension (like mart.quality_dimension including all);

-- The life of a finding: opened when a check finds it, resolved when the check finds it no longer.
create table ops.finding_episode (
    finding_id bigint generated always as identity primary key,
    finding_key text not null,
    programme_code text not null,
    finding_code text not null,
    severity text not null check (severity in ('info', 'warning', 'critical')),
    period date,
    province_code text,
    district_code text,
    source text not null,
    file text,
    row_number bigint,
    subject text not null default '',
    message_th text not null,
    message_en text not null,
    opened_at timestamptz not null default now(),
    resolved_at timestamptz,
    check (resolved_at >= opened_at)
);
create unique index on ops.finding_episode (finding_key) where resolved_at is null;
create index on ops.finding_episode (province_code, period);

-- What a person decided about a finding. Only ever added to; the latest one holds.
create table ops.finding_decision (
    decision_id bigint generated always as identity primary key,
    finding_id bigint not null references ops.finding_episode,
    province_code text,
    decision text not null check (decision in ('acknowledged', 'muted', 'reopened')),
    reason text not null check (reason ~ '\S'),
    decided_by text not null check (decided_by ~ '\S'),
    decided_at timestamptz not null default now(),
    expires_at timestamptz,
    check ((decision = 'muted') = (expires_at is not null)),
    check (expires_at > decided_at)
);
create index on ops.finding_decision (finding_id);

-- What is there now is looked up among the month's own rows, however many months there are.
create index on ops.finding_episode (province_code, period) where resolved_at is null;
create index on ops.source_file (province_code, period) where status = 'rejected';
