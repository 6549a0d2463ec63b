-- makes   thai.fold, thai.digits, thai.fold_digits, thai.name_key, thai.district_key, thai.subdistrict_key
-- grain   one text in, one text out; text without anything visible is null
-- rule    texts are compared only after folding, so what looks the same is the same; the text as it came stays in raw

create schema if not exists thai;

-- Text that is not plain ASCII. Folding twice changes nothing.
create or replace function thai.fold_written(raw text) returns text
language plpgsql immutable parallel safe
as $$
declare
    written text := raw;
begin
    -- what has no width: soft hyphen, zero-width and direction marks, BOM, variation selectors
    written := regexp_replace(
        written, '[\u00AD\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFE00-\uFE0F\uFEFF]+', '', 'g'
    );
    -- every kind of space, tabs and line ends among them
    written := btrim(regexp_replace(
        written,
        '[\u0009-\u000D\u001C-\u0020\u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]+',
        ' ',
        'g'
    ));
    written := replace(normalize(written, nfc), 'เเ', 'แ');
    -- ํ and า, typed as two characters, are ำ; a tone mark among them goes before it
    written := regexp_replace(written, '([\u0E48-\u0E4B]*)\u0E4D([\u0E48-\u0E4B]*)\u0E32', '\1\2' || 'ำ', 'g');
    -- a tone mark typed after ำ goes before it (one between two ำ stays: it would move again)
    written := regexp_replace(written, '\u0E33([\u0E48-\u0E4B]+)(?![\u0E48-\u0E4B\u0E33])', '\1' || 'ำ', 'g');
    return nullif(normalize(written, nfc), '');
end
$$;

-- Most text is as folding leaves it, which a look tells: ASCII, or Thai without what is put in order (`เเ`, a tone mark before a vowel
-- sign below, one after ำ) or taken apart (ฺ and ํ are in no word that is written daily), and single spaces inside.
create or replace function thai.fold(raw text) returns text
language sql immutable parallel safe
return case
    when raw ~ '^[!-~]+( [!-~]+)*$' then raw
    when raw ~ '^[!-~ก-ูเ-์๐-๙]+( [!-~ก-ูเ-์๐-๙]+)*$' and raw !~ 'เเ|[่-๋][ุู]|ำ[่-๋]' then raw
    else thai.fold_written(raw)
end;

create or replace function thai.digits(written text) returns text
language sql immutable parallel safe
return translate(written, '๐๑๒๓๔๕๖๗๘๙', '0123456789');

-- thai.digits(thai.fold(raw)); ASCII, the form of a code, costs a look.
create or replace function thai.fold_digits(raw text) returns text
language sql immutable parallel safe
return case when raw ~ '^[!-~]+( [!-~]+)*$' then raw else thai.digits(thai.fold(raw)) end;

-- The key under which services, channels and places are looked up: spaces and case do not tell names apart.
create or replace function thai.name_key(raw text) returns text
language sql immutable parallel safe
return replace(lower(thai.digits(thai.fold(raw))), ' ', '');

-- The key of a district, whatever title stands before its name. A subdistrict's title stays: such a name is no district's.
create or replace function thai.district_key(raw text) returns text
language sql immutable parallel safe
return nullif(
    regexp_replace(thai.name_key(raw), '^(?:สำนักงานพัฒนาชุมชนอำเภอ|สพอ\.?|กิ่งอำเภอ|กิ่งอ\.|อำเภอ|อ\.)', ''), ''
);

-- The key of a subdistrict, whatever title stands before its name. A district's title stays.
create or replace function thai.subdistrict_key(raw text) returns text
language sql immutable parallel safe
return nullif(regexp_replace(thai.name_key(raw), '^(?:ตำบล|ต\.)', ''), '');
