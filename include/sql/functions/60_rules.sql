-- The version of a province's rulebook that is in force in a month; no row where the province has none then.
create or replace function rulebook.version_in_force(programme text, province text, month date)
returns setof rulebook.version
language sql stable parallel safe as $$
    select version.*
    from rulebook.in_force
    inner join rulebook.version using (programme_code, province_code, rulebook_version)
    where in_force.programme_code = programme and in_force.province_code = province and in_force.valid_during @> month
$$;
