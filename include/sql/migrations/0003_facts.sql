-- Typed rows (staging) and the facts of a province and month (warehouse). Personal data stays in raw: none of it has a column here.
set local role warehouse_owner;

create table staging.submission (
    file_id bigint not null references ops.source_file,
    sheet text not null,
    row_number bigint not null,
    province_code text not null,
    period date not null,
    report_key text not null,
    district_code text not null,
    reported_at timestamptz not null,
    reported_with_time boolean not null,
    new_shops bigint,
    downloads_total bigint,
    district_chief bigint,
    district_development_officer bigint,
    land_office_head bigint,
    local_administration_head bigint,
    subdistrict_heads bigint,
    village_heads bigint,
    primary key (file_id, sheet, row_number),
    unique (file_id, report_key)
);

create table staging.submission_download (
    file_id bigint not null references ops.source_file,
    sheet text not null,
    row_number bigint not null,
    province_code text not null,
    period date not null,
    report_key text not null,
    subdistrict_code text not null,
    downloads bigint not null,
    primary key (file_id, sheet, row_number)
);

create table staging.submission_publicity (
    file_id bigint not null references ops.source_file,
    sheet text not null,
    row_number bigint not null,
    province_code text not null,
    period date not null,
    report_key text not null,
    posted_on date not null,
    channels text[] not null,
    title text,
    hashtags text[] not null,
    primary key (file_id, sheet, row_number)
);

create table staging.submission_activity (
    file_id bigint not null references ops.source_file,
    sheet text not null,
    row_number bigint not null,
    province_code text not null,
    period date not null,
    report_key text not null,
    held_on date not null,
    activity text not null,
    kind text,
    participants bigint,
    channels text[] not null,
    hashtags text[] not null,
    primary key (file_id, sheet, row_number)
);

-- The one staging table that also keeps what was refused, by service: a refused row of a service must not hide behind an accepted one.
create table staging.submission_service (
    file_id bigint not null references ops.source_file,
    sheet text not null,
    row_number bigint not null,
    province_code text not null,
    period date not null,
    report_key text not null,
    service_code text not null,
    accepted boolean not null,
    related boolean not null,
    ready boolean not null,
    records bigint,
    updated_on date,
    primary key (file_id, sheet, row_number)
);

create table staging.otop_operator (
    file_id bigint not null references ops.source_file,
    sheet text not null,
    row_number bigint not null,
    province_code text not null,
    operator_id text not null,
    district_code text not null,
    subdistrict_code text,
    status text,
    as_of_date date not null,
    primary key (file_id, sheet, row_number)
);

create table staging.shop_registration (
    file_id bigint not null references ops.source_file,
    sheet text not null,
    row_number bigint not null,
    province_code text not null,
    shop_id text not null,
    operator_id text not null,
    registered_on date not null,
    status text not null check (status in ('รออนุมัติ', 'อนุมัติแล้ว', 'ไม่อนุมัติ')),
    approved_on date,
    products bigint,
    primary key (file_id, sheet, row_number)
);

create index on staging.shop_registration (province_code, shop_id);

create table staging.app_download (
    file_id bigint not null,
    row_number bigint not null,
    province_code text not null,
    period date not null,
    event_id text not null,
    occurred_at timestamptz not null,
    subdistrict_code text not null,
    operating_system text not null,
    user_group text,
    user_id text,
    primary key (province_code, period, event_id)
);
create index on staging.app_download using brin (file_id) with (pages_per_range = 16, autosummarize = on);

create table staging.content_record (
    file_id bigint not null references ops.source_file,
    sheet text not null,
    row_number bigint not null,
    province_code text not null,
    period date not null,
    record_id text not null,
    service_code text not null,
    district_code text not null,
    updated_on date not null,
    status text,
    attraction_kind text,
    primary key (file_id, sheet, row_number)
);

create table staging.leader_roster (
    file_id bigint not null references ops.source_file,
    sheet text not null,
    row_number bigint not null,
    province_code text not null,
    district_code text not null,
    district_chief bigint not null,
    district_development_officer bigint not null,
    land_office_head bigint not null,
    local_administration_head bigint not null,
    subdistrict_heads bigint not null,
    village_heads bigint not null,
    printed_total bigint not null,
    as_of_date date not null,
    primary key (file_id, sheet, row_number)
);

-- One row a version of a district's report; `counts` marks the one whose figures count, `first_valid` the one that decides punctuality.
create table warehouse.submission (
    province_code text not null,
    period date not null,
    version_key text not null,
    district_code text not null,
    file_id bigint not null references ops.source_file,
    reported_at timestamptz not null,
    reported_with_time boolean not null,
    received_at timestamptz not null,
    valid boolean not null,
    first_valid boolean not null,
    counts boolean not null,
    new_shops_claimed bigint,
    downloads_total_claimed bigint,
    district_chief bigint,
    district_development_officer bigint,
    land_office_head bigint,
    local_administration_head bigint,
    subdistrict_heads bigint,
    village_heads bigint,
    primary key (province_code, period, version_key)
);
create unique index one_version_counts on warehouse.submission (province_code, period, district_code) where counts;
create unique index one_version_is_first on warehouse.submission (province_code, period, district_code) where first_valid;

create table warehouse.claimed_download (
    province_code text not null,
    period date not null,
    version_key text not null,
    district_code text not null,
    subdistrict_code text not null,
    downloads bigint not null,
    file_id bigint not null references ops.source_file,
    sheet text not null,
    row_number bigint not null,
    primary key (province_code, period, file_id, sheet, row_number),
    foreign key (province_code, period, version_key) references warehouse.submission on delete cascade
);

create table warehouse.publicity_post (
    province_code text not null,
    period date not null,
    version_key text not null,
    district_code text not null,
    posted_on date not null,
    title text,
    channels text[] not null,
    hashtags text[] not null,
    file_id bigint not null references ops.source_file,
    sheet text not null,
    row_number bigint not null,
    primary key (province_code, period, file_id, sheet, row_number),
    foreign key (province_code, period, version_key) references warehouse.submission on delete cascade
);

create table warehouse.activity (
    province_code text not null,
    period date not null,
    version_key text not null,
    district_code text not null,
    held_on date not null,
    activity text not null,
    kind text,
    participants bigint,
    channels text[] not null,
    hashtags text[] not null,
    file_id bigint not null references ops.source_file,
    sheet text not null,
    row_number bigint not null,
    primary key (province_code, period, file_id, sheet, row_number),
    foreign key (province_code, period, version_key) references warehouse.submission on delete cascade
);

create table warehouse.service_record (
    province_code text not null,
    period date not null,
    version_key text not null,
    district_code text not null,
    service_code text not null,
    accepted boolean not null,
    related boolean not null,
    ready boolean not null,
    records bigint,
    updated_on date,
    file_id bigint not null references ops.source_file,
    sheet text not null,
    row_number bigint not null,
    primary key (province_code, period, file_id, sheet, row_number),
    foreign key (province_code, period, version_key) references warehouse.submission on delete cascade
);

create table warehouse.otop_operator (
    province_code text not null,
    period date not null,
    as_of_date date not null,
    operator_id text not null,
    district_code text not null,
    subdistrict_code text,
    status text,
    file_id bigint not null references ops.source_file,
    sheet text not null,
    row_number bigint not null,
    primary key (province_code, as_of_date, operator_id),
    check (period = date_trunc('month', as_of_date))
);
create index on warehouse.otop_operator (province_code, operator_id, as_of_date);

create table warehouse.shop (
    province_code text not null,
    period date not null,
    shop_id text not null,
    operator_id text not null,
    registered_on date not null,
    status text not null,
    approved_on date,
    products bigint,
    file_id bigint not null references ops.source_file,
    sheet text not null,
    row_number bigint not null,
    primary key (province_code, shop_id),
    check (period = date_trunc('month', registered_on))
);
create index on warehouse.shop (province_code, operator_id, registered_on);
create index on warehouse.shop (province_code, period);

create table warehouse.app_download (
    province_code text not null,
    period date not null,
    event_id text not null,
    occurred_at timestamptz not null,
    district_code text not null,
    subdistrict_code text not null,
    operating_system text not null,
    user_group text,
    user_id text,
    file_id bigint not null,
    row_number bigint not null,
    primary key (province_code, period, event_id)
);

create table warehouse.content_record (
    province_code text not null,
    period date not null,
    record_id text not null,
    service_code text not null,
    district_code text not null,
    updated_on date not null,
    status text,
    attraction_kind text,
    file_id bigint not null references ops.source_file,
    sheet text not null,
    row_number bigint not null,
    primary key (province_code, period, record_id)
);

create table warehouse.leader_roster (
    province_code text not null,
    period date not null,
    as_of_date date not null,
    district_code text not null,
    district_chief bigint not null,
    district_development_officer bigint not null,
    land_office_head bigint not null,
    local_administration_head bigint not null,
    subdistrict_heads bigint not null,
    village_heads bigint not null,
    printed_total bigint not null,
    file_id bigint not null references ops.source_file,
    sheet text not null,
    row_number bigint not null,
    primary key (province_code, as_of_date, district_code),
    check (period = date_trunc('month', as_of_date))
);
