-- makes   thai.print_month, thai.print_date, thai.print_moment, thai.print_digits, thai.print_number
-- grain   one value in, one text out
-- rule    people read months by name and years in the Buddhist Era; read_date and read_month read this back

-- "กุมภาพันธ์ 2567"
create or replace function thai.print_month(month date) returns text
language sql immutable parallel safe
return (
    array[
        'มกราคม', 'กุมภาพันธ์', 'มีนาคม', 'เมษายน', 'พฤษภาคม', 'มิถุนายน',
        'กรกฎาคม', 'สิงหาคม', 'กันยายน', 'ตุลาคม', 'พฤศจิกายน', 'ธันวาคม'
    ]
)[extract(month from month)::integer] || ' ' || (extract(year from month)::integer + 543);

-- "15 กุมภาพันธ์ 2567"
create or replace function thai.print_date(day date) returns text
language sql immutable parallel safe
return extract(day from day)::integer || ' ' || thai.print_month(day);

-- "15 กุมภาพันธ์ 2567 เวลา 23.59 น.", on Bangkok's clock
create or replace function thai.print_moment(moment timestamptz) returns text
language sql immutable parallel safe
return thai.print_date((moment at time zone 'Asia/Bangkok')::date)
|| ' เวลา ' || lpad(extract(hour from moment at time zone 'Asia/Bangkok')::text, 2, '0')
|| '.' || lpad(extract(minute from moment at time zone 'Asia/Bangkok')::text, 2, '0') || ' น.';

-- Arabic digits to Thai ones.
create or replace function thai.print_digits(written text) returns text
language sql immutable parallel safe
return translate(written, '0123456789', '๐๑๒๓๔๕๖๗๘๙');

-- "1,234.5": commas every three digits, no zeros after the last figure that says something.
create or replace function thai.print_number(value numeric) returns text
language sql immutable parallel safe
return concat_ws(
    '.',
    regexp_replace(split_part(trim_scale(value)::text, '.', 1), '(?<=[0-9])(?=(?:[0-9]{3})+$)', ',', 'g'),
    substring(trim_scale(value)::text, '(?<=\.)[0-9]+')
);
