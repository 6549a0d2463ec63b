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
set plan_cache_mode = force_generic_plan
as $$
    with

    sizes as materialized (select size.* from mart.country_sizes(programme, month) as size),

    -- logarithms once for each district, not for each pair: the difference of two is the proportion's
    graded as materialized (
        select
            sizes.province_code,
            sizes.district_code,
            district_grade.district_name_th,
            district_grade.percent,
            sizes.operators,
            sizes.subdistricts,
            ln(nullif(sizes.operators, 0)::float8) as log_operators,
            ln(nullif(sizes.subdistricts, 0)::float8) as log_subdistricts
        from sizes
        inner join mart.province_summary
            on
                province_summary.programme_code = programme and province_summary.province_code = sizes.province_code
                and province_summary.period = month
        inner join mart.district_grade
            on
                district_grade.programme_code = programme and district_grade.province_code = sizes.province_code
                and district_grade.period = month and district_grade.district_code = sizes.district_code
    )

    select
        own.district_code,
        nearest.place,
        nearest.province_code,
        nearest.district_code,
        nearest.district_name_th,
        nearest.operators,
        nearest.subdistricts,
        round((nearest.millionths / 1e6)::numeric, 6),
        nearest.percent
    from graded as own
    cross join lateral (
        select
            near.*,
            row_number() over (order by near.millionths, near.elsewhere, near.district_code) as place
        from (
            select
                other.*,
                other.province_code <> own.province_code as elsewhere,
                round(
                    1e6 * (
                        coalesce(abs(other.log_operators - own.log_operators), 0)
                        + coalesce(abs(other.log_subdistricts - own.log_subdistricts), 0)
                    )
                ) as millionths
            from graded as other
            where
                (other.province_code, other.district_code) <> (own.province_code, own.district_code)
                and (other.operators is null) = (own.operators is null)
            order by millionths, elsewhere, other.district_code
            limit greatest(0, coalesce((select mart.quality_setting(programme, 'comparison_peers'))::bigint, 0))
        ) as near
    ) as nearest
    where own.province_code = province
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
set plan_cache_mode = force_generic_plan
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
