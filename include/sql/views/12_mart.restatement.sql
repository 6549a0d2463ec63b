-- makes   mart.restatement
-- grain   one row per value of a district's grade that differs from the standing snapshot
-- rule    a late or corrected file changes mart, never the snapshot; which criterion, target or measure moved it is in mart.restatement_detail
create or replace view mart.restatement with (security_invoker) as
select
    programme_code,
    period,
    province_code,
    district_code,
    column_name,
    was,
    is_now,
    because_of_file,
    because_of_version,
    because_of_rulebook
from mart.restatement_detail
where relation = 'district_grade';
alter view mart.restatement owner to warehouse_owner;
