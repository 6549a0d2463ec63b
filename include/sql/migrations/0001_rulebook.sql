-- What the provinces ordered, as rows. A version never changes; rulebook.in_force says which version holds for which months.
set local role warehouse_owner;

create table rulebook.province (
    province_code text not null check (province_code ~ '^[0-9]{2}$'),
    name_th text not null,
    name_en text not null,
    valid_during daterange not null,
    primary key (province_code, valid_during without overlaps)
);

create table rulebook.district (
    province_code text not null,
    district_code text not null check (district_code ~ '^[0-9]{4}$' and left(district_code, 2) = province_code),
    name_th text not null,
    name_en text not null,
    valid_during daterange not null,
    primary key (district_code, valid_during without overlaps),
    foreign key (province_code, period valid_during) references rulebook.province (province_code, period valid_during)
);

create table rulebook.subdistrict (
    province_code text not null,
    district_code text not null,
    subdistrict_code text not null check (subdistrict_code ~ '^[0-9]{6}$' and left(subdistrict_code, 4) = district_code),
    name_th text not null,
    name_en text not null,
    valid_during daterange not null,
    primary key (subdistrict_code, valid_during without overlaps),
    foreign key (district_code, period valid_during) references rulebook.district (district_code, period valid_during)
);
create index on rulebook.subdistrict (district_code);

create table rulebook.programme (
    programme_code text primary key,
    name_th text not null
);

create table rulebook.measure (
    measure_code text primary key,
    level text not null check (level in ('subdistrict', 'district', 'province')),
    source text not null,
    name_th text not null,
    unit_th text not null,
    watched boolean not null,
    definition_th text not null,
    definition_en text not null
);

create table rulebook.service (
    programme_code text not null references rulebook.programme,
    service_code text not null,
    name_th text not null,
    menu boolean not null,
    primary key (programme_code, service_code)
);

create table rulebook.version (
    programme_code text not null references rulebook.programme,
    province_code text not null,
    rulebook_version integer not null check (rulebook_version > 0),
    rulebook_code text not null,
    fiscal_year_be integer not null,
    valid_during daterange not null check (lower(valid_during) = date_trunc('month', lower(valid_during))),
    content_sha256 text not null,
    document jsonb not null,
    loaded_at timestamptz not null default now(),
    clock text not null check (clock in ('reported', 'received')),
    leader_base text not null check (leader_base in ('parts', 'printed')),
    subdistrict_minimum numeric not null check (subdistrict_minimum >= 0),
    download_platforms text[] not null,
    downloads_graded_from text not null check (downloads_graded_from in ('platform', 'claimed')),
    channels_over text not null check (channels_over in ('month', 'occasion')),
    hashtags_rule text not null check (hashtags_rule in ('any', 'all')),
    quarter_rule text not null check (quarter_rule in ('mean_percent', 'every_month')),
    primary key (programme_code, province_code, rulebook_version),
    unique (programme_code, province_code, rulebook_code, content_sha256)
);

create table rulebook.in_force (
    programme_code text not null,
    province_code text not null,
    valid_during daterange not null,
    rulebook_code text not null,
    rulebook_version integer not null,
    primary key (programme_code, province_code, valid_during without overlaps),
    foreign key (programme_code, province_code, rulebook_version) references rulebook.version
);

create table rulebook.grade_basis (
    programme_code text not null,
    province_code text not null,
    rulebook_version integer not null,
    valid_during daterange not null,
    basis text not null check (basis in ('ordered', 'adopted')),
    document_th text not null,
    clause text,
    primary key (programme_code, province_code, rulebook_version, valid_during without overlaps),
    foreign key (programme_code, province_code, rulebook_version) references rulebook.version
);

create table rulebook.reading (
    programme_code text not null,
    province_code text not null,
    rulebook_version integer not null,
    reading_key text not null,
    value jsonb not null,
    other_values jsonb not null,
    document_th text not null,
    clause text,
    note_th text not null,
    primary key (programme_code, province_code, rulebook_version, reading_key),
    foreign key (programme_code, province_code, rulebook_version) references rulebook.version
);

create table rulebook.criterion (
    programme_code text not null,
    province_code text not null,
    rulebook_version integer not null,
    criterion_code text not null,
    position integer not null,
    name_th text not null,
    level text not null check (level in ('district', 'province')),
    points numeric not null check (points >= 0),
    document_th text not null,
    clause text,
    primary key (programme_code, province_code, rulebook_version, criterion_code),
    foreign key (programme_code, province_code, rulebook_version) references rulebook.version
);

create table rulebook.condition (
    programme_code text not null,
    province_code text not null,
    rulebook_version integer not null,
    criterion_code text not null,
    condition_no integer not null check (condition_no > 0),
    measure_code text not null references rulebook.measure,
    comparator text not null check (comparator in ('>=', '=')),
    target_kind text not null check (target_kind in ('fixed', 'percent_of', 'per_subdistrict')),
    target_number numeric not null check (target_number >= 0),
    base_code text,
    primary key (programme_code, province_code, rulebook_version, criterion_code, condition_no),
    foreign key (programme_code, province_code, rulebook_version, criterion_code) references rulebook.criterion,
    check ((target_kind = 'percent_of') = (base_code is not null))
);

create table rulebook.base_count (
    programme_code text not null,
    province_code text not null,
    rulebook_version integer not null,
    base_code text not null,
    district_code text not null,
    base_value numeric not null check (base_value >= 0),
    printed_target numeric,
    printed_name_th text not null,
    as_of_date date not null,
    document_th text not null,
    primary key (programme_code, province_code, rulebook_version, base_code, district_code),
    foreign key (programme_code, province_code, rulebook_version) references rulebook.version
);

create table rulebook.headcount (
    programme_code text not null,
    province_code text not null,
    rulebook_version integer not null,
    district_code text not null,
    district_chief integer not null check (district_chief >= 0),
    district_development_officer integer not null check (district_development_officer >= 0),
    land_office_head integer not null check (land_office_head >= 0),
    local_administration_head integer not null check (local_administration_head >= 0),
    subdistrict_heads integer not null check (subdistrict_heads >= 0),
    village_heads integer not null check (village_heads >= 0),
    printed_total integer not null check (printed_total >= 0),
    printed_name_th text not null,
    as_of_date date not null,
    document_th text not null,
    primary key (programme_code, province_code, rulebook_version, district_code),
    foreign key (programme_code, province_code, rulebook_version) references rulebook.version
);

create table rulebook.grade_band (
    programme_code text not null,
    province_code text not null,
    rulebook_version integer not null,
    grade text not null,
    lower_percent numeric not null,
    percents numrange not null,
    primary key (programme_code, province_code, rulebook_version, percents without overlaps),
    unique (programme_code, province_code, rulebook_version, grade),
    foreign key (programme_code, province_code, rulebook_version) references rulebook.version,
    check (lower_percent = lower(percents))
);

create table rulebook.related_service (
    programme_code text not null,
    province_code text not null,
    rulebook_version integer not null,
    service_code text not null,
    primary key (programme_code, province_code, rulebook_version, service_code),
    foreign key (programme_code, province_code, rulebook_version) references rulebook.version,
    foreign key (programme_code, service_code) references rulebook.service
);

create table rulebook.hashtag (
    programme_code text not null,
    province_code text not null,
    rulebook_version integer not null,
    applies_to text not null check (applies_to in ('publicity', 'activities')),
    hashtag text not null check (hashtag = lower(hashtag) and hashtag not like '#%'),
    is_prefix boolean not null,
    primary key (programme_code, province_code, rulebook_version, applies_to, hashtag),
    foreign key (programme_code, province_code, rulebook_version) references rulebook.version
);

create table rulebook.required_source (
    programme_code text not null,
    province_code text not null,
    rulebook_version integer not null,
    source text not null check (source in ('otop_operators', 'shop_registrations', 'app_downloads', 'content_records')),
    primary key (programme_code, province_code, rulebook_version, source),
    foreign key (programme_code, province_code, rulebook_version) references rulebook.version
);

create table rulebook.deadline (
    programme_code text not null,
    province_code text not null,
    rulebook_version integer not null,
    period date not null check (period = date_trunc('month', period)),
    deadline_code text not null check (deadline_code in ('report', 'publication')),
    due_at timestamptz not null,
    primary key (programme_code, province_code, rulebook_version, period, deadline_code),
    foreign key (programme_code, province_code, rulebook_version) references rulebook.version
);

create table rulebook.document_finding (
    programme_code text not null,
    province_code text not null,
    rulebook_version integer not null,
    finding_no integer not null,
    finding_code text not null,
    severity text not null check (severity in ('info', 'warning', 'critical')),
    kind text not null check (kind in ('printed', 'ocr_suspected')),
    district_code text,
    document_th text not null,
    message_th text not null,
    message_en text not null,
    primary key (programme_code, province_code, rulebook_version, finding_no),
    foreign key (programme_code, province_code, rulebook_version) references rulebook.version
);

-- Every way to write a place, a service or a channel, folded as thai.name_key, thai.district_key or thai.subdistrict_key fold it. A key that leads to two codes is ambiguous.
create table rulebook.name (
    province_code text not null,
    kind text not null check (kind in ('district', 'subdistrict', 'service', 'channel')),
    name_key text not null,
    code text not null,
    parent_code text not null default '',
    name_th text not null,
    origin text not null check (origin in ('code', 'name', 'alias')),
    primary key (province_code, kind, name_key, code)
);
