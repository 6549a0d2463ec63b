-- makes   snapshot.canonical_line
-- grain   one line per figure of a snapshot, one per source file, and one per deadline and district where they were frozen with it
-- rule    tab-separated: the relation, then its columns in the order below; numbers without trailing zeros, times in UTC, a missing value as
--         \N; the lines in byte order, joined by line feeds, in UTF-8, are what content_sha256 is the SHA-256 of
create or replace view snapshot.canonical_line with (security_invoker) as
select
    snapshot_id,
    concat_ws(
        E'\t', 'target', coalesce(district_code, '\N'), criterion_code, condition_no, measure_code, comparator,
        coalesce(trim_scale(base_value)::text, '\N'), trim_scale(target_value), rulebook_version, order_ref
    ) as line
from snapshot.target

union all

select
    snapshot_id,
    concat_ws(E'\t', 'measure', coalesce(district_code, '\N'), measure_code, coalesce(trim_scale(value)::text, '\N'), source) as line
from snapshot.measure

union all

select
    snapshot_id,
    concat_ws(
        E'\t', 'attainment', coalesce(district_code, '\N'), criterion_code, case when met then 'true' else 'false' end, trim_scale(points),
        trim_scale(max_points), explanation_th
    ) as line
from snapshot.attainment

union all

select
    snapshot_id,
    concat_ws(
        E'\t', 'district_grade', district_code, district_name_th, status, trim_scale(points), trim_scale(max_points), trim_scale(percent),
        grade, grade_basis, coalesce(to_char(reported_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), '\N'),
        case when on_time then 'true' else 'false' end, rulebook_version
    ) as line
from snapshot.district_grade

union all

select distinct
    snapshot_id,
    concat_ws(E'\t', 'source_file', source, sha256) as line
from snapshot.source_file

union all

select
    snapshot_id,
    concat_ws(E'\t', 'deadline', deadline_code, to_char(due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) as line
from snapshot.deadline

union all

select
    snapshot_id,
    concat_ws(E'\t', 'district', district_code, district_name_th, array_to_string(subdistrict_codes, ' ')) as line
from snapshot.district;
alter view snapshot.canonical_line owner to snapshot_owner;
