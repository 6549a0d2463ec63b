-- Replaces a month's rows of one relation of mart by those of candidate, which has the same form. Only a statement that is written for each
-- relation can name its columns; they are read from the catalogue, in mart's order.
create or replace function mart.take_over(relation text, programme text, province text, month date)
returns void
language plpgsql as $$
declare
    column_names text := (
        select string_agg(quote_ident(attname), ', ' order by attnum)
        from pg_attribute
        where attrelid = format('mart.%I', relation)::regclass and attnum > 0 and not attisdropped
    );
begin
    execute format('delete from mart.%I where programme_code = $1 and province_code = $2 and period = $3', relation)
    using programme, province, month;
    execute format(
        'insert into mart.%1$I (%2$s) select %2$s from candidate.%1$I where programme_code = $1 and province_code = $2 and period = $3',
        relation, column_names
    )
    using programme, province, month;
end
$$;
