-- The headcounts of leaders that a province's month is measured by, one row per district that has any: of the rosters landed the latest as
-- of the month's end, else the earliest; with none landed, the annex of the rulebook in force.
create or replace function mart.headcounts(programme text, province text, month date)
returns table (
    district_code text, district_chief bigint, district_development_officer bigint, land_office_head bigint,
    local_administration_head bigint, subdistrict_heads bigint, village_heads bigint, printed_total bigint
)
language sql stable parallel safe as $$
    select
        district.district_code,
        roster.district_chief,
        roster.district_development_officer,
        roster.land_office_head,
        roster.local_administration_head,
        roster.subdistrict_heads,
        roster.village_heads,
        roster.printed_total
    from rulebook.district
    inner join lateral (
        select known.*
        from (
            -- of rosters one each way from the month's end, found by index, however many there are
            (
                select
                    landed.district_chief, landed.district_development_officer, landed.land_office_head, landed.local_administration_head,
                    landed.subdistrict_heads, landed.village_heads, landed.printed_total, 1 as choice, landed.as_of_date
                from warehouse.leader_roster as landed
                where
                    landed.province_code = province and landed.district_code = district.district_code
                    and landed.as_of_date < month + interval '1 month'
                order by landed.as_of_date desc
                limit 1
            )

            union all

            (
                select
                    landed.district_chief, landed.district_development_officer, landed.land_office_head, landed.local_administration_head,
                    landed.subdistrict_heads, landed.village_heads, landed.printed_total, 2 as choice, landed.as_of_date
                from warehouse.leader_roster as landed
                where landed.province_code = province and landed.district_code = district.district_code
                order by landed.as_of_date
                limit 1
            )

            union all

            select
                annex.district_chief, annex.district_development_officer, annex.land_office_head, annex.local_administration_head,
                annex.subdistrict_heads, annex.village_heads, annex.printed_total, 3 as choice, annex.as_of_date
            from rulebook.in_force
            inner join rulebook.headcount as annex using (programme_code, province_code, rulebook_version)
            where
                in_force.programme_code = programme and in_force.province_code = province and in_force.valid_during @> month
                and annex.district_code = district.district_code
        ) as known
        order by known.choice, known.as_of_date
        limit 1
    ) as roster on true
    where district.province_code = province and district.valid_during @> month
$$;
