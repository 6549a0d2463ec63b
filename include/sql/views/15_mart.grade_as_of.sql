-- What the warehouse knew at a moment: of every month and district the grade that stood in mart then, and what was published by then. A
-- month that was waiting, or not yet graded at all, has no rows.
create or replace function mart.grade_as_of(at timestamptz)
returns table (
    programme_code text, period date, province_code text, district_code text, district_name_th text, status text, points numeric,
    max_points numeric, percent numeric, grade text, grade_basis text, reported_at timestamptz, on_time boolean, rulebook_version integer,
    known_from timestamptz, known_until timestamptz, published_revision integer, published_kind text, published_at timestamptz,
    published_points numeric, published_grade text
)
language sql stable as $$
    select
        known.programme_code,
        known.period,
        known.province_code,
        known.district_code,
        known.district_name_th,
        known.status,
        known.points,
        known.max_points,
        known.percent,
        known.grade,
        known.grade_basis,
        known.reported_at,
        known.on_time,
        known.rulebook_version,
        lower(known.known_during),
        upper(known.known_during),
        published.revision,
        published.kind,
        published.taken_at,
        published.points,
        published.grade
    from (
        select *
        from mart.district_grade_history
        where known_during @> at
    ) as known
    left join (
        select
            standing.revision,
            standing.kind,
            standing.taken_at,
            frozen.programme_code,
            frozen.province_code,
            frozen.period,
            frozen.district_code,
            frozen.points,
            frozen.grade
        from (
            select distinct on (publication.programme_code, publication.province_code, publication.period) publication.*
            from snapshot.publication
            where publication.taken_at <= at
            order by publication.programme_code, publication.province_code, publication.period, publication.revision desc
        ) as standing
        inner join snapshot.district_grade as frozen using (snapshot_id)
    ) as published using (programme_code, province_code, period, district_code)
$$;
