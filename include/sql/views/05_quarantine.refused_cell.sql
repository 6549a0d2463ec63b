-- makes   quarantine.refused_cell
-- grain   one row per problem of a refused row, in the order of its columns
-- rule    a problem lies in a cell where its column has one; a missing column, or a row refused with its report, has none. In a table all
--         headings stand in one row; where they do not, they are labels, each with its value in its own row
create or replace view quarantine.refused_cell with (security_invoker) as
select
    rejected_row.file_id,
    rejected_row.sheet,
    case when labels.are_labels then file_column.row_number else rejected_row.row_number end as row_number,
    problem.problem_no,
    problem.column_name,
    coalesce(file_column.heading, column_label.label_th, problem.column_name) as heading,
    ops.cell_address(
        file_column.column_number, case when labels.are_labels then file_column.row_number else rejected_row.row_number end
    ) as cell_address,
    problem.value,
    problem.rule,
    quarantine.message_th(array[row(problem.column_name, problem.value, problem.rule, problem.detail)::quarantine.problem]) as message_th,
    rejected_row.source,
    rejected_row.province_code,
    rejected_row.period,
    rejected_row.report_key,
    rejected_row.district_code
from quarantine.rejected_row
cross join
    lateral unnest(rejected_row.problems) with ordinality as problem (column_name, value, rule, detail, problem_no)
left join ops.file_column
    on
        file_column.file_id = rejected_row.file_id and file_column.sheet = rejected_row.sheet
        and file_column.column_name = problem.column_name
cross join
    lateral (
        select coalesce(bool_or(other_column.row_number <> file_column.row_number), false) as are_labels
        from ops.file_column as other_column
        where other_column.file_id = file_column.file_id and other_column.sheet = file_column.sheet
    ) as labels
left join quarantine.column_label on column_label.column_name = problem.column_name;
alter view quarantine.refused_cell owner to warehouse_owner;
