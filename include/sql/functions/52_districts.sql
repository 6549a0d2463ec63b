-- A row that names its district by code, by name or by both; the two must agree.
create or replace function staging.read_district(province text, district_code text, district text)
returns rulebook.name_reading
language sql stable parallel safe as $$
    select
        case when by_code.rule is null and by_name.rule is null and by_code.code is not distinct from by_name.code then by_code.code end,
        case
            when thai.fold(district_code) is null and thai.fold(district) is null then 'value_missing'
            when by_code.rule is not null then by_code.rule
            when by_name.rule is not null then by_name.rule
            when by_code.code <> by_name.code then 'district_disagrees'
        end
    from rulebook.resolve(province, 'district', thai.district_key(coalesce(thai.fold(district_code), district))) as by_code
    cross join rulebook.resolve(province, 'district', thai.district_key(coalesce(thai.fold(district), district_code))) as by_name
$$;

drop function if exists staging.problem_of_district(text, text, text, rulebook.name_reading);

-- A district code of another province is told apart from one that does not exist, and one that does not exist in the month. Of a district that was
-- read, as nearly all are, nothing more is asked than whether it was there.
create or replace function staging.problem_of_district(
    province text, district_code text, district text, district_read rulebook.name_reading, month date
)
returns quarantine.problem
language sql stable parallel safe as $$
    select case
        when (district_read).rule is not null or rulebook.absence('district', (district_read).code, month) is not null
            then quarantine.problem(
                case when thai.fold(district_code) is not null then 'district_code' else 'district' end,
                coalesce(thai.fold(district_code), district),
                case
                    when (district_read).rule = 'district_unknown' and exists (
                        select from rulebook.district as elsewhere
                        where elsewhere.province_code <> province
                            and elsewhere.district_code
                            = thai.digits(coalesce(thai.fold(problem_of_district.district_code), thai.fold(problem_of_district.district)))
                    ) then 'province_disagrees'
                    when rulebook.absence('district', (district_read).code, month) is not null then 'district_not_in_month'
                    else (district_read).rule
                end,
                case coalesce((district_read).rule, 'district_not_in_month')
                    when 'district_not_in_month' then rulebook.absence('district', (district_read).code, month)
                    when 'district_unknown'
                        then quarantine.suggestion(
                            rulebook.suggest(province, 'district', thai.district_key(coalesce(thai.fold(district), district_code)))
                        )
                    when 'district_disagrees' then 'ช่อง “อำเภอ” ของแถวเดียวกัน (' || district || ')'
                end
            )
    end
$$;
