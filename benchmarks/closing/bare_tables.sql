-- makes   schema bare: typed tables of facts without lineage, and tables of results, which have the columns and keys of ours
-- grain   those of the relations they are copied from
-- rule    made before anything is timed

create schema bare;

create view bare.rules as
select version.*
from rulebook.in_force
inner join rulebook.version using (programme_code, province_code, rulebook_version)
where in_force.valid_during @> %(period)s::date;

create table bare.delivered_source (
    province_code text not null,
    source text not null,
    period date not null,
    primary key (province_code, source, period)
);

create table bare.due_freeze (
    province_code text not null,
    revision integer not null,
    primary key (province_code, revision)
);

create table bare.submission (
    province_code text not null,
    period date not null,
    version_key text not null,
    district_code text not null,
    reported_at timestamptz not null,
    received_at timestamptz not null,
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

create table bare.claimed_download (
    province_code text not null,
    period date not null,
    version_key text not null,
    district_code text not null,
    subdistrict_code text not null,
    downloads bigint not null,
    foreign key (province_code, period, version_key) references bare.submission
);

create table bare.publicity_post (
    province_code text not null,
    period date not null,
    version_key text not null,
    district_code text not null,
    posted_on date not null,
    title text,
    channels text[] not null,
    hashtags text[] not null,
    foreign key (province_code, period, version_key) references bare.submission
);

create table bare.activity (
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
    foreign key (province_code, period, version_key) references bare.submission
);

create table bare.service_record (
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
    foreign key (province_code, period, version_key) references bare.submission
);

create table bare.otop_operator (
    province_code text not null,
    as_of_date date not null,
    operator_id text not null,
    district_code text not null,
    subdistrict_code text,
    status text,
    primary key (province_code, as_of_date, operator_id)
);

create table bare.shop (
    province_code text not null,
    shop_id text not null,
    operator_id text not null,
    registered_on date not null,
    status text not null,
    approved_on date,
    products bigint,
    primary key (province_code, shop_id)
);

create table bare.app_download (
    province_code text not null,
    period date not null,
    event_id text not null,
    occurred_at timestamptz not null,
    district_code text not null,
    subdistrict_code text not null,
    operating_system text not null,
    user_group text,
    user_id text,
    primary key (province_code, period, event_id)
);

create table bare.content_record (
    province_code text not null,
    period date not null,
    record_id text not null,
    service_code text not null,
    district_code text not null,
    updated_on date not null,
    status text,
    attraction_kind text,
    primary key (province_code, period, record_id)
);

create table bare.leader_roster (
    province_code text not null,
    as_of_date date not null,
    district_code text not null,
    district_chief bigint not null,
    district_development_officer bigint not null,
    land_office_head bigint not null,
    local_administration_head bigint not null,
    subdistrict_heads bigint not null,
    village_heads bigint not null,
    printed_total bigint not null,
    primary key (province_code, as_of_date, district_code)
);

create table bare.target (like mart.target including all);
create table bare.subdistrict_measure (like mart.subdistrict_measure including all);
create table bare.measure (like mart.measure including all);
create table bare.attainment (like mart.attainment including all);
create table bare.district_grade (like mart.district_grade including all);

create table bare.frozen_publication (
    snapshot_id bigint primary key,
    programme_code text not null,
    province_code text not null,
    period date not null,
    revision integer not null,
    taken_at timestamptz not null,
    rulebook_version integer not null,
    unique (programme_code, province_code, period, revision)
);
create table bare.frozen_target (like snapshot.target including all);
create table bare.frozen_measure (like snapshot.measure including all);
create table bare.frozen_attainment (like snapshot.attainment including all);
create table bare.frozen_district_grade (like snapshot.district_grade including all);
