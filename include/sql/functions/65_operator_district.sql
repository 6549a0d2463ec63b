-- The district an operator counts in for a month: that of the latest registry up to the month's end that holds the operator, else of the
-- earliest that does; null for an operator in no registry.
create or replace function mart.operator_district(province text, operator text, month date)
returns text
language sql stable parallel safe as $$
    select otop_operator.district_code
    from warehouse.otop_operator
    where otop_operator.province_code = province and otop_operator.operator_id = operator
    order by
        otop_operator.as_of_date < month + interval '1 month' desc,
        case when otop_operator.as_of_date < month + interval '1 month' then otop_operator.as_of_date end desc,
        otop_operator.as_of_date
    limit 1
$$;
