-- How large each district of a programme is, by what its figures are compared with: its subdistricts, and its operators as the order in force
-- prints them. All of them are counted in one go; of one province, its own alone.
create or replace function mart.country_sizes(programme text, month date)
returns table (province_code text, district_code text, subdistricts bigint, operators numeric)
language sql stable parallel safe as $$
    select
        district.province_code,
        district.district_code,
        coalesce(counted.subdistricts, 0),
        printed.operators
    from rulebook.district
    left join (
        select
            subdistrict.province_code,
            subdistrict.district_code,
            count(*) as subdistricts
        from rulebook.subdistrict
        where subdistrict.valid_during @> month
        group by subdistrict.province_code, subdistrict.district_code
    ) as counted using (province_code, district_code)
    left join (
        select
            base_count.province_code,
            base_count.district_code,
            base_count.base_value as operators
        from rulebook.in_force
        inner join rulebook.base_count using (programme_code, province_code, rulebook_version)
        where in_force.programme_code = programme and in_force.valid_during @> month and base_count.base_code = 'otop_operators'
    ) as printed using (province_code, district_code)
    where district.valid_during @> month
$$;

create or replace function mart.district_sizes(programme text, province text, month date)
returns table (district_code text, subdistricts bigint, operators numeric)
language sql stable parallel safe as $$
    select
        size.district_code,
        size.subdistricts,
        size.operators
    from mart.country_sizes(programme, month) as size
    where size.province_code = province
$$;
