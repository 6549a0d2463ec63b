-- What would change in a published month, put before a person, and what they decided. Kept whatever they decided.
set local role warehouse_owner;

create table ops.restatement_proposal (
    proposal_id bigint generated always as identity primary key,
    programme_code text not null default 'click',
    province_code text not null,
    period date not null check (period = date_trunc('month', period)),
    standing_revision integer not null check (standing_revision >= 1),
    changes jsonb not null check (jsonb_typeof(changes) = 'array' and changes <> '[]'),
    inputs_sha256 text not null,
    proposed_at timestamptz not null default now(),
    proposed_by text not null,
    status text not null default 'proposed' check (status in ('proposed', 'approved', 'rejected', 'lapsed')),
    decided_at timestamptz,
    decided_by text,
    reason text check (reason ~ '\S'),
    revision integer,
    check ((status = 'proposed') = (decided_at is null)),
    check (status in ('proposed', 'lapsed') or (decided_by is not null and reason is not null)),
    check ((status = 'approved') = (revision is not null)),
    check (revision = standing_revision + 1)
);
create unique index on ops.restatement_proposal (programme_code, province_code, period) where status = 'proposed';

-- A decision stands: nothing about a decided proposal is ever changed, and none is removed.
create function ops.let_decisions_stand() returns trigger
language plpgsql as $$
begin
    if tg_op = 'DELETE' or old.status <> 'proposed' then
        raise exception 'proposal % is kept as it is', old.proposal_id using errcode = 'insufficient_privilege';
    end if;
    return new;
end
$$;
create trigger decisions_stand before update or delete on ops.restatement_proposal
for each row execute function ops.let_decisions_stand();
