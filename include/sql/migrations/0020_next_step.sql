-- The smallest steps to the next letter: beside the grade, and beside it in what was frozen. In what words a measure asks for more.
set local role warehouse_owner;

alter table rulebook.measure add column step_th text;
alter table rulebook.measure add column report_step_th text;

create table mart.next_step (
    programme_code text not null default 'click',
    period date not null,
    province_code text not null,
    district_code text not null,
    option_no integer not null check (option_no > 0),
    grade text not null,
    points numeric not null,
    criterion_code text not null,
    condition_no integer not null,
    measure_code text not null references rulebook.measure,
    value numeric,
    value_needed numeric not null,
    lacking numeric,
    unit_th text not null,
    step_th text not null,
    primary key (programme_code, province_code, period, district_code, option_no, criterion_code, condition_no)
);

create table candidate.next_step (like mart.next_step including all);

set local role snapshot_owner;

create table snapshot.next_step (
    snapshot_id bigint not null references snapshot.publication deferrable initially deferred,
    programme_code text not null,
    period date not null,
    province_code text not null,
    district_code text not null,
    option_no integer not null,
    grade text not null,
    points numeric not null,
    criterion_code text not null,
    condition_no integer not null,
    measure_code text not null,
    value numeric,
    value_needed numeric not null,
    lacking numeric,
    unit_th text not null,
    step_th text not null,
    primary key (snapshot_id, district_code, option_no, criterion_code, condition_no)
);

create trigger rows_stand before update or delete on snapshot.next_step for each row execute function snapshot.refuse();
create trigger table_stands before truncate on snapshot.next_step for each statement execute function snapshot.refuse();
create trigger revision_is_closed after insert on snapshot.next_step
referencing new table as added for each statement execute function snapshot.refuse_late_rows();
