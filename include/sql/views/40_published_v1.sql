-- makes   published_v1.*
-- grain   that of the relation that each view is named after
-- rule    the published contract (include/documentation/contract.yaml): exactly its columns, in its order, under names that stay. What the
--         relation behind a view hides from its reader the view hides too. A column that leaves a relation, or changes its type or meaning,
--         keeps its old form here, and the new one begins published_v2

create or replace view published_v1.mart_measure with (security_invoker) as
select
    programme_code, period, province_code, district_code, measure_code, value, source
from mart.measure;

create or replace view published_v1.mart_subdistrict_measure with (security_invoker) as
select
    programme_code, period, province_code, district_code, subdistrict_code, measure_code, value
from mart.subdistrict_measure;

create or replace view published_v1.mart_target with (security_invoker) as
select
    programme_code, period, province_code, district_code, criterion_code, condition_no, measure_code, comparator, base_value,
    target_value, rulebook_version, order_ref
from mart.target;

create or replace view published_v1.mart_attainment with (security_invoker) as
select
    programme_code, period, province_code, district_code, criterion_code, met, points, max_points, explanation_th
from mart.attainment;

create or replace view published_v1.mart_district_grade with (security_invoker) as
select
    programme_code, period, province_code, district_code, district_name_th, status, points, max_points, percent, grade, grade_basis,
    reported_at, on_time, rulebook_version
from mart.district_grade;

create or replace view published_v1.mart_province_summary with (security_invoker) as
select
    programme_code, period, province_code, status, districts, reported, on_time, grade_counts, mean_percent, province_criteria
from mart.province_summary;

create or replace view published_v1.mart_quarter_grade with (security_invoker) as
select
    programme_code, fiscal_year_be, quarter, province_code, district_code, months, mean_percent, grade, grade_basis, status
from mart.quarter_grade;

create or replace view published_v1.mart_reconciliation with (security_invoker) as
select
    programme_code, period, province_code, district_code, measure_code, claimed, recorded, difference
from mart.reconciliation;

create or replace view published_v1.mart_restatement with (security_invoker) as
select
    programme_code, period, province_code, district_code, column_name, was, is_now, because_of_file
from mart.restatement;

create or replace view published_v1.mart_finding with (security_invoker) as
select
    programme_code, finding_code, severity, period, province_code, district_code, source, file, row_number, message_th, message_en
from mart.finding;

create or replace view published_v1.snapshot_publication with (security_invoker) as
select
    snapshot_id, programme_code, province_code, period, revision, kind, taken_at, taken_by, reason, rulebook_version,
    content_sha256, previous_sha256, chain_sha256, proof_code
from snapshot.publication;

create or replace view published_v1.snapshot_district_grade with (security_invoker) as
select
    snapshot_id, programme_code, period, province_code, district_code, district_name_th, status, points, max_points, percent, grade,
    grade_basis, reported_at, on_time, rulebook_version
from snapshot.district_grade;

create or replace view published_v1.snapshot_attainment with (security_invoker) as
select
    snapshot_id, programme_code, period, province_code, district_code, criterion_code, met, points, max_points, explanation_th
from snapshot.attainment;

create or replace view published_v1.snapshot_target with (security_invoker) as
select
    snapshot_id, programme_code, period, province_code, district_code, criterion_code, condition_no, measure_code, comparator,
    base_value, target_value, rulebook_version, order_ref
from snapshot.target;

create or replace view published_v1.snapshot_measure with (security_invoker) as
select
    snapshot_id, programme_code, period, province_code, district_code, measure_code, value, source
from snapshot.measure;

create or replace view published_v1.ops_source_file with (security_invoker) as
select
    file_id, uri, source, province_code, period, sha256, bytes, received_at, status, rows_read, rows_loaded, rows_known,
    rows_rejected, reason
from ops.source_file;

create or replace view published_v1.ops_deadline with (security_invoker) as
select
    programme_code, province_code, period, deadline_code, due_at, met_at, status
from ops.deadline;

create or replace view published_v1.ops_expectation_result with (security_invoker) as
select
    suite, expectation, period, province_code, success, unexpected_count, run_id, ran_at
from ops.expectation_result;

create or replace view published_v1.quarantine_rejected_row with (security_invoker) as
select
    file_id, sheet, row_number, column_name, value, rule, message_th
from quarantine.rejected_row;

do $$
declare
    view record;
begin
    for view in select oid::regclass as name from pg_class where relnamespace = 'published_v1'::regnamespace and relkind = 'v' loop
        execute format('alter view %s owner to warehouse_owner', view.name);
    end loop;
end
$$;
