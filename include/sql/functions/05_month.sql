-- makes   thai.month_reading, thai.read_month
-- grain   one cell in; the first of the month, or the rule that refuses it, or neither when the cell is empty
-- rule    October to December of a fiscal year (ปีงบประมาณ) lie in the calendar year before it
--
-- Rules: month_ambiguous_year (two digits far from the period), date_excel_two_digit_year (a real date of 1943..1999),
-- month_unreadable (everything else, a month without its year among it).

do $$
begin
    create type thai.month_reading as (value date, rule text);
exception
    when duplicate_object then null;
end $$;

create or replace function thai.read_month(raw text, period date) returns thai.month_reading
language plpgsql immutable parallel safe
as $$
declare
    written text := thai.digits(thai.fold(raw));
    parts text[];
    words text;
    era text := '';
    year_text text;
    -- counted from January of the year written: -2..0 is October to December of a fiscal year
    month_of_year integer;
    year integer;
    reading thai.date_reading;
begin
    if written is null then
        return row(null, null)::thai.month_reading;
    end if;
    -- a real date
    if written ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}' then
        reading := thai.read_date(written, period);
        return row(
            date_trunc('month', reading.value::timestamp)::date,
            case
                when reading.rule = 'date_excel_two_digit_year' then reading.rule
                when reading.rule is not null then 'month_unreadable'
            end
        )::thai.month_reading;
    end if;

    if written ~ '^[0-9]{4}-(?:0?[1-9]|1[0-2])$' then
        year_text := left(written, 4);
        month_of_year := substr(written, 6)::integer;
    elsif written ~ '^(?:0?[1-9]|1[0-2])[/-](?:[0-9]{4}|[0-9]{2})$' then
        parts := regexp_split_to_array(written, '[/-]');
        month_of_year := parts[1]::integer;
        year_text := parts[2];
    else
        parts := regexp_match(written, '^(?:(?:ประจำ)? ?เดือน)? ?([ก-๎. ]+)[/-]? ?([0-9]{4}|[0-9]{2})$');
        year_text := parts[2];
        words := translate(parts[1], '. ', '');
        if right(words, 2) in ('พศ', 'คศ') then
            era := right(words, 2);
            words := left(words, -2);
        end if;
        month_of_year := thai.month_number(regexp_replace(words, 'ปีงบประมาณ$', ''));
        if month_of_year >= 10 and words like '%ปีงบประมาณ' then
            month_of_year := month_of_year - 12;
        end if;
    end if;

    if month_of_year is null then
        return row(null, 'month_unreadable')::thai.month_reading;
    end if;
    year := thai.common_era_year(year_text, era, month_of_year, period);
    if year is null then
        return row(
            null, case length(year_text) when 2 then 'month_ambiguous_year' else 'month_unreadable' end
        )::thai.month_reading;
    end if;
    return row((make_date(year, 1, 1) + make_interval(months => month_of_year - 1))::date, null)::thai.month_reading;
end
$$;
