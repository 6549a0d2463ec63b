-- makes   mart.outlier
-- grain   one row per district, measure and what it is compared with, where the figure is unusual
-- rule    a count is unusual when its root lies further from the median's root than so many spreads, and it differs by more than a
--         handful. The spread is the largest of 1.4826 x the median absolute deviation, that of a typical district, and chance's own
--         half. Against its own months a figure is unusual only if it also moved otherwise than the other districts did; against its
--         peers it is compared by size, and not where it always differs from them. Nothing depends on it but a question

delete from candidate.outlier
where programme_code = %(programme_code)s and period = %(period)s and province_code = %(province_code)s;

insert into candidate.outlier (
    programme_code, period, province_code, district_code, measure_code, compared_with, value, median, spread, score, compared_count,
    reason_th, reason_en
)
with

settings as materialized (
    select
        mart.quality_setting(%(programme_code)s, 'outlier_score') as score_limit,
        mart.quality_setting(%(programme_code)s, 'outlier_least_difference') as least_difference,
        mart.quality_setting(%(programme_code)s, 'outlier_history_months') as history_months,
        mart.quality_setting(%(programme_code)s, 'outlier_history_least') as history_least,
        mart.quality_setting(%(programme_code)s, 'outlier_peers_least') as peers_least
),

-- Counts of things that happen in a month, each by what a district's share of them grows with. Left out: shares and medians, which are no
-- counts; stocks and what is derived from another count; claims, which stand beside their record in mart.reconciliation.
measures (measure_code, grows_with) as (
    values
    ('new_shops', 'operators'),
    ('downloads', 'subdistricts'),
    ('web_users', 'subdistricts'),
    ('publicity_occasions', 'office'),
    ('activities', 'office')
),

months as materialized (
    select
        earlier.period,
        earlier.from_candidate
    from settings
    cross join lateral mart.earlier_months(%(programme_code)s, %(province_code)s, %(period)s::date, settings.history_months) as earlier
    union all
    select
        %(period)s::date as period,
        true as from_candidate
),

reports as materialized (
    select
        submission.period,
        submission.district_code
    from warehouse.submission
    where
        submission.province_code = %(province_code)s and submission.period = any (array(select months.period from months))
        and submission.counts
),

found as materialized (
    select
        measure.period,
        measure.district_code,
        measure.measure_code,
        measure.value,
        measure.source like 'submissions%%' as from_report
    from candidate.measure
    where
        measure.programme_code = %(programme_code)s and measure.province_code = %(province_code)s
        and measure.period = any (array(select months.period from months where months.from_candidate))
        and measure.measure_code = any (array(select measures.measure_code from measures)) and measure.value is not null

    union all

    select
        measure.period,
        measure.district_code,
        measure.measure_code,
        measure.value,
        measure.source like 'submissions%%' as from_report
    from mart.measure
    where
        measure.programme_code = %(programme_code)s and measure.province_code = %(province_code)s
        and measure.period = any (array(select months.period from months where not months.from_candidate))
        and measure.measure_code = any (array(select measures.measure_code from measures)) and measure.value is not null
),

-- a month without a report says nothing of what the district did
figures as materialized (
    select
        found.period,
        found.district_code,
        found.measure_code,
        found.value
    from found
    left join reports using (period, district_code)
    where not found.from_report or reports.district_code is not null
),

present as materialized (
    select * from figures where period = %(period)s::date
),

-- against the district's own earlier months -------------------------------------------------------------------------------
own_months as materialized (
    select
        figures.district_code,
        figures.measure_code,
        count(*) as months,
        mart.median(array_agg(figures.value)) as median,
        array_agg(mart.root(figures.value)) as roots
    from figures
    cross join settings
    where figures.period < %(period)s::date
    group by figures.district_code, figures.measure_code, settings.history_least
    having count(*) >= settings.history_least
),

own_deviations as materialized (
    select
        own_months.*,
        mart.median(array(select abs(root - mart.root(own_months.median)) from unnest(own_months.roots) as root)) as deviation
    from own_months
),

-- a few months show little of how a figure varies: where they hardly did, it may still vary as it does in a typical district
typical_deviations as materialized (
    select
        own_deviations.measure_code,
        case
            when count(*) >= settings.peers_least
                then mart.median(array_agg(own_deviations.deviation / mart.root(own_deviations.median)))
            else 0
        end as share
    from own_deviations
    cross join settings
    group by own_deviations.measure_code, settings.peers_least
),

own as materialized (
    select
        own_deviations.district_code,
        own_deviations.measure_code,
        own_deviations.months,
        own_deviations.median,
        present.value,
        greatest(
            1.4826 * own_deviations.deviation, 1.4826 * typical_deviations.share * mart.root(own_deviations.median), 0.5
        ) as spread
    from own_deviations
    inner join typical_deviations using (measure_code)
    inner join present using (district_code, measure_code)
),

-- how the other districts moved: the middle of their figures over their own medians
moved as materialized (
    select
        own.*,
        own.median * coalesce(case when others.districts >= settings.peers_least then others.factor end, 1) as moved_median
    from own
    cross join settings
    cross join lateral (
        select
            count(*) as districts,
            mart.median(array_agg(other.value / other.median)) as factor
        from own as other
        where other.measure_code = own.measure_code and other.district_code <> own.district_code and other.median > 0
    ) as others
),

against_history as (
    select
        moved.district_code,
        moved.measure_code,
        'history' as compared_with,
        moved.value,
        moved.median,
        moved.spread,
        moved.months as compared_count
    from moved
    cross join settings
    where
        abs(moved.value - moved.moved_median) >= settings.least_difference
        and abs(mart.root(moved.value) - mart.root(moved.moved_median)) > settings.score_limit * moved.spread
        and sign(moved.value - moved.moved_median) = sign(moved.value - moved.median)
),

-- against the other districts in the month --------------------------------------------------------------------------------
sizes as materialized (
    select
        size.district_code,
        measures.measure_code,
        case measures.grows_with
            when 'office' then 1
            when 'operators' then size.operators
            when 'subdistricts' then size.subdistricts
        end as size
    from mart.district_sizes(%(programme_code)s, %(province_code)s, %(period)s::date) as size
    cross join measures
),

sized as materialized (
    select
        present.district_code,
        present.measure_code,
        present.value,
        sizes.size,
        present.value / sizes.size as rate
    from present
    inner join sizes using (district_code, measure_code)
    where sizes.size > 0
),

peer_medians as materialized (
    select
        sized.*,
        peers.districts,
        peers.rates,
        mart.median(peers.rates) as rate_median
    from sized
    cross join settings
    cross join
        lateral (
            select
                count(*) as districts,
                array_agg(peer.rate) as rates
            from sized as peer
            where peer.measure_code = sized.measure_code and peer.district_code <> sized.district_code
        ) as peers
    where peers.districts >= settings.peers_least
),

against_peers as (
    select
        peer_medians.district_code,
        peer_medians.measure_code,
        'peers' as compared_with,
        peer_medians.value,
        peer_medians.rate_median * peer_medians.size as median,
        greatest(
            1.4826 * sqrt(peer_medians.size) * mart.median(array(
                select abs(sqrt(rate) - sqrt(peer_medians.rate_median)) from unnest(peer_medians.rates) as rate
            )),
            0.5
        ) as spread,
        peer_medians.districts as compared_count
    from peer_medians
),

-- what always lies apart from its peers is no news: half as far from its own months is asked for, where these are known
unlike_itself as (
    select against_peers.*
    from against_peers
    cross join settings
    left join own using (district_code, measure_code)
    where
        own.district_code is null
        or (
            sign(own.value - own.median) = sign(against_peers.value - against_peers.median)
            and abs(mart.root(own.value) - mart.root(own.median)) > settings.score_limit / 2 * own.spread
        )
),

compared as (
    select
        both_ways.*,
        (mart.root(both_ways.value) - mart.root(both_ways.median)) / both_ways.spread as score
    from (
        select * from against_history
        union all
        select * from unlike_itself
    ) as both_ways
)

select
    %(programme_code)s as programme_code,
    %(period)s::date as period,
    %(province_code)s as province_code,
    compared.district_code,
    compared.measure_code,
    compared.compared_with,
    compared.value,
    compared.median,
    compared.spread,
    compared.score,
    compared.compared_count,
    mart.unusual_th(
        measure.name_th, measure.unit_th, compared.value, compared.median, compared.score, compared.compared_with, compared.compared_count
    ) as reason_th,
    mart.unusual_en(
        compared.measure_code, compared.value, compared.median, compared.score, compared.compared_with, compared.compared_count
    ) as reason_en
from compared
inner join rulebook.measure using (measure_code)
cross join settings
where
    abs(compared.value - compared.median) >= settings.least_difference
    and abs(compared.score) > settings.score_limit;
