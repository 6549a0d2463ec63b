-- What is due to be frozen at a moment. The provisional summary holds exactly the files received by the end of the reporting deadline: where
-- a later one is already in the figures it can no longer be taken. The final one is taken in the last hour of the publication day,
-- so that it is out by its end, or as soon afterwards as its sources are there. What falls due is taken unless the province is stopped
-- (ops.replay_stop): then ops.stopped_publication says what is not taken, and why.
create or replace function ops.falling_due(at timestamptz)
returns table (programme_code text, province_code text, period date, revision integer, kind text, reason text)
language sql stable as $$
    with

    -- what is out is not asked about: of all months that ever were, few are left
    unpublished as materialized (
        select
            month_input.programme_code,
            month_input.province_code,
            month_input.period,
            month_input.rulebook_version,
            month_input.missing_sources
        from ops.month_input
        where
            not exists (
                select from snapshot.publication
                where
                    publication.programme_code = month_input.programme_code and publication.province_code = month_input.province_code
                    and publication.period = month_input.period and publication.revision >= 1
            )
    )

    select
        month_input.programme_code,
        month_input.province_code,
        month_input.period,
        due.revision,
        due.kind,
        due.reason
    from unpublished as month_input
    inner join rulebook.deadline as report
        on
            report.programme_code = month_input.programme_code and report.province_code = month_input.province_code
            and report.rulebook_version = month_input.rulebook_version and report.period = month_input.period
            and report.deadline_code = 'report'
    inner join rulebook.deadline as publication
        on
            publication.programme_code = month_input.programme_code and publication.province_code = month_input.province_code
            and publication.rulebook_version = month_input.rulebook_version and publication.period = month_input.period
            and publication.deadline_code = 'publication'
    left join snapshot.publication as standing
        on
            standing.programme_code = month_input.programme_code and standing.province_code = month_input.province_code
            and standing.period = month_input.period
    cross join lateral (
        select
            min(source_file.received_at) as first_received_at,
            max(source_file.received_at) as last_received_at
        from ops.source_file
        where
            source_file.status = 'loaded' and source_file.province_code = month_input.province_code
            and source_file.period = month_input.period
    ) as arrived
    cross join lateral (
        select
            0 as revision,
            'provisional' as kind,
            'สิ้นกำหนดส่งรายงานของอำเภอ' as reason
        where
            standing.revision is null and at > report.due_at
            and arrived.first_received_at < report.due_at + interval '1 second'
            and arrived.last_received_at < report.due_at + interval '1 second'

        union all

        select
            1 as revision,
            'final' as kind,
            'สิ้นกำหนดเผยแพร่ของจังหวัด' as reason
        where at >= publication.due_at + interval '1 second' - interval '1 hour'
    ) as due
    where month_input.missing_sources = '{}'
    order by month_input.programme_code, month_input.province_code, month_input.period, due.revision
$$;

create or replace function ops.due_publication(at timestamptz)
returns table (programme_code text, province_code text, period date, revision integer, kind text, reason text)
language sql stable as $$
    select falling_due.*
    from ops.falling_due(at)
    where not exists (
        select from ops.replay_stop
        where replay_stop.programme_code = falling_due.programme_code and replay_stop.province_code = falling_due.province_code
    )
$$;

create or replace function ops.stopped_publication(at timestamptz)
returns table (programme_code text, province_code text, period date, revision integer, kind text, stopped_because text)
language sql stable as $$
    select
        falling_due.programme_code,
        falling_due.province_code,
        falling_due.period,
        falling_due.revision,
        falling_due.kind,
        replay_stop.reason_th as stopped_because
    from ops.falling_due(at)
    inner join ops.replay_stop using (programme_code, province_code)
$$;
