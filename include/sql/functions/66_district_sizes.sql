-- How large a district is, by what its figures are compared with: its subdistricts, and its operators as the order in force prints them.
create or replace function mart.district_sizes(programme text, province text, month date)
returns table (district_code text, subdistricts bigint, operators numeric)
language sql stable parallel safe as $$
    select
        district.district_code,
        (
            select count(*)
            from rulebook.subdistrict
            where subdistrict.district_code = district.district_code and subdistrict.valid_during @> month
        ),
        (
            select base_count.base_value
            from rulebook.in_force
            inner join rulebook.base_count using (programme_code, province_code, rulebook_version)
            where
                in_force.programme_code = programme and in_force.province_code = province and in_force.valid_during @> month
                and base_count.base_code = 'otop_operators' and base_count.district_code = district.district_code
        )
    from rulebook.district
    where district.province_code = province and district.valid_during @> month
$$;
