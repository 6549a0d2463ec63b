-- Keeps the life of findings for one month of a province, and for what it has without a month: opens what is newly there, brings the words of
-- what still stands up to date, and resolves what is gone. Reads the month's own rows alone; noting again changes nothing. A province that is
-- null is that of files of which nobody knows it.
create or replace function ops.note_findings(programme text, province text, month date)
returns void
language plpgsql as $$
begin
    perform pg_advisory_xact_lock(hashtext('findings ' || coalesce(province, '')));

    with

    present as materialized (
        select present_finding.*
        from mart.present_finding
        where
            present_finding.programme_code = programme and present_finding.period = month
            and (present_finding.province_code = province or (province is null and present_finding.province_code is null))
        union all
        select present_finding.*
        from mart.present_finding
        where
            present_finding.programme_code = programme and present_finding.period is null
            and (present_finding.province_code = province or (province is null and present_finding.province_code is null))
    ),

    standing as materialized (
        select
            finding_episode.finding_id,
            finding_episode.finding_key
        from ops.finding_episode
        where
            finding_episode.resolved_at is null and finding_episode.programme_code = programme
            and (finding_episode.province_code = province or (province is null and finding_episode.province_code is null))
            and (finding_episode.period = month or finding_episode.period is null)
    ),

    resolved as (
        update ops.finding_episode
        -- this transaction may have begun before the one that opened it
        set resolved_at = greatest(now(), finding_episode.opened_at)
        from standing
        where
            finding_episode.finding_id = standing.finding_id
            and not exists (select from present where present.finding_key = standing.finding_key)
    ),

    retold as (
        update ops.finding_episode
        set
            severity = present.severity, district_code = present.district_code, message_th = present.message_th,
            message_en = present.message_en
        from standing
        inner join present using (finding_key)
        where
            finding_episode.finding_id = standing.finding_id
            and (finding_episode.severity, finding_episode.district_code, finding_episode.message_th, finding_episode.message_en)
            is distinct from (present.severity, present.district_code, present.message_th, present.message_en)
    )

    insert into ops.finding_episode (
        finding_key, programme_code, finding_code, severity, period, province_code, district_code, source, file, row_number, subject,
        message_th, message_en
    )
    select
        present.finding_key,
        present.programme_code,
        present.finding_code,
        present.severity,
        present.period,
        present.province_code,
        present.district_code,
        present.source,
        present.file,
        present.row_number,
        present.subject,
        present.message_th,
        present.message_en
    from present
    where not exists (select from standing where standing.finding_key = present.finding_key)
    order by present.period, present.finding_code, present.district_code, present.file, present.row_number, present.finding_key;
end
$$;
