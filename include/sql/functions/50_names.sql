-- Names to codes by the rulebook's own list: exact after folding, never the nearest. The nearest are only suggested.
do $$
begin
    create type rulebook.name_reading as (code text, rule text);
exception when duplicate_object then
    null;
end
$$;

create or replace function rulebook.resolve(province text, name_kind text, key text, parent text default null)
returns rulebook.name_reading
language sql stable parallel safe as $$
    select
        case when count(*) = 1 then min(name.code) end,
        case when count(*) = 0 then name_kind || '_unknown' when count(*) > 1 then name_kind || '_ambiguous' end
    from (
        select distinct code
        from rulebook.name
        where province_code = province and kind = name_kind and name_key = key and (parent is null or parent_code = parent)
    ) as name
$$;

-- Up to three names of the same kind that are written most alike, nearest first; null when none is near.
create or replace function rulebook.suggest(province text, name_kind text, key text, parent text default null)
returns text
language sql stable parallel safe as $$
    select string_agg(near.name_th, ' หรือ ' order by near.distance, near.name_th)
    from (
        select name_th, min(public.levenshtein(left(name_key, 60), left(key, 60))) as distance
        from rulebook.name
        where province_code = province and kind = name_kind and origin <> 'code' and (parent is null or parent_code = parent)
        group by name_th
        having min(public.levenshtein(left(name_key, 60), left(key, 60))) <= greatest(2, char_length(key) / 2)
        order by distance, name_th
        limit 3
    ) as near
$$;

-- A cell may list several channels; an unknown one is a channel of its own, a mark without a letter is none.
create or replace function rulebook.read_channels(province text, cell text)
returns text[]
language sql stable parallel safe as $$
    select array_agg(distinct coalesce(known.code, lower(written.channel)))
    from (
        select thai.fold(part) as channel
        from regexp_split_to_table(cell, '[,/\n]|และ') as part
    ) as written
    left join rulebook.name as known
        on known.province_code = province and known.kind = 'channel' and known.name_key = thai.name_key(written.channel)
    where written.channel ~ '[[:alnum:]]'
$$;

create or replace function rulebook.read_hashtags(cell text)
returns text[]
language sql immutable parallel safe as $$
    select coalesce(array_agg(distinct lower(tag)), '{}')
    from regexp_split_to_table(thai.fold(replace(cell, '＃', '#')), '[#,\s]+') as tag
    where tag <> ''
$$;
