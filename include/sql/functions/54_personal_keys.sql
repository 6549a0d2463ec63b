-- What reaches the layers beyond raw of a person is a digest that nobody can make who has not the key (HMAC-SHA256; RFC 2104). The key is
-- given by the environment of who migrates, and kept where no role reads it.

-- Stable as `convert_to` is: of an immutable function it would not be written into the query that asks, but be called for every row.
create or replace function staging.keyed_hash(value text, inner_pad bytea, outer_pad bytea)
returns text
language sql stable parallel safe as $$
    select encode(substr(sha256(outer_pad || sha256(inner_pad || convert_to(value, 'UTF8'))), 1, 12), 'hex')
$$;

-- The newest key, for typing many rows at once.
create or replace function staging.personal_pads()
returns table (inner_pad bytea, outer_pad bytea)
language sql stable security definer
set search_path = pg_catalog, pg_temp as $$
    select
        secret.inner_pad,
        secret.outer_pad
    from personal.secret
    order by secret.key_no desc
    limit 1
$$;
alter function staging.personal_pads() owner to warehouse_owner;
revoke execute on function staging.personal_pads() from public;
grant execute on function staging.personal_pads() to warehouse_etl;

-- The digest of one value under the newest key, for those who have not the key.
create or replace function staging.keyed_digest(value text)
returns text
language sql stable strict security definer
set search_path = pg_catalog, pg_temp as $$
    select staging.keyed_hash(value, pads.inner_pad, pads.outer_pad) from staging.personal_pads() as pads
$$;
alter function staging.keyed_digest(text) owner to warehouse_owner;
revoke execute on function staging.keyed_digest(text) from public;
grant execute on function staging.keyed_digest(text) to warehouse_etl, auditor;

-- A key that no province's rows stand under any longer is forgotten for good.
create or replace function personal.forget_old_keys()
returns void
language sql security definer
set search_path = pg_catalog, pg_temp as $$
    with

    forgotten as (
        delete from personal.secret
        where
            secret.key_no < (select max(personal_key.key_no) from ops.personal_key)
            and not exists (select from ops.personal_key_in_use where personal_key_in_use.key_no = secret.key_no)
        returning secret.key_no
    )

    update ops.personal_key set forgotten_at = clock_timestamp()
    from forgotten
    where personal_key.key_no = forgotten.key_no
$$;
alter function personal.forget_old_keys() owner to warehouse_owner;
revoke execute on function personal.forget_old_keys() from public;
grant execute on function personal.forget_old_keys() to warehouse_etl;

-- Puts a key in use and returns its number; the one in use already changes nothing. Who migrates calls it, and nobody else may. Waits until no
-- province is being typed, so that the rows of one never stand under two keys.
create or replace function personal.use_key(given text)
returns integer
language plpgsql
set search_path = pg_catalog, pg_temp as $$
declare
    key bytea := sha256(convert_to(given, 'UTF8'));
    inner_pad bytea := decode(repeat('36', 64), 'hex');
    outer_pad bytea := decode(repeat('5c', 64), 'hex');
    in_use personal.secret;
    made integer;
begin
    if length(given) < 32 then
        raise exception 'the key of personal data must have 32 characters at least';
    end if;
    for place in 0..31 loop
        inner_pad := set_byte(inner_pad, place, get_byte(inner_pad, place) # get_byte(key, place));
        outer_pad := set_byte(outer_pad, place, get_byte(outer_pad, place) # get_byte(key, place));
    end loop;
    perform pg_advisory_xact_lock(hashtext('personal key'));
    select * into in_use from personal.secret order by key_no desc limit 1;
    if in_use.inner_pad = inner_pad then
        return in_use.key_no;
    end if;
    insert into ops.personal_key default values returning key_no into made;
    insert into personal.secret (key_no, inner_pad, outer_pad) values (made, inner_pad, outer_pad);
    perform personal.forget_old_keys();
    return made;
end
$$;
alter function personal.use_key(text) owner to warehouse_owner;
revoke execute on function personal.use_key(text) from public;

-- A warehouse that was given no key has one of its own from the beginning.
select personal.use_key(gen_random_uuid()::text || gen_random_uuid()::text) where not exists (select from personal.secret);
