-- makes   mart.district_grade_history
-- grain   one row per period, district and time during which mart said the same of it
-- rule    a grade is known from the move that brought it until the move that changed it or took it away; a move that changes nothing writes
--         nothing. Moves that began in another order than they ended follow each other all the same. What to write is read whole before
--         anything is written: an index scan that is begun again between two writes to its own index loses entries of it (seen in PostgreSQL
--         18.6, GiST)

select set_config('chumchon.moved_at', coalesce((
    select greatest(now(), max(lower(known_during)), max(upper(known_during)))
    from mart.district_grade_history
    where programme_code = %(programme_code)s and province_code = %(province_code)s and period = %(period)s
), now())::text, true);

-- what stood for no time at all was never known
delete from mart.district_grade_history
where
    ctid = any (array(
        select history.ctid
        from mart.district_grade_history as history
        left join mart.district_grade as live using (programme_code, province_code, period, district_code)
        where
            history.programme_code = %(programme_code)s and history.province_code = %(province_code)s and history.period = %(period)s
            and upper_inf(history.known_during) and lower(history.known_during) >= current_setting('chumchon.moved_at')::timestamptz
            and (
                history.district_name_th, history.status, history.points, history.max_points, history.percent, history.grade,
                history.grade_basis, history.reported_at, history.on_time, history.rulebook_version
            ) is distinct from (
                live.district_name_th, live.status, live.points, live.max_points, live.percent, live.grade,
                live.grade_basis, live.reported_at, live.on_time, live.rulebook_version
            )
    ));

update mart.district_grade_history
set known_during = tstzrange(lower(known_during), current_setting('chumchon.moved_at')::timestamptz)
where
    ctid = any (array(
        select history.ctid
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
    ));

insert into mart.district_grade_history (
    programme_code, period, province_code, district_code, district_name_th, status, points, max_points, percent, grade, grade_basis,
    reported_at, on_time, rulebook_version, known_during
)
select
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
    rulebook_version,
    tstzrange(current_setting('chumchon.moved_at')::timestamptz, null) as known_during
from mart.district_grade
where
    programme_code = %(programme_code)s and province_code = %(province_code)s and period = %(period)s
    and district_code <> all (array(
        select history.district_code
        from mart.district_grade_history as history
        where
            history.programme_code = %(programme_code)s and history.province_code = %(province_code)s and history.period = %(period)s
            and upper_inf(history.known_during)
    ));
