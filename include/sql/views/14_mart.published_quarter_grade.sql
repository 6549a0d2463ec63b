-- makes   mart.published_quarter_grade
-- grain   one row per fiscal quarter and district with a graded month in it
-- rule    the months that stand published; mart.quarter_of_edition says how
create or replace view mart.published_quarter_grade with (security_invoker) as
select
    programme_code,
    fiscal_year_be,
    quarter,
    province_code,
    district_code,
    months,
    month_grades,
    mean_percent,
    grade,
    grade_basis,
    status
from mart.quarter_of_edition
where edition = 'standing';
alter view mart.published_quarter_grade owner to warehouse_owner;
