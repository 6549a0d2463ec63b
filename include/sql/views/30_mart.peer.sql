-- The districts that each district of a month is fairly compared with: of all that were graded in it under the same programme, the nearest in size,
-- by operators as the orders print them and by subdistricts, each as a proportion (twice as many is as far as half as many). Where an order prints
-- no operators, districts are compared by subdistricts alone. `distance` is 0 for one of the same size.
create or replace function mart.peer(programme text, province text, month date)
returns table (
    district_code text, place bigint, peer_province_code text, peer_district_code text, peer_name_th text, operators numeric,
    subdistricts bigint, distance numeric, percent numeric
)
language sql stable cost 100000
set jit = off
as $$
    with

    sized as materialized (
        select
            district_grade.province_code,
            district_grade.district_code,
            district_grade.district_name_th,
            district_grade.percent,
            size.operators,
            size.subdistricts
        from mart.province_summary
        cross join lateral mart.district_sizes(programme, province_summary.province_code, month) as size
        inner join mart.district_grade
            on
                district_grade.programme_code = programme and district_grade.province_code = province_summary.province_code
                and district_grade.period = month and district_grade.district_code = size.district_code
        where province_summary.programme_code = programme and province_summary.period = month
    ),

    -- once for each district, not for each pair: the difference of two is the proportion's
    graded as materialized (
        select
            sized.*,
            ln(nullif(sized.operators, 0)) as log_operators,
            ln(nullif(sized.subdistricts, 0)::numeric) as log_subdistricts
        from sized
    ),

    ordered as (
        select
            own.district_code,
            other.province_code as peer_province_code,
            other.district_code as peer_district_code,
            other.district_name_th,
            other.operators,
            other.subdistricts,
            other.percent,
            apart.distance,
            row_number() over (
                partition by own.district_code
                order by apart.distance, other.province_code <> own.province_code, other.district_code
            ) as place
        from graded as own
        inner join graded as other
            on
                (other.province_code, other.district_code) <> (own.province_code, own.district_code)
                and (other.operators is null) = (own.operators is null)
        cross join lateral (
            select round(
                coalesce(abs(other.log_operators - own.log_operators), 0)
                + coalesce(abs(other.log_subdistricts - own.log_subdistricts), 0), 6
            ) as distance
        ) as apart
        where own.province_code = province
    )

    select
        ordered.district_code,
        ordered.place,
        ordered.peer_province_code,
        ordered.peer_district_code,
        ordered.district_name_th,
        ordered.operators,
        ordered.subdistricts,
        ordered.distance,
        ordered.percent
    from ordered
    where ordered.place <= (select mart.quality_setting(programme, 'comparison_peers'))::bigint
$$;

-- Where each district of a month stands among its peers: how many it has, its rank with them (equal percents share one), their mean percent and
-- how far above it the district is, in percentage points.
create or replace function mart.peer_standing(programme text, province text, month date)
returns table (
    district_code text, district_name_th text, grade text, percent numeric, peers bigint, rank_among_peers bigint,
    peers_mean_percent numeric, above_peers numeric
)
language sql stable cost 100000
set jit = off
as $$
    select
        standing.district_code,
        standing.district_name_th,
        standing.grade,
        standing.percent,
        count(peer.place),
        1 + count(*) filter (where peer.percent > standing.percent),
        round(avg(peer.percent), 4),
        round(standing.percent - avg(peer.percent), 4)
    from mart.district_grade as standing
    left join mart.peer(programme, province, month) as peer using (district_code)
    where standing.programme_code = programme and standing.province_code = province and standing.period = month
    group by standing.district_code, standing.district_name_th, standing.grade, standing.percent
$$;
