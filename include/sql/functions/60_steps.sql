-- The letter that points earn: the highest band whose lower bound is reached, compared exactly, as mart.district_grade does.
create or replace function mart.letter(programme text, province text, version integer, points numeric, max_points numeric)
returns text
language sql stable parallel safe as $$
    select grade_band.grade
    from rulebook.grade_band
    where
        grade_band.programme_code = programme and grade_band.province_code = province and grade_band.rulebook_version = version
        and 100 * points >= grade_band.lower_percent * max_points
    order by grade_band.lower_percent desc
    limit 1
$$;

-- "ก และ ข", "ก, ข และ ค", and of more than five names the first three and how many more there are.
create or replace function mart.listed_th(names text[], unit_th text)
returns text
language sql immutable parallel safe as $$
    select case
        when cardinality(names) > 5
            then array_to_string(names[:3], ', ') || ' และอีก ' || cardinality(names) - 3 || ' ' || unit_th
        when cardinality(names) > 1
            then array_to_string(names[:cardinality(names) - 1], ', ') || ' และ ' || names[cardinality(names)]
        else names[1]
    end
$$;

-- A wording with its places filled; null where one of them is unknown.
create or replace function mart.filled_th(wording text, lacking numeric, needed numeric, unit_th text, list_th text, due_th text)
returns text
language sql immutable parallel safe as $$
    select case when strpos(filled, '{') = 0 then filled end
    from (
        select
            replace(
                replace(
                    replace(
                        replace(
                            replace(wording, '{lacking}', coalesce(nullif(thai.print_number(lacking), ''), '{')),
                            '{needed}', coalesce(nullif(thai.print_number(needed), ''), '{')
                        ),
                        '{unit}', coalesce(unit_th, '{')
                    ),
                    '{list}', coalesce(list_th, '{')
                ),
                '{due}', coalesce(due_th, '{')
            ) as filled
    ) as places
$$;

-- What is asked of a measure that no catalogue has words for: by its name and unit.
create or replace function mart.plain_step_th(name_th text, unit_th text, value numeric, comparator text, value_needed numeric)
returns text
language sql immutable parallel safe as $$
    select case
        when value is null
            then concat(
                'ต้องมีข้อมูล', name_th, case comparator when '=' then ' เท่ากับ ' else ' อย่างน้อย ' end,
                mart.quantity_th(value_needed, unit_th)
            )
        when unit_th = 'สัดส่วน'
            then concat(
                'ให้', name_th, case when value < value_needed then ' ถึง' else ' ลดเหลือ' end, mart.quantity_th(value_needed, unit_th)
            )
        when value < value_needed then concat('เพิ่ม', name_th, ' อีก ', mart.quantity_th(value_needed - value, unit_th))
        else concat('ลด', name_th, ' ลง ', mart.quantity_th(value - value_needed, unit_th))
    end
$$;
