-- Where an operator counts in for a month: the place in the latest registry up to the month's end that holds the operator, else in the earliest
-- that does. Two looks into the index, however many registries there were. To be joined laterally: there it is planned with its caller, and many
-- operators cost no call each.
create or replace function mart.operator_place(province text, operator text, month date)
returns table (district_code text, subdistrict_code text)
language sql stable parallel safe as $$
    select
        known.district_code,
        known.subdistrict_code
    from (
        (
            select otop_operator.district_code, otop_operator.subdistrict_code, 1 as place
            from warehouse.otop_operator
            where
                otop_operator.province_code = province and otop_operator.operator_id = operator
                and otop_operator.as_of_date < month + interval '1 month'
            order by otop_operator.as_of_date desc
            limit 1
        )
        union all
        (
            select otop_operator.district_code, otop_operator.subdistrict_code, 2 as place
            from warehouse.otop_operator
            where otop_operator.province_code = province and otop_operator.operator_id = operator
            order by otop_operator.as_of_date
            limit 1
        )
    ) as known
    order by known.place
    limit 1
$$;

-- The district of that place; where it is no more, what followed it. Null for an operator in no registry, or in a district that was split without
-- telling the operator's part.
create or replace function mart.operator_district(province text, operator text, month date)
returns text
language sql stable parallel safe as $$
    select rulebook.district_in(place.district_code, place.subdistrict_code, month)
    from mart.operator_place(province, operator, month) as place
$$;
