-- What was received: files, their rows as text, and the rows that were refused.
set local role warehouse_owner;

create table ops.source_file (
    file_id bigint generated always as identity primary key,
    uri text not null,
    fingerprint text not null,
    source text,
    section text not null default '',
    province_code text,
    period date check (period = date_trunc('month', period)),
    sha256 text not null,
    bytes bigint not null,
    modified_at timestamptz not null,
    received_at timestamptz not null,
    status text not null check (status in ('loaded', 'rejected', 'duplicate')),
    reason text,
    rules_sha256 text,
    typed_with text,
    rows_read bigint not null default 0,
    rows_loaded bigint not null default 0,
    rows_known bigint not null default 0,
    rows_rejected bigint not null default 0,
    check (status = 'loaded' or rows_read = 0),
    check ((status = 'loaded') = (reason is null)),
    constraint every_row_accounted_for check (typed_with is null or rows_read = rows_loaded + rows_known + rows_rejected),
    unique (uri, sha256)
);
create index on ops.source_file (province_code, period, source) where status = 'loaded';
create unique index source_file_loaded_once on ops.source_file (source, province_code, period, sha256) where status = 'loaded';

create table ops.file_finding (
    file_id bigint not null references ops.source_file,
    finding_no integer not null,
    province_code text,
    finding_code text not null,
    severity text not null check (severity in ('info', 'warning', 'critical')),
    sheet text not null default '',
    row_number bigint,
    message_th text not null,
    message_en text not null,
    primary key (file_id, finding_no)
);

-- Rows that are not data: titles above the header, the header, totals, signatures. Kept, never read as rows.
create table raw.other_row (
    file_id bigint not null references ops.source_file,
    sheet text not null,
    row_number bigint not null,
    kind text not null check (kind in ('title', 'header', 'total', 'signature')),
    cells text[] not null,
    primary key (file_id, sheet, row_number)
);

create table raw.submissions_summary (
    file_id bigint not null references ops.source_file,
    sheet text not null,
    row_number bigint not null,
    cell_rows jsonb,
    report_id text,
    submitted_at text,
    district text,
    period text,
    reported_on text,
    reporter text,
    phone text,
    new_shops text,
    downloads_total text,
    district_chief text,
    district_development_officer text,
    land_office_head text,
    local_administration_head text,
    subdistrict_heads text,
    village_heads text,
    extra jsonb,
    primary key (file_id, sheet, row_number)
);

create table raw.submissions_downloads (
    file_id bigint not null references ops.source_file,
    sheet text not null,
    row_number bigint not null,
    report_id text,
    submitted_at text,
    district text,
    period text,
    subdistrict text,
    downloads text,
    extra jsonb,
    primary key (file_id, sheet, row_number)
);

create table raw.submissions_publicity (
    file_id bigint not null references ops.source_file,
    sheet text not null,
    row_number bigint not null,
    report_id text,
    submitted_at text,
    district text,
    period text,
    posted_on text,
    channel text,
    title text,
    link text,
    hashtags text,
    extra jsonb,
    primary key (file_id, sheet, row_number)
);

create table raw.submissions_activities (
    file_id bigint not null references ops.source_file,
    sheet text not null,
    row_number bigint not null,
    report_id text,
    submitted_at text,
    district text,
    period text,
    held_on text,
    activity text,
    kind text,
    participants text,
    link text,
    channel text,
    hashtags text,
    extra jsonb,
    primary key (file_id, sheet, row_number)
);

create table raw.submissions_services (
    file_id bigint not null references ops.source_file,
    sheet text not null,
    row_number bigint not null,
    report_id text,
    submitted_at text,
    district text,
    period text,
    service text,
    related text,
    correct text,
    complete text,
    current text,
    records text,
    updated_on text,
    system text,
    extra jsonb,
    primary key (file_id, sheet, row_number)
);

create table raw.otop_operators (
    file_id bigint not null references ops.source_file,
    sheet text not null,
    row_number bigint not null,
    operator_id text,
    operator_name text,
    national_id text,
    kind text,
    district_code text,
    district text,
    subdistrict text,
    status text,
    as_of_date text,
    extra jsonb,
    primary key (file_id, sheet, row_number)
);

create table raw.shop_registrations (
    file_id bigint not null references ops.source_file,
    sheet text not null,
    row_number bigint not null,
    shop_id text,
    operator_id text,
    shop_name text,
    registered_on text,
    status text,
    approved_on text,
    products text,
    extra jsonb,
    primary key (file_id, sheet, row_number)
);

-- The one large table. No key of its own (the loader writes each file once, in one transaction), no wide columns in front of narrow ones,
-- and nothing to keep per row but the row: a file's rows lie together, and BRIN finds them.
create table raw.app_downloads (
    file_id integer not null,
    row_number integer not null,
    sheet text not null default '',
    event_id text,
    occurred_at text,
    subdistrict_code text,
    operating_system text,
    user_group text,
    user_id text,
    extra jsonb
);
create index on raw.app_downloads using brin (file_id) with (pages_per_range = 128);

create table raw.content_records (
    file_id bigint not null references ops.source_file,
    sheet text not null,
    row_number bigint not null,
    record_id text,
    service text,
    district_code text,
    district text,
    updated_on text,
    status text,
    attraction_kind text,
    extra jsonb,
    primary key (file_id, sheet, row_number)
);

create table raw.leader_roster (
    file_id bigint not null references ops.source_file,
    sheet text not null,
    row_number bigint not null,
    district text,
    district_chief text,
    district_development_officer text,
    land_office_head text,
    local_administration_head text,
    subdistrict_heads text,
    village_heads text,
    printed_total text,
    as_of_date text,
    extra jsonb,
    primary key (file_id, sheet, row_number)
);

create table quarantine.rule (
    rule text primary key,
    message_th text not null
);

create table quarantine.column_label (
    column_name text primary key,
    label_th text not null
);

create type quarantine.problem as (column_name text, value text, rule text, detail text);

create table quarantine.rejected_row (
    file_id bigint not null references ops.source_file,
    sheet text not null,
    row_number bigint not null,
    column_name text not null,
    value text,
    rule text not null references quarantine.rule,
    message_th text not null,
    source text not null,
    province_code text not null,
    period date not null,
    primary key (file_id, sheet, row_number)
);
create index on quarantine.rejected_row (province_code, period);
