-- Versions of a district's report: when each was accepted first, what became of it, and what it changed in the one before.
set local role warehouse_owner;

-- Added to, never changed: a version typed again under other rules keeps the time of its first acceptance.
create table ops.accepted_version (
    province_code text not null,
    period date not null,
    version_key text not null,
    accepted_at timestamptz not null,
    primary key (province_code, period, version_key)
);

-- Versions accepted before this was kept were accepted by the run that received them.
insert into ops.accepted_version (province_code, period, version_key, accepted_at)
select
    province_code,
    period,
    version_key,
    received_at
from warehouse.submission
where valid;

create table mart.submission_version (
    programme_code text not null default 'click',
    period date not null,
    province_code text not null,
    district_code text not null,
    version integer not null check (version > 0),
    version_key text not null,
    file_id bigint not null,
    uri text not null,
    received_at timestamptz not null,
    first_valid_at timestamptz,
    accepted_at timestamptz,
    reported_at timestamptz,
    valid boolean not null,
    first_valid boolean not null,
    counts boolean not null,
    on_time boolean,
    superseded_by integer,
    rows_accepted bigint not null,
    rows_refused bigint not null,
    primary key (programme_code, province_code, period, district_code, version),
    unique (programme_code, province_code, period, version_key),
    check (valid or not (first_valid or counts)),
    check (valid = (first_valid_at is not null)),
    check (first_valid or on_time is null),
    check (superseded_by is null or (valid and not counts))
);

create table mart.submission_diff (
    programme_code text not null default 'click',
    period date not null,
    province_code text not null,
    district_code text not null,
    version integer not null,
    previous_version integer not null check (previous_version in (version, version - 1)),
    change_no integer not null check (change_no > 0),
    section text not null,
    row_label text not null,
    column_name text not null,
    heading text not null,
    change text not null check (change in ('changed', 'added', 'removed')),
    was text,
    is_now text,
    was_file_id bigint,
    was_sheet text,
    was_row_number bigint,
    was_cell_address text,
    file_id bigint,
    sheet text,
    row_number bigint,
    cell_address text,
    primary key (programme_code, province_code, period, district_code, version, change_no),
    check ((was is null) = (change = 'added') and (is_now is null) = (change = 'removed'))
);

create table candidate.submission_version (like mart.submission_version including all);
create table candidate.submission_diff (like mart.submission_diff including all);
