-- What a published month can be proved with: the deadlines, roster and rulebook of its time, and a short code of its chain.
set local role warehouse_owner;

-- The document as the text that content_sha256 is the SHA-256 of: jsonb keeps what it says, not how it is written.
alter table rulebook.version add column document_text text;

set local role snapshot_owner;

create table snapshot.deadline (
    snapshot_id bigint not null references snapshot.publication deferrable initially deferred,
    province_code text not null,
    deadline_code text not null,
    due_at timestamptz not null,
    primary key (snapshot_id, deadline_code)
);

create table snapshot.district (
    snapshot_id bigint not null references snapshot.publication deferrable initially deferred,
    province_code text not null,
    district_code text not null,
    district_name_th text not null,
    subdistrict_codes text[] not null,
    primary key (snapshot_id, district_code)
);

create table snapshot.rulebook (
    snapshot_id bigint primary key references snapshot.publication deferrable initially deferred,
    province_code text not null,
    document text not null
);

-- The last 80 bits of the chain value in Crockford's base 32, which has no I, L, O or U: sixteen characters, by fours.
create function snapshot.proof_code(chain_sha256 text) returns text
language sql immutable strict set search_path = pg_catalog as $$
    select string_agg(
        substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', substring(chain.bits from 5 * place + 1 for 5)::bit(5)::integer + 1, 1)
        || case when place in (3, 7, 11) then '-' else '' end,
        '' order by place
    )
    from (select ('x' || right(chain_sha256, 20))::bit(80) as bits) as chain
    cross join generate_series(0, 15) as place
$$;

alter table snapshot.publication add column proof_code text not null generated always as (snapshot.proof_code(chain_sha256)) stored unique;

create or replace function snapshot.refuse() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
    raise exception 'snapshot.% is append-only: % refused', tg_table_name, lower(tg_op)
        using errcode = 'insufficient_privilege', hint = 'A correction is a new revision.';
end
$$;

-- The transaction that froze a revision closes it. A freeze under way is waited for: it may be of this revision.
create function snapshot.refuse_late_rows() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
    perform pg_advisory_xact_lock(hashtext('snapshot'));
    if exists (
        select from added
        inner join snapshot.publication using (snapshot_id)
        where publication.xmin <> pg_current_xact_id()::xid
    ) then
        raise exception 'snapshot.% is closed: the revision was frozen before', tg_table_name
            using errcode = 'insufficient_privilege', hint = 'A correction is a new revision.';
    end if;
    return null;
end
$$;

do $$
declare
    relation text;
begin
    foreach relation in array array['deadline', 'district', 'rulebook']
    loop
        execute format('create trigger rows_stand before update or delete on snapshot.%I for each row execute function snapshot.refuse()', relation);
        execute format('create trigger table_stands before truncate on snapshot.%I for each statement execute function snapshot.refuse()', relation);
    end loop;
    foreach relation in array array['source_file', 'measure', 'target', 'attainment', 'district_grade', 'deadline', 'district', 'rulebook']
    loop
        execute format(
            'create trigger revision_is_closed after insert on snapshot.%I referencing new table as added for each statement execute function snapshot.refuse_late_rows()',
            relation
        );
    end loop;
end
$$;
