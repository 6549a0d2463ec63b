-- makes   mart.finding
-- grain   one row each time a finding was there: about a month, a file received, an expectation, or an order (then without a period)
-- rule    the checks open and resolve it, a person acknowledges or mutes it; a mute that has expired is open again by itself
create or replace view mart.finding with (security_invoker) as
select
    episode.programme_code,
    episode.finding_code,
    episode.severity,
    episode.period,
    episode.province_code,
    episode.district_code,
    episode.source,
    episode.file,
    episode.row_number,
    episode.message_th,
    episode.message_en,
    episode.finding_id,
    case
        when episode.resolved_at is not null then 'resolved'
        when decided.decision = 'muted' and decided.expires_at > now() then 'muted'
        when decided.decision = 'acknowledged' then 'acknowledged'
        else 'open'
    end as state,
    episode.opened_at,
    episode.resolved_at,
    -- a kind nobody catalogued is looked into by those who keep the catalogue
    coalesce(kind.acts, slip.acts, 'it') as acts,
    coalesce(kind.title_th, slip.title_th, episode.finding_code) as title_th,
    coalesce(kind.title_en, slip.title_en, episode.finding_code) as title_en,
    coalesce(kind.to_do_th, slip.to_do_th, 'ตรวจสอบตามข้อความ และเพิ่มชนิดนี้ในบัญชีข้อสังเกต') as to_do_th,
    coalesce(kind.to_do_en, slip.to_do_en, 'Look into what the message says, and add the kind to the catalogue') as to_do_en,
    case
        when decided.decision = 'muted' and decided.expires_at > now() and episode.resolved_at is null then decided.expires_at
    end as muted_until,
    decided.reason as decision_reason,
    decided.decided_by,
    decided.decided_at,
    episode.subject,
    province.name_th as province_name_th,
    district.name_th as district_name_th
from ops.finding_episode as episode
left join rulebook.finding_kind as kind using (finding_code)
-- of an order's documents: neither a month nor a file
left join rulebook.finding_kind as slip
    on slip.finding_code = 'document_slip' and kind.finding_code is null and episode.period is null and episode.file is null
left join lateral (
    select
        finding_decision.decision,
        finding_decision.reason,
        finding_decision.decided_by,
        finding_decision.decided_at,
        finding_decision.expires_at
    from ops.finding_decision
    where finding_decision.finding_id = episode.finding_id
    order by finding_decision.decision_id desc
    limit 1
) as decided on true
left join rulebook.province
    on province.province_code = episode.province_code and province.valid_during @> coalesce(episode.period, episode.opened_at::date)
left join rulebook.district
    on district.district_code = episode.district_code and district.valid_during @> coalesce(episode.period, episode.opened_at::date);
alter view mart.finding owner to warehouse_owner;
