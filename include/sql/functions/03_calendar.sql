-- makes   thai.month_number, thai.days_in_month, thai.months_apart, thai.common_era_year
-- grain   one part of a written date in, one number out; null when it is none
-- rule    a year of 2400 or more is Buddhist Era (543 years ahead); a two-digit year is read only near the period

-- 1..12 for a month's full name or abbreviation, written without dots and spaces ("กุมภาพันธ์", "กพ").
create or replace function thai.month_number(name text) returns integer
language sql immutable parallel safe
return coalesce(
    array_position(array['มค', 'กพ', 'มีค', 'เมย', 'พค', 'มิย', 'กค', 'สค', 'กย', 'ตค', 'พย', 'ธค'], name),
    array_position(
        array[
            'มกราคม', 'กุมภาพันธ์', 'มีนาคม', 'เมษายน', 'พฤษภาคม', 'มิถุนายน',
            'กรกฎาคม', 'สิงหาคม', 'กันยายน', 'ตุลาคม', 'พฤศจิกายน', 'ธันวาคม'
        ],
        name
    )
);

create or replace function thai.days_in_month(year integer, month integer) returns integer
language sql immutable parallel safe
return case
    when month in (4, 6, 9, 11) then 30
    when month <> 2 then 31
    when year % 4 = 0 and (year % 100 <> 0 or year % 400 = 0) then 29
    else 28
end;

create or replace function thai.months_apart(year integer, month integer, period date) returns integer
language sql immutable parallel safe
return abs((year - extract(year from period)::integer) * 12 + month - extract(month from period)::integer);

-- The common-era year of `written` (two or four digits), or null: before 1900, an era that contradicts the figure, or
-- two digits of which neither 25yy BE nor 20yy CE puts the month within 12 months of the period's (they are 43 years
-- apart, so never both do). `era` is พศ, คศ or empty. `month` counts from January of that year: 1..12, and -2..0 for
-- October to December of a fiscal year.
create or replace function thai.common_era_year(written text, era text, month integer, period date) returns integer
language sql immutable parallel safe
return case
    when length(written) = 4 and written >= '2400' and era <> 'คศ' then written::integer - 543
    when length(written) = 4 and written between '1900' and '2399' and era <> 'พศ' then written::integer
    when length(written) = 2 and era <> 'คศ' and thai.months_apart(written::integer + 1957, month, period) <= 12
        then written::integer + 1957
    when length(written) = 2 and era <> 'พศ' and thai.months_apart(written::integer + 2000, month, period) <= 12
        then written::integer + 2000
end;
