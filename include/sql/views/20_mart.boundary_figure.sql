-- What a measure of the first side would have been with the roster or the boundaries of the second: leaders by the other headcounts, downloads
-- by the other list of subdistricts (those that left taken away, those that came as the second month has them). Beside it stands what the first
-- side's own figure is by what is known now: only where that is what the side says does the other figure prove anything.
create or replace function mart.boundary_figure(
    programme text, province text, from_month date, from_snapshot bigint, from_version integer, from_files bigint[], to_month date,
    to_snapshot bigint, to_version integer, to_files bigint[]
)
returns table (district_code text, measure_code text, was numeric, would_be numeric)
language sql stable
set jit = off
as $$
    with

    heads as materialized (
        select
            side.name,
            district.district_code,
            known.heads,
            known.total
        from (
            values ('from', from_month, from_files, from_version), ('to', to_month, to_files, to_version)
        ) as side (name, month, file_ids, rulebook_no)
        inner join rulebook.district on district.province_code = province and district.valid_during @> side.month
        inner join rulebook.version
            on
                version.programme_code = programme and version.province_code = province
                and version.rulebook_version = side.rulebook_no
        cross join lateral (
            select
                roster.heads,
                case version.leader_base
                    when 'printed' then roster.printed_total
                    else (select sum(head) from unnest(roster.heads) as head)
                end as total
            from (
                select
                    array[
                        landed.district_chief, landed.district_development_officer, landed.land_office_head,
                        landed.local_administration_head, landed.subdistrict_heads, landed.village_heads
                    ] as heads,
                    landed.printed_total,
                    landed.as_of_date < side.month + interval '1 month' as in_time,
                    landed.as_of_date,
                    false as from_annex
                from warehouse.leader_roster as landed
                where
                    landed.province_code = province and landed.district_code = district.district_code
                    and landed.file_id = any (side.file_ids)
                union all
                select
                    array[
                        annex.district_chief, annex.district_development_officer, annex.land_office_head,
                        annex.local_administration_head, annex.subdistrict_heads, annex.village_heads
                    ]::bigint[] as heads,
                    annex.printed_total,
                    false as in_time,
                    annex.as_of_date,
                    true as from_annex
                from rulebook.headcount as annex
                where
                    annex.programme_code = programme and annex.province_code = province
                    and annex.rulebook_version = side.rulebook_no and annex.district_code = district.district_code
            ) as roster
            order by
                roster.from_annex, roster.in_time desc, case when roster.in_time then roster.as_of_date end desc, roster.as_of_date
            limit 1
        ) as known
    ),

    counted as materialized (
        select distinct on (submission.district_code)
            submission.district_code,
            array[
                submission.district_chief, submission.district_development_officer, submission.land_office_head,
                submission.local_administration_head, submission.subdistrict_heads, submission.village_heads
            ] as reported
        from warehouse.submission
        inner join ops.source_file using (file_id)
        where
            submission.province_code = province and submission.period = from_month and submission.valid
            and submission.file_id = any (from_files)
        order by submission.district_code, source_file.received_at desc, source_file.modified_at desc, source_file.uri desc
    ),

    shares as (
        select
            counted.district_code,
            heads.name,
            least(1, (
                select sum(least(coalesce(position.reported, 0), position.head))
                from unnest(counted.reported, heads.heads) as position (reported, head)
            )::numeric / nullif(heads.total, 0)) as share
        from counted
        inner join heads using (district_code)
    ),

    -- the subdistricts as a freeze kept them, else as the register has them for the month
    known_lists as materialized (
        select
            side.name,
            frozen.district_code,
            unnest(frozen.subdistrict_codes) as subdistrict_code
        from (values ('from', from_snapshot), ('to', to_snapshot)) as side (name, snapshot_id)
        inner join snapshot.district as frozen using (snapshot_id)
        union all
        select
            side.name,
            subdistrict.district_code,
            subdistrict.subdistrict_code
        from (values ('from', from_month, from_snapshot), ('to', to_month, to_snapshot)) as side (name, month, snapshot_id)
        inner join rulebook.subdistrict on subdistrict.province_code = province and subdistrict.valid_during @> side.month
        where not exists (select from snapshot.district as frozen where frozen.snapshot_id = side.snapshot_id)
    ),

    lists as materialized (
        select
            district_code,
            subdistrict_code,
            bool_or(name = 'from') as was_there,
            bool_or(name = 'to') as is_there
        from known_lists
        group by district_code, subdistrict_code
    ),

    moved as materialized (
        select district_code
        from lists
        group by district_code
        having bool_or(was_there <> is_there) and bool_or(was_there) and bool_or(is_there)
    ),

    downloads as materialized (
        select
            lists.district_code,
            lists.was_there,
            lists.is_there,
            coalesce(was.value, 0) as was_value,
            coalesce(now_is.value, 0) as is_value
        from lists
        inner join moved using (district_code)
        left join mart.subdistrict_measure as was
            on
                was.programme_code = programme and was.province_code = province and was.period = from_month
                and was.subdistrict_code = lists.subdistrict_code and was.measure_code = 'downloads'
        left join mart.subdistrict_measure as now_is
            on
                now_is.programme_code = programme and now_is.province_code = province and now_is.period = to_month
                and now_is.subdistrict_code = lists.subdistrict_code and now_is.measure_code = 'downloads'
    )

    select
        was.district_code,
        'leaders_downloaded_share',
        was.share,
        now_is.share
    from shares as was
    inner join shares as now_is on now_is.district_code = was.district_code and now_is.name = 'to'
    where was.name = 'from' and now_is.share is distinct from was.share

    union all

    select
        downloads.district_code,
        figure.measure_code,
        sum(figure.was) filter (where downloads.was_there),
        sum(case when downloads.was_there then figure.was else figure.now_is end) filter (where downloads.is_there)
    from downloads
    left join rulebook.version
        on version.programme_code = programme and version.province_code = province and version.rulebook_version = from_version
    cross join lateral (
        values
        ('downloads', downloads.was_value, downloads.is_value),
        (
            'subdistricts_short',
            (downloads.was_value < version.subdistrict_minimum)::integer,
            (downloads.is_value < version.subdistrict_minimum)::integer
        )
    ) as figure (measure_code, was, now_is)
    group by downloads.district_code, figure.measure_code
$$;
