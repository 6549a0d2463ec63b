-- makes   ops.health
-- grain   one row per check of the whole, in the order in which people ask
-- rule    red or yellow from the figure on that rulebook.health_check names; yellow where nobody knows; where nothing is observed there is nothing wrong.
--         Page, monitor, watchdog and analysts ask this view, and say the same
create or replace view ops.health with (security_invoker) as
with

open_months as (
    select
        publication_due_at,
        report_due_at,
        cardinality(missing_district_codes) as missing,
        concat('จังหวัด', province_name_th, ' เดือน', thai.print_month(period)) as name_th
    from ops.due_month
    where revision is null
),

waiting as (
    select source_file.received_at as since
    from ops.pending_file
    inner join ops.source_file using (file_id)
    union all
    select since
    from ops.vital_sign
    where sign_code = 'file_unseen'
),

stale as (
    select
        month_state.status,
        concat('จังหวัด', month_state.province_name_th, ' เดือน', thai.print_month(month_state.period)) as name_th,
        case
            when month_state.status = 'held' then month_state.built_at
            else greatest(arrived.at, ruled.at)
        end as since
    from mart.month_state
    left join lateral (
        select max(source_file.received_at) as at
        from ops.source_file
        where
            source_file.province_code = month_state.province_code and source_file.period = month_state.period
            and source_file.status = 'loaded'
    ) as arrived on true
    left join lateral (
        select max(version.loaded_at) as at
        from rulebook.in_force
        inner join rulebook.version using (programme_code, province_code, rulebook_version)
        where in_force.province_code = month_state.province_code and in_force.valid_during @> month_state.period
    ) as ruled on true
    where month_state.stale
),

-- what ops.latest_expectation_result says of all months, asked of what failed alone: of all answers ever given few say no
failing as (
    select
        count(*) as expectations,
        bool_or(failed.severity = 'critical') as critical,
        min(failed.ran_at) as since,
        string_agg(distinct failed.suite, ', ' order by failed.suite) as named
    from ops.expectation_result as failed
    where
        not failed.success and failed.severity <> 'info'
        and failed.run_id = (
            select latest.run_id
            from ops.expectation_result as latest
            where
                latest.province_code = failed.province_code and latest.period = failed.period and latest.suite = failed.suite
            order by latest.ran_at desc, latest.result_id desc
            limit 1
        )
        and not exists (
            select from ops.expectation_result as later
            where
                later.province_code = failed.province_code and later.period = failed.period and later.suite = failed.suite
                and later.ran_at >= failed.ran_at and (later.ran_at, later.result_id) > (failed.ran_at, failed.result_id)
                and later.expectation = failed.expectation
        )
),

open_alerts as (
    select
        count(*) as alerts,
        bool_or(severity = 'critical') as critical,
        min(opened_at) as since,
        string_agg(distinct title_th, ' · ' order by title_th) as named_th
    from ops.alert
    where closed_at is null and severity <> 'info' and kind <> 'drill'
),

beats as (
    select
        beat_code = 'watchdog' as of_watchdog,
        min(seen_at) as seen_at,
        string_agg(beat_code, ', ' order by seen_at) as named
    from ops.heartbeat
    where beat_code in ('watchdog', 'ingest_landing', 'grade_months', 'publish_months')
    group by beat_code = 'watchdog'
),

first_freeze as (select min(taken_at) as at from snapshot.publication),

backups as (
    select
        max(ended_at) filter (where ok) as at,
        coalesce((array_agg(ok order by ended_at desc))[1], true) as last_ok
    from ops.backup
),

restores as (
    select
        max(ended_at) filter (where ok) as at,
        coalesce((array_agg(ok order by ended_at desc))[1], true) as last_ok,
        (array_agg(array_to_string(problems_th, ' · ') order by ended_at desc))[1] as problems_th
    from ops.restore_drill
),

fire_drills as (
    select max(alert.opened_at) as at
    from ops.alert
    where
        alert.kind = 'drill'
        and exists (select from ops.alert_delivery where alert_delivery.alert_id = alert.alert_id)
        and not exists (select from ops.alert_delivery where alert_delivery.alert_id = alert.alert_id and alert_delivery.outcome = 'failed')
),

-- a night builds so many provinces again as it has time for: the one that waits longest tells
replays as (
    select
        max(last_replay.at) as at,
        min(greatest(last_replay.at, first_frozen.at)) as waits_since,
        (array_agg(province.name_th order by greatest(last_replay.at, first_frozen.at)))[1] as waiting_th
    from rulebook.province
    cross join
        lateral (
            select publication.taken_at as at
            from snapshot.publication
            where publication.province_code = province.province_code
            order by publication.snapshot_id
            limit 1
        ) as first_frozen
    left join lateral (
        select max(replay_result.ran_at) as at
        from ops.replay_result
        where replay_result.province_code = province.province_code
    ) as last_replay on true
),

differing as (
    select count(*) as snapshots
    from ops.latest_replay
    where outcome = 'differs'
),

signs as (
    select
        sign_code,
        max(abs(value)) as value,
        max(observed_at) as observed_at,
        now() - max(observed_at) > interval '2 hours' as outdated,
        string_agg(
            case sign_code
                when 'disk_used' then concat(subject, ' ใช้ไปร้อยละ ', round(value, 1))
                else concat(subject, ' ต่างไป ', round(value, 1), ' วินาที')
            end,
            ' · ' order by abs(value) desc, subject
        ) as told_th
    from ops.vital_sign
    where sign_code in ('disk_used', 'clock_skew')
    group by sign_code
),

observed (check_code, figure, unknown, forced, since, told_th) as (
    select
        'deadlines',
        max(extract(epoch from now() - publication_due_at) / 3600),
        false,
        null,
        min(publication_due_at),
        string_agg(
            concat(name_th, ' กำหนด ', thai.print_moment(publication_due_at)), ' · ' order by publication_due_at, name_th
        ) filter (where publication_due_at < now() + interval '1 day')
    from open_months
    union all
    select
        'reports',
        max(extract(epoch from now() - report_due_at) / 3600),
        false,
        null,
        null,
        string_agg(
            concat(name_th, ' ขาด ', missing, ' อำเภอ กำหนด ', thai.print_moment(report_due_at)), ' · '
            order by report_due_at, name_th
        ) filter (where report_due_at < now() + interval '2 days')
    from open_months
    where missing > 0 and publication_due_at > now()
    union all
    select
        'files_waiting',
        max(extract(epoch from now() - since) / 3600),
        false,
        null,
        min(since),
        case when count(*) > 0 then concat(thai.print_number(count(*)), ' ไฟล์รอเข้าระบบ') end
    from waiting
    union all
    select
        'files_refused',
        nullif(count(*), 0),
        false,
        null,
        min(opened_at),
        case when count(*) > 0 then concat(thai.print_number(count(*)), ' ไฟล์ ยังไม่มีไฟล์ใหม่มาแทน') end
    from mart.finding
    where finding_code = 'file_rejected' and state in ('open', 'acknowledged')
    union all
    select
        'months_held',
        nullif(count(*), 0),
        false,
        null,
        min(since),
        string_agg(name_th, ' · ' order by name_th)
    from stale
    where status = 'held'
    union all
    select
        'months_stale',
        max(extract(epoch from now() - since) / 3600),
        false,
        null,
        min(since),
        string_agg(name_th, ' · ' order by name_th)
    from stale
    where status <> 'held'
    union all
    select
        'expectations',
        nullif(expectations, 0),
        false,
        case when critical then 'critical' end,
        since,
        named
    from failing
    union all
    select
        'alerts',
        nullif(alerts, 0),
        false,
        case when critical then 'critical' end,
        since,
        named_th
    from open_alerts
    union all
    select
        'schedules',
        extract(epoch from now() - seen_at) / 3600,
        false,
        null,
        seen_at,
        concat('ทำงานล่าสุด ', thai.print_moment(seen_at), ' (', named, ')')
    from beats
    where not of_watchdog
    union all
    select
        'watchdog',
        extract(epoch from now() - max(seen_at)) / 3600,
        max(seen_at) is null,
        null,
        max(seen_at),
        coalesce('ทำงานล่าสุด ' || thai.print_moment(max(seen_at)), 'ยังไม่เคยทำงาน')
    from beats
    where of_watchdog
    union all
    select
        'backup',
        extract(epoch from now() - coalesce(backups.at, first_freeze.at)) / 3600,
        backups.at is null,
        case when not backups.last_ok then 'critical' end,
        backups.at,
        concat_ws(
            ' · ', case when not backups.last_ok then 'ครั้งล่าสุดไม่สำเร็จ' end,
            coalesce('สำเร็จล่าสุด ' || thai.print_moment(backups.at), 'ยังไม่เคยสำรอง')
        )
    from backups cross join first_freeze
    union all
    select
        'restore_drill',
        extract(epoch from now() - coalesce(restores.at, first_freeze.at)) / 86400,
        restores.at is null,
        case when not restores.last_ok then 'critical' end,
        restores.at,
        concat_ws(
            ' · ', case when not restores.last_ok then 'ครั้งล่าสุดไม่สำเร็จ ' || restores.problems_th end,
            coalesce('สำเร็จล่าสุด ' || thai.print_moment(restores.at), 'ยังไม่เคยทดลอง')
        )
    from restores cross join first_freeze
    union all
    select
        'alert_drill',
        extract(epoch from now() - coalesce(fire_drills.at, first_freeze.at)) / 86400,
        fire_drills.at is null,
        null,
        fire_drills.at,
        coalesce('สำเร็จล่าสุด ' || thai.print_moment(fire_drills.at), 'ยังไม่เคยซ้อม')
    from fire_drills cross join first_freeze
    union all
    select
        'replay',
        extract(epoch from now() - replays.waits_since) / 86400,
        replays.at is null and replays.waits_since is not null,
        case when differing.snapshots > 0 then 'critical' end,
        replays.waits_since,
        concat_ws(
            ' · ', case when differing.snapshots > 0 then concat(differing.snapshots, ' เดือนสร้างซ้ำไม่ตรงกัน') end,
            coalesce('ครั้งล่าสุด ' || thai.print_moment(replays.at), 'ยังไม่เคยสร้างซ้ำ'),
            case
                when replays.waits_since <= now() - make_interval(days => health_check.warning_from::integer)
                    then concat('จังหวัด', replays.waiting_th, ' รอมาตั้งแต่ ', thai.print_moment(replays.waits_since))
            end
        )
    from replays
    cross join differing
    inner join rulebook.health_check on health_check.check_code = 'replay'
    union all
    select
        'replica',
        max(lag_seconds),
        false,
        case when bool_or(lost or not following) then 'critical' end,
        min(since) filter (where not following),
        coalesce(
            string_agg(
                case
                    when lost then replica || ' หยุดนานเกินไป ต้องทำใหม่'
                    when not following then concat(replica, ' หยุดตาม ค้างอยู่ ', pg_size_pretty(behind_bytes))
                    else concat(replica, ' ตามหลัง ', round(lag_seconds, 1), ' วินาที')
                end,
                ' · ' order by replica
            ),
            'ไม่ได้ตั้งสำเนาไว้'
        )
    from ops.replica_state()
    union all
    select
        case wanted.sign_code when 'disk_used' then 'disk' else 'clock' end,
        signs.value,
        signs.sign_code is null or signs.outdated,
        null,
        signs.observed_at,
        concat_ws(
            ' · ', signs.told_th, coalesce('วัดเมื่อ ' || thai.print_moment(signs.observed_at), 'ยังไม่เคยวัด')
        )
    from (values ('disk_used'), ('clock_skew')) as wanted (sign_code)
    left join signs using (sign_code)
)

select
    health_check.check_code,
    health_check.position,
    health_check.title_th,
    case
        when observed.forced = 'critical' or observed.figure >= health_check.critical_from then 'critical'
        when observed.unknown or observed.figure >= health_check.warning_from then 'warning'
        else 'ok'
    end as status,
    round(observed.figure, 2) as observed,
    health_check.unit_th,
    observed.since,
    coalesce(nullif(observed.told_th, ''), 'ไม่มี') as message_th,
    health_check.to_do_th,
    health_check.runbook
from rulebook.health_check
left join observed using (check_code);
alter view ops.health owner to warehouse_owner;
