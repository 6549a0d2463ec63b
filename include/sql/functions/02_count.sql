-- makes   thai.count_reading, thai.read_count
-- grain   one cell in; a value, or the rule that refuses it, or neither when the cell is empty
-- rule    a count is a whole number of 0 or more, written in Arabic or Thai digits, with or without commas and a unit

do $$
begin
    create type thai.count_reading as (value bigint, rule text);
exception
    when duplicate_object then null;
end $$;

-- A count as people write it: "๑,๒๓๔ ราย", "12.0", "-", "ไม่มี". Up to 18 digits.
create or replace function thai.read_written_count(raw text) returns thai.count_reading
language plpgsql immutable parallel safe
as $$
declare
    written text := thai.digits(thai.fold(raw));
    figures text;
begin
    if written is null then
        return row(null, null)::thai.count_reading;
    end if;
    -- a dash however long: hyphens, dashes and the minus sign look alike
    if written ~ '^[-\u2010-\u2015\u2212]$' or written = 'ไม่มี' then
        return row(0, null)::thai.count_reading;
    end if;
    if written !~ (
        '^[-\u2010-\u2015\u2212]?(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?'
        ' ?(?:ราย|คน|ครั้ง|กิจกรรม|แห่ง|ร้าน|รายการ)?$'
    ) then
        return row(null, 'count_unreadable')::thai.count_reading;
    end if;
    -- 12.000 may be twelve thousand, its comma mistyped; 1,234.000 and 1234.000 cannot
    if written ~ '^[-\u2010-\u2015\u2212]?[1-9][0-9]{0,2}\.000(?![0-9])' then
        return row(null, 'count_unreadable')::thai.count_reading;
    end if;
    figures := ltrim(replace(substring(written, '[0-9,]+'), ',', ''), '0');
    if length(figures) > 18 then
        return row(null, 'count_unreadable')::thai.count_reading;
    end if;
    if written ~ '^[^0-9]' then
        return row(null, 'count_negative')::thai.count_reading;
    end if;
    if written ~ '\.0*[1-9]' then
        return row(null, 'count_fraction')::thai.count_reading;
    end if;
    return row(coalesce(nullif(figures, ''), '0')::bigint, null)::thai.count_reading;
end
$$;

-- Rules: count_fraction, count_negative, count_unreadable.
create or replace function thai.read_count(raw text) returns thai.count_reading
language sql immutable parallel safe
return case
    when raw ~ '^[0-9]{1,18}$' then row(raw::bigint, null)::thai.count_reading
    else thai.read_written_count(raw)
end;
