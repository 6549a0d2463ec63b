-- Whether a claim agrees with the record, and the quality that stood beside a grade when it was frozen.
set local role warehouse_owner;

alter table mart.reconciliation add column agrees boolean;
alter table candidate.reconciliation add column agrees boolean;

set local role snapshot_owner;

create table snapshot.quality_dimension (
    snapshot_id bigint not null references snapshot.publication deferrable initially deferred,
    programme_code text not null,
    period date not null,
    province_code text not null,
    district_code text,
    dimension text not null,
    numerator numeric not null,
    denominator numeric not null,
    value numeric,
    explanation_th text not null,
    unique nulls not distinct (snapshot_id, district_code, dimension)
);

create trigger rows_stand before update or delete on snapshot.quality_dimension for each row execute function snapshot.refuse();
create trigger table_stands before truncate on snapshot.quality_dimension for each statement execute function snapshot.refuse();
create trigger revision_is_closed after insert on snapshot.quality_dimension
referencing new table as added for each statement execute function snapshot.refuse_late_rows();
