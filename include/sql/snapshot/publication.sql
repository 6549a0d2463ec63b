-- makes   snapshot.publication with its targets, measures, attainment, grades, quality, source files, deadlines, districts and rulebook
-- grain   one freeze of a programme, province and month
-- rule    measures.md, Publication and snapshot: content_sha256 covers figures, rules, roster and sources; the chain binds it to the province's
--         previous freeze. A revision that stands is not taken again.

select pg_advisory_xact_lock(hashtext('snapshot'));

select pg_advisory_xact_lock(hashtext('province ' || %(province_code)s::text));

-- the number of the new snapshot lives in the transaction: 0 when the revision stands already
select set_config('chumchon.snapshot_id', coalesce((
    select (select coalesce(max(publication.snapshot_id), 0) + 1 from snapshot.publication)
    from ops.month
    -- figures older than the files they come from are not frozen
    inner join ops.month_input using (programme_code, province_code, period, inputs_sha256, rulebook_version)
    where
        month.programme_code = %(programme_code)s and month.province_code = %(province_code)s and month.period = %(period)s
        and month.status = 'graded'
        and not exists (
            select from snapshot.publication
            where
                publication.programme_code = month.programme_code and publication.province_code = month.province_code
                and publication.period = month.period and publication.revision = %(revision)s
        )
), 0)::text, true);

insert into snapshot.target (
    snapshot_id, programme_code, period, province_code, district_code, criterion_code, condition_no, measure_code, comparator, base_value,
    target_value, rulebook_version, order_ref
)
select
    current_setting('chumchon.snapshot_id')::bigint,
    programme_code,
    period,
    province_code,
    district_code,
    criterion_code,
    condition_no,
    measure_code,
    comparator,
    base_value,
    target_value,
    rulebook_version,
    order_ref
from mart.target
where
    programme_code = %(programme_code)s and province_code = %(province_code)s and period = %(period)s
    and current_setting('chumchon.snapshot_id') <> '0';

insert into snapshot.measure (snapshot_id, programme_code, period, province_code, district_code, measure_code, value, source)
select
    current_setting('chumchon.snapshot_id')::bigint,
    programme_code,
    period,
    province_code,
    district_code,
    measure_code,
    value,
    source
from mart.measure
where
    programme_code = %(programme_code)s and province_code = %(province_code)s and period = %(period)s
    and current_setting('chumchon.snapshot_id') <> '0';

insert into snapshot.attainment (
    snapshot_id, programme_code, period, province_code, district_code, criterion_code, met, points, max_points, explanation_th
)
select
    current_setting('chumchon.snapshot_id')::bigint,
    programme_code,
    period,
    province_code,
    district_code,
    criterion_code,
    met,
    points,
    max_points,
    explanation_th
from mart.attainment
where
    programme_code = %(programme_code)s and province_code = %(province_code)s and period = %(period)s
    and current_setting('chumchon.snapshot_id') <> '0';

insert into snapshot.district_grade (
    snapshot_id, programme_code, period, province_code, district_code, district_name_th, status, points, max_points, percent, grade,
    grade_basis, reported_at, on_time, rulebook_version
)
select
    current_setting('chumchon.snapshot_id')::bigint,
    programme_code,
    period,
    province_code,
    district_code,
    district_name_th,
    status,
    points,
    max_points,
    percent,
    grade,
    grade_basis,
    reported_at,
    on_time,
    rulebook_version
from mart.district_grade
where
    programme_code = %(programme_code)s and province_code = %(province_code)s and period = %(period)s
    and current_setting('chumchon.snapshot_id') <> '0';

-- shown beside the grade, and no part of what content_sha256 covers
insert into snapshot.quality_dimension (
    snapshot_id, programme_code, period, province_code, district_code, dimension, numerator, denominator, value, explanation_th
)
select
    current_setting('chumchon.snapshot_id')::bigint,
    programme_code,
    period,
    province_code,
    district_code,
    dimension,
    numerator,
    denominator,
    value,
    explanation_th
from mart.quality_dimension
where
    programme_code = %(programme_code)s and province_code = %(province_code)s and period = %(period)s
    and current_setting('chumchon.snapshot_id') <> '0';

-- beside the grade too: what was missing, as it stood
insert into snapshot.next_step (
    snapshot_id, programme_code, period, province_code, district_code, option_no, grade, points, criterion_code, condition_no, measure_code,
    value, value_needed, lacking, unit_th, step_th
)
select
    current_setting('chumchon.snapshot_id')::bigint,
    programme_code,
    period,
    province_code,
    district_code,
    option_no,
    grade,
    points,
    criterion_code,
    condition_no,
    measure_code,
    value,
    value_needed,
    lacking,
    unit_th,
    step_th
from mart.next_step
where
    programme_code = %(programme_code)s and province_code = %(province_code)s and period = %(period)s
    and current_setting('chumchon.snapshot_id') <> '0';

insert into snapshot.source_file (snapshot_id, province_code, source, uri, sha256, received_at)
select
    current_setting('chumchon.snapshot_id')::bigint,
    province_code,
    source,
    uri,
    sha256,
    received_at
from ops.source_file
where
    status = 'loaded' and typed_with is not null and province_code = %(province_code)s
    and (source not in ('submissions', 'app_downloads', 'content_records') or period = %(period)s)
    and current_setting('chumchon.snapshot_id') <> '0';

insert into snapshot.deadline (snapshot_id, province_code, deadline_code, due_at)
select
    current_setting('chumchon.snapshot_id')::bigint,
    deadline.province_code,
    deadline.deadline_code,
    deadline.due_at
from ops.month
inner join rulebook.deadline using (programme_code, province_code, rulebook_version, period)
where
    month.programme_code = %(programme_code)s and month.province_code = %(province_code)s and month.period = %(period)s
    and current_setting('chumchon.snapshot_id') <> '0';

insert into snapshot.district (snapshot_id, province_code, district_code, district_name_th, subdistrict_codes)
select
    current_setting('chumchon.snapshot_id')::bigint,
    district.province_code,
    district.district_code,
    district.name_th as district_name_th,
    array(
        select subdistrict.subdistrict_code
        from rulebook.subdistrict
        where subdistrict.district_code = district.district_code and subdistrict.valid_during @> %(period)s::date
        order by subdistrict.subdistrict_code collate "C"
    ) as subdistrict_codes
from rulebook.district
where
    district.province_code = %(province_code)s and district.valid_during @> %(period)s::date
    and current_setting('chumchon.snapshot_id') <> '0';

insert into snapshot.rulebook (snapshot_id, province_code, document)
select
    current_setting('chumchon.snapshot_id')::bigint,
    version.province_code,
    version.document_text as document
from ops.month
inner join rulebook.version using (programme_code, province_code, rulebook_version)
where
    month.programme_code = %(programme_code)s and month.province_code = %(province_code)s and month.period = %(period)s
    and current_setting('chumchon.snapshot_id') <> '0';

insert into snapshot.publication (
    snapshot_id, programme_code, province_code, period, revision, kind, taken_at, taken_by, reason, rulebook_version, rulebook_sha256,
    code_version, content_sha256, previous_sha256, chain_sha256
)
with

content as (
    select
        version.rulebook_version,
        version.content_sha256 as rulebook_sha256,
        encode(sha256(convert_to(concat(E'rulebook\t', version.content_sha256, E'\n', lines.text), 'UTF8')), 'hex') as content_sha256,
        coalesce((
            select publication.chain_sha256
            from snapshot.publication
            where publication.programme_code = %(programme_code)s and publication.province_code = %(province_code)s
            order by publication.snapshot_id desc
            limit 1
        ), '') as previous_sha256,
        date_trunc('second', %(taken_at)s::timestamptz) as taken_at
    from ops.month
    inner join rulebook.version using (programme_code, province_code, rulebook_version)
    cross join (
        select string_agg(canonical_line.line, E'\n' order by canonical_line.line collate "C") as text
        from snapshot.canonical_line
        where canonical_line.snapshot_id = current_setting('chumchon.snapshot_id')::bigint
    ) as lines
    where month.programme_code = %(programme_code)s and month.province_code = %(province_code)s and month.period = %(period)s
)

select
    current_setting('chumchon.snapshot_id')::bigint,
    %(programme_code)s,
    %(province_code)s,
    %(period)s::date,
    %(revision)s,
    %(kind)s,
    content.taken_at,
    session_user,
    %(reason)s,
    content.rulebook_version,
    content.rulebook_sha256,
    %(code_version)s,
    content.content_sha256,
    content.previous_sha256,
    -- the fields in the order measures.md names them, joined by line feeds
    encode(
        sha256(convert_to(
            concat_ws(
                E'\n', content.previous_sha256, content.content_sha256, %(programme_code)s::text, %(province_code)s::text,
                to_char(%(period)s::date, 'YYYY-MM'), %(revision)s::integer, %(kind)s::text,
                to_char(content.taken_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), %(code_version)s::text
            ),
            'UTF8'
        )),
        'hex'
    ) as chain_sha256
from content
where current_setting('chumchon.snapshot_id') <> '0';
