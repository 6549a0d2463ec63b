-- The loaded files of a province that were not typed under these rules, or are downloads hashed under a former key. What is not equal is less or
-- more: each is found in the index, so that files typed under the rules are not read. Not to be written into its caller: few files wait,
-- and the planner, which takes two thirds of all files for unequal, would read all of them for what is joined.
create or replace function ops.waiting_file(province text, rules text)
returns setof ops.source_file
language sql stable rows 20
set jit = off
as $$
    select source_file.*
    from ops.source_file
    where source_file.province_code = province and source_file.status = 'loaded' and source_file.typed_with is null
    union all
    select source_file.*
    from ops.source_file
    where source_file.province_code = province and source_file.status = 'loaded' and source_file.typed_with < rules
    union all
    select source_file.*
    from ops.source_file
    where source_file.province_code = province and source_file.status = 'loaded' and source_file.typed_with > rules
    union all
    select source_file.*
    from ops.personal_key_in_use
    inner join ops.source_file using (province_code)
    where
        personal_key_in_use.province_code = province
        and personal_key_in_use.key_no < (select max(personal_key.key_no) from ops.personal_key)
        and source_file.status = 'loaded' and source_file.source = 'app_downloads' and source_file.typed_with = rules
$$;
