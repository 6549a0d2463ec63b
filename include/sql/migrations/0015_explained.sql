-- What was known when, and what it takes to lead a grade back to the rows it comes from.
set local role warehouse_owner;

-- Each grade that stood in mart and while it stood: a row only where something changed.
create table mart.district_grade_history (
    programme_code text not null default 'click',
    period date not null,
    province_code text not null,
    district_code text not null,
    district_name_th text not null,
    status text not null check (status in ('graded', 'not_reported')),
    points numeric not null,
    max_points numeric not null,
    percent numeric not null,
    grade text not null,
    grade_basis text not null check (grade_basis in ('ordered', 'adopted')),
    reported_at timestamptz,
    on_time boolean not null,
    rulebook_version integer not null,
    known_during tstzrange not null check (not isempty(known_during)),
    primary key (programme_code, province_code, period, district_code, known_during without overlaps)
);
create index on mart.district_grade_history (programme_code, province_code, period) where upper_inf(known_during);

-- Grades that stood before this was kept stood since their month was last moved.
insert into mart.district_grade_history (
    programme_code, period, province_code, district_code, district_name_th, status, points, max_points, percent, grade, grade_basis,
    reported_at, on_time, rulebook_version, known_during
)
select
    district_grade.programme_code,
    district_grade.period,
    district_grade.province_code,
    district_grade.district_code,
    district_grade.district_name_th,
    district_grade.status,
    district_grade.points,
    district_grade.max_points,
    district_grade.percent,
    district_grade.grade,
    district_grade.grade_basis,
    district_grade.reported_at,
    district_grade.on_time,
    district_grade.rulebook_version,
    tstzrange(month.moved_at, null) as known_during
from mart.district_grade
inner join ops.month using (programme_code, province_code, period)
where month.moved_at is not null;

-- One row that was sent, seen from one measure: whether it counted, as what, with how much, and why not.
create type mart.traced_row as (
    measure_code text,
    outcome text,
    counted_as text,
    amount numeric,
    reason_th text,
    source text,
    section text,
    file_id bigint,
    sheet text,
    row_number bigint,
    rows_in_all bigint,
    cells jsonb
);

-- The first events of a subdistrict among a province's million.
create index on warehouse.app_download (province_code, period, subdistrict_code, file_id, row_number);

-- A file's rows lie together and in their order: a span of rows is found by the same few pages as the file.
drop index raw.app_downloads_file_id_idx;
create index on raw.app_downloads using brin (file_id, row_number) with (pages_per_range = 32, autosummarize = on);
