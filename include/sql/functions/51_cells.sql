-- A cell's address as a spreadsheet shows it: `C14`.
create or replace function ops.cell_address(column_number integer, row_number bigint)
returns text
language sql immutable parallel safe as $$
    with recursive letters (rest, text) as (
        select column_number, ''
        union all
        select (rest - 1) / 26, chr(65 + (rest - 1) % 26) || text
        from letters
        where rest > 0
    )
    select text || row_number from letters where rest = 0
$$;
