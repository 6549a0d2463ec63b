-- makes   mart.restatement_detail
-- grain   one row per value of a published month that differs from the standing snapshot: of a grade, a criterion, a target or a measure
-- rule    a late or corrected file changes mart, never the snapshot; named are the files that the snapshot did not have, a report's only where
--         they may be of the district, the version of its report that counts now, and a rulebook that is another
create or replace view mart.restatement_detail with (security_invoker) as
with

-- a month that waits again has nothing to put in the place of what was published. Not materialized: who asks about one month reads one
months as not materialized (
    select
        standing.snapshot_id,
        standing.programme_code,
        standing.province_code,
        standing.period,
        standing.rulebook_version as version_was,
        live.rulebook_version as version_is
    from snapshot.standing
    inner join lateral (
        select max(district_grade.rulebook_version) as rulebook_version
        from mart.district_grade
        where
            district_grade.programme_code = standing.programme_code and district_grade.province_code = standing.province_code
            and district_grade.period = standing.period
    ) as live on live.rulebook_version is not null
),

all_values as (
    select months.*, true as frozen, grade.district_code, 'district_grade' as relation, '' as item_code, shown.column_name, shown.value
    from months
    inner join snapshot.district_grade as grade using (snapshot_id, programme_code, province_code, period)
    cross join
        lateral (
            values ('status', grade.status), ('points', trim_scale(grade.points)::text), ('percent', trim_scale(grade.percent)::text),
            ('grade', grade.grade), ('on_time', grade.on_time::text)
        ) as shown (column_name, value)

    union all

    select months.*, false, grade.district_code, 'district_grade', '', shown.column_name, shown.value
    from months
    inner join mart.district_grade as grade using (programme_code, province_code, period)
    cross join
        lateral (
            values ('status', grade.status), ('points', trim_scale(grade.points)::text), ('percent', trim_scale(grade.percent)::text),
            ('grade', grade.grade), ('on_time', grade.on_time::text)
        ) as shown (column_name, value)

    union all

    select months.*, true, attainment.district_code, 'attainment', attainment.criterion_code, 'met', attainment.met::text
    from months
    inner join snapshot.attainment using (snapshot_id, programme_code, province_code, period)

    union all

    select months.*, false, attainment.district_code, 'attainment', attainment.criterion_code, 'met', attainment.met::text
    from months
    inner join mart.attainment using (programme_code, province_code, period)

    union all

    select
        months.*, true, target.district_code, 'target', concat(target.criterion_code, ' ', target.condition_no), 'target_value',
        trim_scale(target.target_value)::text
    from months
    inner join snapshot.target using (snapshot_id, programme_code, province_code, period)

    union all

    select
        months.*, false, target.district_code, 'target', concat(target.criterion_code, ' ', target.condition_no), 'target_value',
        trim_scale(target.target_value)::text
    from months
    inner join mart.target using (programme_code, province_code, period)

    union all

    select months.*, true, measure.district_code, 'measure', measure.measure_code, 'value', trim_scale(measure.value)::text
    from months
    inner join snapshot.measure using (snapshot_id, programme_code, province_code, period)

    union all

    select months.*, false, measure.district_code, 'measure', measure.measure_code, 'value', trim_scale(measure.value)::text
    from months
    inner join mart.measure using (programme_code, province_code, period)
),

changes as (
    select
        snapshot_id,
        programme_code,
        province_code,
        period,
        version_was,
        version_is,
        district_code,
        relation,
        item_code,
        column_name,
        max(value) filter (where frozen) as was,
        max(value) filter (where not frozen) as is_now
    from all_values
    group by
        snapshot_id, programme_code, province_code, period, version_was, version_is, district_code, relation, item_code, column_name
    having max(value) filter (where frozen) is distinct from max(value) filter (where not frozen)
)

select
    changes.programme_code,
    changes.period,
    changes.province_code,
    changes.district_code,
    changes.column_name,
    changes.was,
    changes.is_now,
    arrived.uris as because_of_file,
    changes.relation,
    changes.item_code,
    arrived.report_version as because_of_version,
    case
        when changes.version_was <> changes.version_is then concat(changes.version_was, ' → ', changes.version_is)
    end as because_of_rulebook
from changes
left join rulebook.measure on changes.relation = 'measure' and measure.measure_code = changes.item_code
cross join lateral (
    select
        string_agg(source_file.uri, ', ' order by source_file.received_at, source_file.uri) as uris,
        max(of_district.version) as report_version
    from ops.source_file
    left join lateral (
        select
            max(submission_version.version) filter (where submission_version.district_code = changes.district_code) as version,
            bool_or(submission_version.district_code = changes.district_code) as is_of_district
        from mart.submission_version
        where
            submission_version.programme_code = changes.programme_code and submission_version.province_code = changes.province_code
            and submission_version.period = changes.period and submission_version.file_id = source_file.file_id
    ) as of_district on source_file.source = 'submissions'
    where
        source_file.status = 'loaded' and source_file.province_code = changes.province_code
        and (source_file.period = changes.period or source_file.source in ('shop_registrations', 'otop_operators', 'leader_roster'))
        and not exists (
            select from snapshot.source_file as frozen_file
            where
                frozen_file.snapshot_id = changes.snapshot_id and frozen_file.source = source_file.source
                and frozen_file.sha256 = source_file.sha256
        )
        -- another district's report, and a source that the measure does not come from, are not the cause
        and coalesce(of_district.is_of_district, true)
        and (measure.source is null or source_file.source = any (string_to_array(measure.source, ' + ')))
) as arrived;
alter view mart.restatement_detail owner to warehouse_owner;
