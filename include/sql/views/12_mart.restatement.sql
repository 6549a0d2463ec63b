-- makes   mart.restatement
-- grain   one row per value of a district's grade that differs from the standing snapshot
-- rule    a late or corrected file changes mart, never the snapshot; the files named are those the snapshot did not have
create or replace view mart.restatement with (security_invoker) as
with

pairs as (
    select
        standing.snapshot_id,
        standing.programme_code,
        standing.period,
        standing.province_code,
        frozen.district_code,
        frozen.status as status_was,
        live.status as status_is,
        frozen.points as points_was,
        live.points as points_is,
        frozen.percent as percent_was,
        live.percent as percent_is,
        frozen.grade as grade_was,
        live.grade as grade_is,
        frozen.on_time as on_time_was,
        live.on_time as on_time_is
    from snapshot.standing
    inner join snapshot.district_grade as frozen using (snapshot_id, programme_code, period, province_code)
    inner join mart.district_grade as live using (programme_code, period, province_code, district_code)
),

changes as (
    select
        pairs.*,
        change.column_name,
        change.was,
        change.is_now
    from pairs
    cross join
        lateral (
            values
            ('status', pairs.status_was, pairs.status_is),
            ('points', trim_scale(pairs.points_was)::text, trim_scale(pairs.points_is)::text),
            ('percent', trim_scale(pairs.percent_was)::text, trim_scale(pairs.percent_is)::text),
            ('grade', pairs.grade_was, pairs.grade_is),
            ('on_time', pairs.on_time_was::text, pairs.on_time_is::text)
        ) as change (column_name, was, is_now)
    where change.was is distinct from change.is_now
)

select
    changes.programme_code,
    changes.period,
    changes.province_code,
    changes.district_code,
    changes.column_name,
    changes.was,
    changes.is_now,
    (
        select string_agg(source_file.uri, ', ' order by source_file.received_at, source_file.uri)
        from ops.source_file
        where
            source_file.status = 'loaded' and source_file.province_code = changes.province_code
            and (
                source_file.period = changes.period
                or source_file.source in ('shop_registrations', 'otop_operators', 'leader_roster')
            )
            and not exists (
                select from snapshot.source_file as frozen_file
                where
                    frozen_file.snapshot_id = changes.snapshot_id and frozen_file.source = source_file.source
                    and frozen_file.sha256 = source_file.sha256
            )
    ) as because_of_file
from changes;
alter view mart.restatement owner to warehouse_owner;
