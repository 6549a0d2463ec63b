-- makes   mart.district_grade_history
-- grain   one row per period, district and time during which mart said the same of it
-- rule    a grade is known from the move that brought it until the move that changed it or took it away; a move that changes nothing writes
--         nothing. Moves that began in another order than they ended follow each other all the same

with

moment as materialized (
    select greatest(now(), max(lower(district_grade_history.known_during))) as moved_at
    from mart.district_grade_history
    where programme_code = %(programme_code)s and province_code = %(province_code)s and period = %(period)s
),

no_longer_so as materialized (
    select
        history.district_code,
        history.known_during
    from mart.district_grade_history as history
    left join mart.district_grade as live using (programme_code, province_code, period, district_code)
    where
        history.programme_code = %(programme_code)s and history.province_code = %(province_code)s and history.period = %(period)s
        and upper_inf(history.known_during)
        and (
            history.district_name_th, history.status, history.points, history.max_points, history.percent, history.grade,
            history.grade_basis, history.reported_at, history.on_time, history.rulebook_version
        ) is distinct from (
            live.district_name_th, live.status, live.points, live.max_points, live.percent, live.grade,
            live.grade_basis, live.reported_at, live.on_time, live.rulebook_version
        )
),

-- what stood for no time at all was never known
never_known as (
    delete from mart.district_grade_history as history
    using no_longer_so, moment
    where
        history.programme_code = %(programme_code)s and history.province_code = %(province_code)s and history.period = %(period)s
        and history.district_code = no_longer_so.district_code and history.known_during = no_longer_so.known_during
        and lower(history.known_during) >= moment.moved_at
)

update mart.district_grade_history as history
set known_during = tstzrange(lower(history.known_during), moment.moved_at)
from no_longer_so, moment
where
    history.programme_code = %(programme_code)s and history.province_code = %(province_code)s and history.period = %(period)s
    and history.district_code = no_longer_so.district_code and history.known_during = no_longer_so.known_during
    and lower(history.known_during) < moment.moved_at;

insert into mart.district_grade_history (
    programme_code, period, province_code, district_code, district_name_th, status, points, max_points, percent, grade, grade_basis,
    reported_at, on_time, rulebook_version, known_during
)
select
    live.programme_code,
    live.period,
    live.province_code,
    live.district_code,
    live.district_name_th,
    live.status,
    live.points,
    live.max_points,
    live.percent,
    live.grade,
    live.grade_basis,
    live.reported_at,
    live.on_time,
    live.rulebook_version,
    tstzrange(greatest(now(), before.last_known_at), null) as known_during
from mart.district_grade as live
left join lateral (
    select
        max(coalesce(upper(history.known_during), lower(history.known_during))) as last_known_at,
        coalesce(bool_or(upper_inf(history.known_during)), false) as stands
    from mart.district_grade_history as history
    where
        history.programme_code = live.programme_code and history.province_code = live.province_code and history.period = live.period
        and history.district_code = live.district_code
) as before on true
where
    live.programme_code = %(programme_code)s and live.province_code = %(province_code)s and live.period = %(period)s
    and not before.stands;
