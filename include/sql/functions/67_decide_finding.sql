-- A person's decision about findings: all of them or none. Returns how many. What is wrong with it is said in Thai, for the one who decides.
create or replace function ops.decide_finding(
    finding_ids bigint[], decision text, reason text, decided_by text, expires_at timestamptz default null
)
returns integer
language plpgsql as $$
declare
    wrong_ids text;
    latest_end timestamptz;
    decided_count integer;
begin
    if coalesce(cardinality(decide_finding.finding_ids), 0) = 0 then
        raise exception 'โปรดระบุเลขที่ข้อสังเกตอย่างน้อยหนึ่งรายการ' using errcode = 'invalid_parameter_value';
    elsif decide_finding.decision is null or decide_finding.decision not in ('acknowledged', 'muted', 'reopened') then
        raise exception 'ไม่รู้จักการตัดสิน “%” โปรดเลือก acknowledged รับทราบ muted พักไว้ หรือ reopened เปิดใหม่', decide_finding.decision
            using errcode = 'invalid_parameter_value';
    elsif coalesce(decide_finding.reason, '') !~ '\S' then
        raise exception 'โปรดระบุเหตุผล' using errcode = 'invalid_parameter_value';
    elsif coalesce(decide_finding.decided_by, '') !~ '\S' then
        raise exception 'ไม่ทราบชื่อผู้ตัดสิน' using errcode = 'invalid_parameter_value';
    elsif decide_finding.decision <> 'muted' and decide_finding.expires_at is not null then
        raise exception 'วันสิ้นสุดใช้กับการพักไว้เท่านั้น' using errcode = 'invalid_parameter_value';
    elsif decide_finding.decision = 'muted' and decide_finding.expires_at is null then
        raise exception 'โปรดระบุวันสิ้นสุดของการพักไว้' using errcode = 'invalid_parameter_value';
    elsif decide_finding.expires_at <= now() then
        raise exception 'วันสิ้นสุดของการพักไว้ผ่านมาแล้ว โปรดระบุวันในอนาคต' using errcode = 'invalid_parameter_value';
    end if;

    select string_agg(asked.finding_id::text, ', ' order by asked.finding_id) into wrong_ids
    from unnest(decide_finding.finding_ids) as asked (finding_id)
    where not exists (select from ops.finding_episode where finding_episode.finding_id = asked.finding_id);
    if wrong_ids is not null then
        raise exception 'ไม่พบข้อสังเกตเลขที่ %', wrong_ids using errcode = 'invalid_parameter_value';
    end if;

    select string_agg(finding_episode.finding_id::text, ', ' order by finding_episode.finding_id) into wrong_ids
    from ops.finding_episode
    where finding_episode.finding_id = any (decide_finding.finding_ids) and finding_episode.resolved_at is not null;
    if wrong_ids is not null then
        raise exception 'ข้อสังเกตเลขที่ % หมดไปแล้ว ไม่ต้องตัดสิน', wrong_ids using errcode = 'invalid_parameter_value';
    end if;

    select now() + min(quality_setting.value)::integer * interval '1 month' into latest_end
    from ops.finding_episode
    inner join rulebook.quality_setting using (programme_code)
    where finding_episode.finding_id = any (decide_finding.finding_ids) and quality_setting.setting_code = 'mute_months';
    if decide_finding.expires_at > latest_end then
        raise exception 'พักไว้ได้ไม่เกินวันที่ %', thai.print_date((latest_end at time zone 'Asia/Bangkok')::date)
            using errcode = 'invalid_parameter_value';
    end if;

    insert into ops.finding_decision (finding_id, province_code, decision, reason, decided_by, decided_at, expires_at)
    select
        finding_episode.finding_id,
        finding_episode.province_code,
        decide_finding.decision,
        btrim(decide_finding.reason),
        btrim(decide_finding.decided_by),
        now(),
        decide_finding.expires_at
    from ops.finding_episode
    where finding_episode.finding_id = any (decide_finding.finding_ids)
    order by finding_episode.finding_id;
    get diagnostics decided_count = row_count;
    return decided_count;
end
$$;
