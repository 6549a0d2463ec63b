-- The month of a day, as a range of days.
create or replace function ops.month_of(day date)
returns daterange
language sql immutable parallel safe as $$
    select daterange(date_trunc('month', day)::date, (date_trunc('month', day) + interval '1 month')::date)
$$;
