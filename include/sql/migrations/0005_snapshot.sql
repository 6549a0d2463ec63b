-- What was published, kept for ever. Owned by a role that nobody is or can become; rows are added, never changed.
set local role snapshot_owner;

create table snapshot.publication (
    snapshot_id bigint primary key,
    programme_code text not null default 'click',
    province_code text not null,
    period date not null check (period = date_trunc('month', period)),
    revision integer not null check (revision >= 0),
    kind text not null check (kind in ('provisional', 'final', 'restated')),
    taken_at timestamptz not null,
    taken_by text not null,
    reason text not null,
    rulebook_version integer not null,
    rulebook_sha256 text not null,
    code_version text not null,
    content_sha256 text not null check (content_sha256 ~ '^[0-9a-f]{64}$'),
    previous_sha256 text not null check (previous_sha256 ~ '^([0-9a-f]{64})?$'),
    chain_sha256 text not null unique check (chain_sha256 ~ '^[0-9a-f]{64}$'),
    unique (programme_code, province_code, period, revision),
    unique (programme_code, province_code, previous_sha256),
    check (case kind when 'provisional' then revision = 0 when 'final' then revision = 1 else revision >= 2 end)
);

create table snapshot.source_file (
    snapshot_id bigint not null references snapshot.publication deferrable initially deferred,
    province_code text not null,
    source text not null,
    uri text not null,
    sha256 text not null,
    received_at timestamptz not null,
    primary key (snapshot_id, source, uri, sha256)
);

create table snapshot.measure (
    snapshot_id bigint not null references snapshot.publication deferrable initially deferred,
    programme_code text not null,
    period date not null,
    province_code text not null,
    district_code text,
    measure_code text not null,
    value numeric,
    source text not null,
    unique nulls not distinct (snapshot_id, district_code, measure_code)
);

create table snapshot.target (
    snapshot_id bigint not null references snapshot.publication deferrable initially deferred,
    programme_code text not null,
    period date not null,
    province_code text not null,
    district_code text,
    criterion_code text not null,
    condition_no integer not null,
    measure_code text not null,
    comparator text not null,
    base_value numeric,
    target_value numeric not null,
    rulebook_version integer not null,
    order_ref text not null,
    unique nulls not distinct (snapshot_id, district_code, criterion_code, condition_no)
);

create table snapshot.attainment (
    snapshot_id bigint not null references snapshot.publication deferrable initially deferred,
    programme_code text not null,
    period date not null,
    province_code text not null,
    district_code text,
    criterion_code text not null,
    met boolean not null,
    points numeric not null,
    max_points numeric not null,
    explanation_th text not null,
    unique nulls not distinct (snapshot_id, district_code, criterion_code)
);

create table snapshot.district_grade (
    snapshot_id bigint not null references snapshot.publication deferrable initially deferred,
    programme_code text not null,
    period date not null,
    province_code text not null,
    district_code text not null,
    district_name_th text not null,
    status text not null,
    points numeric not null,
    max_points numeric not null,
    percent numeric not null,
    grade text not null,
    grade_basis text not null,
    reported_at timestamptz,
    on_time boolean not null,
    rulebook_version integer not null,
    primary key (snapshot_id, district_code)
);

create function snapshot.refuse() returns trigger language plpgsql as $$
begin
    raise exception 'snapshot.% is append-only: % refused', tg_table_name, lower(tg_op)
        using errcode = 'insufficient_privilege', hint = 'A correction is a new revision.';
end
$$;

do $$
declare
    relation text;
begin
    foreach relation in array array['publication', 'source_file', 'measure', 'target', 'attainment', 'district_grade']
    loop
        execute format('create trigger rows_stand before update or delete on snapshot.%I for each row execute function snapshot.refuse()', relation);
        execute format('create trigger table_stands before truncate on snapshot.%I for each statement execute function snapshot.refuse()', relation);
    end loop;
end
$$;
