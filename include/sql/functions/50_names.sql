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
        where
            province_code = province and kind = name_kind and name_key = key and origin <> 'former'
            and (parent is null or parent_code = parent)
    ) as name
$$;

-- Up to three names of the same kind that are written most alike, nearest first. A name that stands inside the key, or the
-- key inside it, is near. Distance 0: the very name elsewhere, or what probably followed an abolished place. The code is
-- null where an alias could not lead to one.
create or replace function rulebook.nearest(province text, name_kind text, key text, parent text default null)
returns table (code text, label_th text, distance integer)
language sql stable parallel safe as $$
    with written as (
        select
            name.code,
            name.name_th,
            name.parent_code,
            name.origin,
            name.name_key = key as same,
            case
                when least(char_length(name.name_key), char_length(key)) > 2
                    and (position(name.name_key in key) > 0 or position(key in name.name_key) > 0) then 1
                else public.levenshtein(left(name.name_key, 60), left(key, 60))
            end as distance,
            greatest(2, greatest(char_length(name.name_key), char_length(key)) / 2) as limit_of_distance
        from rulebook.name
        where name.province_code = province and name.kind = name_kind and name.origin <> 'code'
    ),

    alike as (
        select
            case when count(distinct code) = 1 then min(code) end as code,
            name_th as label_th,
            min(distance) as distance
        from written
        where origin in ('name', 'alias') and (parent is null or parent_code = parent) and distance <= limit_of_distance
        group by name_th

        union all

        select
            case when written.origin = 'former' then written.code end as code,
            written.name_th || ' (อำเภอ' || district.name_th || ')' as label_th,
            0 as distance
        from written
        inner join rulebook.district on district.district_code = written.parent_code
        where written.same and (written.origin = 'former' or written.parent_code <> parent)

        union all

        select
            null as code,
            district.name_th || ' (จังหวัด' || elsewhere.name_th || ')' as label_th,
            0 as distance
        from rulebook.district
        inner join rulebook.province as elsewhere using (province_code)
        where name_kind = 'district' and district.name_th = key and district.province_code <> province
    )

    select
        alike.code,
        alike.label_th,
        alike.distance
    from alike
    order by alike.distance, char_length(alike.label_th) desc, alike.label_th
    limit 3
$$;

-- The nearest names as text; null when none is near.
create or replace function rulebook.suggest(province text, name_kind text, key text, parent text default null)
returns text
language sql stable parallel safe as $$
    select string_agg(label_th, ' หรือ ' order by distance, char_length(label_th) desc, label_th)
    from rulebook.nearest(province, name_kind, key, parent)
$$;

-- A cell may list several channels; an unknown one is a channel of its own. A web address is one text, its slashes list nothing;
-- a mark or a number without a letter is none, and neither is ไม่มี.
create or replace function rulebook.read_channels(province text, cell text)
returns text[]
language sql stable parallel safe as $$
    select array_agg(distinct coalesce(known.code, lower(written.channel)))
    from (
        select btrim(part) as channel
        from regexp_split_to_table(cell, '[\n\r]+') as line
        cross join
            lateral regexp_split_to_table(thai.fold(line), '(?i),|และ|(?<!(?:[a-z]:/?|://[^ ,]*|[a-z0-9]\.[a-z]{2,}[^ ,]*))/') as part
        where lower(thai.fold(line)) <> 'n/a'
    ) as written
    left join rulebook.name as known
        on known.province_code = province and known.kind = 'channel' and known.name_key = thai.name_key(written.channel)
    where written.channel ~ '[[:alpha:]]' and written.channel <> 'ไม่มี'
$$;

create or replace function rulebook.read_hashtags(cell text)
returns text[]
language sql immutable parallel safe as $$
    select coalesce(array_agg(distinct lower(tag)), '{}')
    from regexp_split_to_table(thai.fold(replace(cell, '＃', '#')), '[#,\s]+') as tag
    where tag <> ''
$$;

-- Why a place is not there in a month, as a clause for its sender: when it ended and what followed it, or when it begins; null
-- where it is there. Boundaries change with a month's first day.
create or replace function rulebook.absence(place_level text, place text, month date)
returns text
language sql stable parallel safe as $$
    with spans as (
        select valid_during
        from rulebook.district
        where place_level = 'district' and district_code = place
        union all
        select valid_during
        from rulebook.subdistrict
        where place_level = 'subdistrict' and subdistrict_code = place
    ),

    successors as (
        select string_agg(coalesce(district.name_th, subdistrict.name_th), ' และ ' order by successor.successor_code) as names_th
        from rulebook.successor
        left join rulebook.district
            on
                place_level = 'district' and district.district_code = successor.successor_code
                and district.valid_during @> successor.ended_on
        left join rulebook.subdistrict
            on
                place_level = 'subdistrict' and subdistrict.subdistrict_code = successor.successor_code
                and subdistrict.valid_during @> successor.ended_on
        where successor.level = place_level and successor.code = place
    )

    select case
        when bool_or(spans.valid_during @> month) or count(*) = 0 then null
        when month < min(lower(spans.valid_during)) then ' มีตั้งแต่เดือน' || thai.print_month(min(lower(spans.valid_during)))
        else
            ' ยกเลิกตั้งแต่เดือน' || thai.print_month(max(upper(spans.valid_during)))
            || coalesce(' ปัจจุบันคือ' || max(successors.names_th), '')
    end
    from spans
    cross join successors
$$;

-- The district in which a place of an earlier register lies in a month: its own, or what followed it; null where several did.
create or replace function rulebook.district_in(district text, subdistrict text, month date)
returns text
language sql stable parallel safe as $$
    select coalesce(
        (
            select min(left(successor.successor_code, 4))
            from rulebook.successor
            where successor.level = 'subdistrict' and successor.code = subdistrict and successor.ended_on <= month
            having count(distinct left(successor.successor_code, 4)) = 1
        ),
        (
            select there.district_code
            from rulebook.district as there
            where there.district_code = district and there.valid_during @> month
        ),
        (
            select min(successor.successor_code)
            from rulebook.successor
            where successor.level = 'district' and successor.code = district and successor.ended_on <= month
            having count(*) = 1
        )
    )
$$;
