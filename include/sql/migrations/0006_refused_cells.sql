-- Where the columns of a file stood, and each problem of a refused row: what is wrong is shown at its cell.
set local role warehouse_owner;

create table ops.file_column (
    file_id bigint not null references ops.source_file,
    sheet text not null,
    column_name text not null,
    column_number integer not null check (column_number > 0),
    row_number bigint not null,
    heading text not null,
    primary key (file_id, sheet, column_name)
);

alter table quarantine.rejected_row
add column report_key text,
add column district_code text,
add column problems quarantine.problem[] not null default '{}';
