-- The district an operator counts in for a month: that of the latest registry up to the month's end that holds the operator, else of the
-- earliest that does; where the registry's district is no more, what followed it. Null for an operator in no registry, or in a district that was
-- split without telling the operator's part.
create or replace function mart.operator_district(province text, operator text, month date)
returns text
language sql stable parallel safe as $$
    select rulebook.district_in(otop_operator.district_code, otop_operator.subdistrict_code, month)
    from warehouse.otop_operator
    where otop_operator.province_code = province and otop_operator.operator_id = operator
    order by
        otop_operator.as_of_date < month + interval '1 month' desc,
        case when otop_operator.as_of_date < month + interval '1 month' then otop_operator.as_of_date end desc,
        otop_operator.as_of_date
    limit 1
$$;
