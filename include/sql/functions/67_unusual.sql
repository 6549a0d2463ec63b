-- The median of figures, exact: percentile_cont would answer in floating point.
create or replace function mart.median(figures numeric[])
returns numeric
language sql immutable parallel safe as $$
    select avg(middle.figure)
    from (
        select figure
        from unnest(figures) as figure
        order by figure
        limit 2 - cardinality(figures) % 2
        offset (cardinality(figures) - 1) / 2
    ) as middle
$$;

-- The root of a count (Anscombe's, so that 0 is no special case): on this scale chance moves a count by about a half, however large it is,
-- and doubling it is as far as halving it.
create or replace function mart.root(figure numeric)
returns numeric
language sql immutable parallel safe
return sqrt(figure + 0.375);

-- Why a figure is unusual, in words. What is printed is rounded; what was compared is not.
create or replace function mart.unusual_th(
    name_th text, unit_th text, value numeric, median numeric, score numeric, compared_with text, compared_count bigint
)
returns text
language sql immutable parallel safe
return concat(
    name_th, ' ', mart.quantity_th(value, unit_th), case when score > 0 then ' สูงกว่าปกติมาก ' else ' ต่ำกว่าปกติมาก ' end,
    case compared_with
        when 'history' then concat('มัธยฐาน ', thai.print_number(compared_count), ' เดือนก่อนของอำเภอ ')
        else concat('มัธยฐานของอีก ', thai.print_number(compared_count), ' อำเภอเมื่อเทียบตามขนาด ')
    end,
    mart.quantity_th(round(median, 1), unit_th), ' ห่าง ', thai.print_number(abs(round(score, 1))), ' เท่าของการกระจายตามปกติ'
);

create or replace function mart.unusual_en(
    measure_code text, value numeric, median numeric, score numeric, compared_with text, compared_count bigint
)
returns text
language sql immutable parallel safe
return concat(
    measure_code,
    ' ',
    thai.print_number(value),
    ' is far ',
    case when score > 0 then 'above' else 'below' end,
    ' the usual: the median of ',
    case compared_with
        when 'history' then concat('the district''s ', thai.print_number(compared_count), ' months before is ')
        else concat('the ', thai.print_number(compared_count), ' other districts, by size, is ')
    end,
    thai.print_number(round(median, 1)), ', ', thai.print_number(abs(round(score, 1))), ' usual spreads away'
);
