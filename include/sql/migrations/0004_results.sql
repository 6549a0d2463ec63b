-- Answers: built in candidate, audited, moved into mart by one transaction. The two have the same form.
set local role warehouse_owner;

create table ops.month (
    programme_code text not null,
    province_code text not null,
    period date not null check (period = date_trunc('month', period)),
    status text not null check (status in ('graded', 'waiting', 'held')),
    inputs_sha256 text not null,
    rulebook_version integer not null,
    code_version text not null,
    built_at timestamptz not null,
    moved_at timestamptz,
    held_because text,
    primary key (programme_code, province_code, period),
    check ((status = 'held') = (held_because is not null))
);

-- What a month in candidate was built from; the move into mart takes it over.
create table candidate.month (
    programme_code text not null,
    province_code text not null,
    period date not null,
    inputs_sha256 text not null,
    rulebook_version integer not null,
    code_version text not null,
    built_at timestamptz not null,
    failed_expectations text[],
    primary key (programme_code, province_code, period)
);

create table ops.expectation_result (
    result_id bigint generated always as identity primary key,
    run_id text not null,
    ran_at timestamptz not null,
    suite text not null,
    expectation text not null,
    severity text not null check (severity in ('critical', 'warning', 'info')),
    period date,
    province_code text,
    success boolean not null,
    unexpected_count bigint not null,
    observed text,
    notes text not null
);
create index on ops.expectation_result (province_code, period, ran_at);

create table mart.measure (
    programme_code text not null default 'click',
    period date not null,
    province_code text not null,
    district_code text,
    measure_code text not null references rulebook.measure,
    value numeric,
    source text not null,
    unique nulls not distinct (programme_code, province_code, period, district_code, measure_code)
);

create table mart.subdistrict_measure (
    programme_code text not null default 'click',
    period date not null,
    province_code text not null,
    district_code text not null,
    subdistrict_code text not null,
    measure_code text not null references rulebook.measure,
    value numeric,
    primary key (programme_code, province_code, period, subdistrict_code, measure_code)
);

create table mart.watched_measure (
    programme_code text not null default 'click',
    period date not null,
    province_code text not null,
    district_code text not null,
    measure_code text not null references rulebook.measure,
    category text not null,
    value numeric not null,
    primary key (programme_code, province_code, period, district_code, measure_code, category)
);

create table mart.target (
    programme_code text not null default 'click',
    period date not null,
    province_code text not null,
    district_code text,
    criterion_code text not null,
    condition_no integer not null,
    measure_code text not null references rulebook.measure,
    comparator text not null check (comparator in ('>=', '=')),
    base_value numeric,
    target_value numeric not null,
    rulebook_version integer not null,
    order_ref text not null,
    unique nulls not distinct (programme_code, province_code, period, district_code, criterion_code, condition_no)
);

create table mart.attainment (
    programme_code text not null default 'click',
    period date not null,
    province_code text not null,
    district_code text,
    criterion_code text not null,
    met boolean not null,
    points numeric not null,
    max_points numeric not null,
    explanation_th text not null,
    unique nulls not distinct (programme_code, province_code, period, district_code, criterion_code),
    check (points = case when met then max_points else 0 end)
);

create table mart.district_grade (
    programme_code text not null default 'click',
    period date not null,
    province_code text not null,
    district_code text not null,
    district_name_th text not null,
    status text not null check (status in ('graded', 'not_reported')),
    points numeric not null,
    max_points numeric not null check (max_points > 0),
    percent numeric not null check (percent between 0 and 100),
    grade text not null,
    grade_basis text not null check (grade_basis in ('ordered', 'adopted')),
    reported_at timestamptz,
    on_time boolean not null,
    rulebook_version integer not null,
    primary key (programme_code, province_code, period, district_code),
    check (points between 0 and max_points)
);

create table mart.province_summary (
    programme_code text not null default 'click',
    period date not null,
    province_code text not null,
    status text not null check (status in ('graded', 'waiting')),
    districts integer not null,
    reported integer not null,
    on_time integer not null,
    grade_counts jsonb not null,
    mean_percent numeric,
    province_criteria jsonb not null,
    rulebook_version integer not null,
    primary key (programme_code, province_code, period)
);

create table mart.reconciliation (
    programme_code text not null default 'click',
    period date not null,
    province_code text not null,
    district_code text not null,
    measure_code text not null references rulebook.measure,
    claimed numeric,
    recorded numeric,
    difference numeric,
    primary key (programme_code, province_code, period, district_code, measure_code)
);

create table mart.month_finding (
    programme_code text not null default 'click',
    period date not null,
    province_code text not null,
    district_code text,
    finding_code text not null,
    severity text not null check (severity in ('info', 'warning', 'critical')),
    source text not null,
    file text,
    row_number bigint,
    message_th text not null,
    message_en text not null
);
create index on mart.month_finding (province_code, period);

create table candidate.measure (like mart.measure including all);
create table candidate.subdistrict_measure (like mart.subdistrict_measure including all);
create table candidate.watched_measure (like mart.watched_measure including all);
create table candidate.target (like mart.target including all);
create table candidate.attainment (like mart.attainment including all);
create table candidate.district_grade (like mart.district_grade including all);
create table candidate.province_summary (like mart.province_summary including all);
create table candidate.reconciliation (like mart.reconciliation including all);
create table candidate.month_finding (like mart.month_finding including all);
