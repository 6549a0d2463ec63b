-- makes   thai.date_reading, thai.moment_reading, thai.read_moment, thai.read_date
-- grain   one cell in; a value, or the rule that refuses it, or neither when the cell is empty
-- rule    day before month, never month before day; nothing guessed; times are Asia/Bangkok unless they carry an offset
--
-- Rules: date_impossible (31 April, a Friday that was a Thursday), date_ambiguous_year (two digits far from the period), date_excel_two_digit_year (a
-- real date of 1943..1999: Excel's reading of a two-digit Buddhist year), time_unreadable (24:00,
-- 09:00-12:00), date_unreadable (everything else).
-- Regular expressions here only test and cut: capturing the parts costs ten times as much.

do $$
begin
    create type thai.date_reading as (value date, rule text);
exception
    when duplicate_object then null;
end $$;

do $$
begin
    create type thai.moment_reading as (value timestamptz, has_time boolean, rule text);
exception
    when duplicate_object then null;
end $$;

-- The day of a folded text in Arabic digits, without a time. A weekday before it must be the day's own.
create or replace function thai.read_written_day(written text, period date) returns thai.date_reading
language plpgsql immutable parallel safe
as $$
declare
    parts text[];
    weekday text;
    words text;
    day_text text;
    year_text text;
    era text := '';
    month_of_year integer;
    common_era_year integer;
    day date;
begin
    if written !~ '^[0-9]' then
        weekday := substring(written, '^(?:วัน ?)?(จันทร์|อังคาร|พุธ|พฤหัส|ศุกร์|เสาร์|อาทิตย์)');
        written := regexp_replace(
            written,
            '^(?:วันที่|(?:วัน ?)?(?:จันทร์|อังคาร|พุธ|พฤหัสบดี|พฤหัสฯ?|ศุกร์|เสาร์|อาทิตย์)(?: ?ที่)?) ?',
            ''
        );
    end if;
    if written ~ '^[0-9]{1,2} ?(?:/ ?[0-9]{1,2} ?/|- ?[0-9]{1,2} ?-|\. ?[0-9]{1,2} ?\.) ?(?:[0-9]{4}|[0-9]{2})$' then
        parts := string_to_array(translate(written, '/. ', '--'), '-');
        day_text := parts[1];
        month_of_year := parts[2]::integer;
        year_text := parts[3];
    elsif written ~ '^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}$' then
        parts := string_to_array(written, '-');
        year_text := parts[1];
        month_of_year := parts[2]::integer;
        day_text := parts[3];
    elsif written ~ '^[0-9]{1,2} ?(?:[ก-๎. ]+|-[ก-๎. ]+-|/[ก-๎. ]+/) ?(?:[0-9]{4}|[0-9]{2})$' then
        day_text := substring(written, '^[0-9]+');
        year_text := substring(written, '[0-9]+$');
        words := regexp_replace(translate(written, '0123456789-/. ', ''), '^เดือน', '');
        if right(words, 2) in ('พศ', 'คศ') then
            era := right(words, 2);
            words := left(words, -2);
        end if;
        month_of_year := thai.month_number(words);
    end if;
    if month_of_year is null then
        return row(null, 'date_unreadable')::thai.date_reading;
    end if;
    if month_of_year not between 1 and 12 then
        return row(null, 'date_impossible')::thai.date_reading;
    end if;
    common_era_year := thai.common_era_year(year_text, era, month_of_year, period);
    if common_era_year is null then
        return row(
            null, case length(year_text) when 2 then 'date_ambiguous_year' else 'date_unreadable' end
        )::thai.date_reading;
    end if;
    if day_text::integer not between 1 and thai.days_in_month(common_era_year, month_of_year) then
        return row(null, 'date_impossible')::thai.date_reading;
    end if;
    day := make_date(common_era_year, month_of_year, day_text::integer);
    if extract(isodow from day)
        <> array_position(array['จันทร์', 'อังคาร', 'พุธ', 'พฤหัส', 'ศุกร์', 'เสาร์', 'อาทิตย์'], weekday)
    then
        return row(null, 'date_impossible')::thai.date_reading;
    end if;
    return row(day, null)::thai.date_reading;
end
$$;

-- A day and, if written, a time: "15 ก.พ. 67 เวลา 14.30 น.", "15/2/2567, 14:30:00", "2567-02-15T14:30:00Z".
create or replace function thai.read_written_moment(raw text, period date) returns thai.moment_reading
language plpgsql immutable parallel safe
as $$
declare
    written text := thai.digits(thai.fold(raw));
    -- the loader's form of a real Excel date; nobody types it
    excel_date boolean := written ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?$';
    clock text := substring(
        written,
        '[0-9]{1,2}[:.][0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?(?: ?น\.?)?(?: ?(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?))?$'
    );
    before_clock text := left(written, -length(clock));
    day thai.date_reading;
    time_text text;
    zone text;
    local_time timestamp;
begin
    if written is null then
        return row(null, null, null)::thai.moment_reading;
    end if;
    if excel_date and written >= '1943' and written < '2000' then
        return row(null, null, 'date_excel_two_digit_year')::thai.moment_reading;
    end if;
    if clock is null or before_clock !~ '[0-9](?:T|,? ?เวลา ?| ?, ?| )$' then
        day := thai.read_written_day(written, period);
        return row(
            day.value::timestamp at time zone 'Asia/Bangkok', case when day.rule is null then false end, day.rule
        )::thai.moment_reading;
    end if;
    day := thai.read_written_day(regexp_replace(before_clock, '(?:T|,? ?เวลา ?| ?, ?| )$', ''), period);
    if day.rule is not null then
        return row(null, null, day.rule)::thai.moment_reading;
    end if;
    -- 14.30 is a time only where the words say so; 09:00-12:00 is a span, except where ISO's T or seconds show an offset
    if clock !~ (
            '^(?:[01]?[0-9]|2[0-3])[:.][0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?(?: ?น\.?)?'
            '(?: ?(?:Z|[+-](?:0[0-9]|1[0-4])(?::?[0-5][0-9])?))?$'
        )
        or (clock ~ '^[0-9]+\.' and (clock ~ ':[0-9]+$' or (clock !~ 'น' and before_clock !~ 'เวลา')))
        or (clock ~ '-' and clock !~ ':[0-9]+:' and before_clock !~ 'T$')
    then
        return row(null, null, 'time_unreadable')::thai.moment_reading;
    end if;
    -- digits beyond the microsecond are cut off: rounding could carry into the next day
    time_text := substring(clock, '^[0-9]+[:.][0-9]+(?::[0-9]+(?:\.[0-9]{1,6})?)?');
    local_time := day.value + regexp_replace(time_text, '^([0-9]+)\.', '\1:')::time;
    zone := substring(clock, '[Z+-].*');
    return row(
        case
            when zone is null then local_time at time zone 'Asia/Bangkok'
            when zone = 'Z' then local_time at time zone 'UTC'
            -- +07, +0700 or +07:00
            else (
                local_time - (left(zone, 3) || ':' || rpad(ltrim(substr(zone, 4), ':'), 2, '0'))::interval
            ) at time zone 'UTC'
        end,
        not excel_date or local_time <> day.value,
        null
    )::thai.moment_reading;
end
$$;

-- The platform's exports write ISO 8601 by the million, so that comes first: 19 characters that Postgres prints back as
-- they were written are the time they say.
create or replace function thai.read_moment(raw text, period date) returns thai.moment_reading
language plpgsql immutable parallel safe
as $$
declare
    local_text text;
    zone text;
begin
    if raw like '20__-__-_____:__:__%' then
        local_text := replace(left(raw, 19), 'T', ' ');
        zone := substr(raw, 20);
        if pg_input_is_valid(local_text, 'timestamp') and local_text::timestamp::text = local_text then
            if zone = '' then
                return row(
                    local_text::timestamp at time zone 'Asia/Bangkok', raw not like '%T00:00:00', null
                )::thai.moment_reading;
            elsif zone ~ '^(?:\.[0-9]{1,6})?(?:Z|[+-](?:0[0-9]|1[0-4]):?[0-5][0-9])$' then
                return row((local_text || zone)::timestamptz, true, null)::thai.moment_reading;
            end if;
        end if;
    end if;
    return thai.read_written_moment(raw, period);
end
$$;

-- The day in Asia/Bangkok; a time beside it is checked and left aside.
create or replace function thai.read_date(raw text, period date) returns thai.date_reading
language plpgsql immutable parallel safe
as $$
declare
    moment thai.moment_reading;
begin
    if raw like '20__-__-__' and pg_input_is_valid(raw, 'date') and raw::date::text = raw then
        return row(raw::date, null)::thai.date_reading;
    end if;
    moment := thai.read_moment(raw, period);
    return row((moment.value at time zone 'Asia/Bangkok')::date, moment.rule)::thai.date_reading;
end
$$;
