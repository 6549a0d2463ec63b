-- makes   mart.quarter_grade
-- grain   one row per fiscal quarter and district with a graded month in it
-- rule    the live months; mart.quarter_of_edition says how
create or replace view mart.quarter_grade with (security_invoker) as
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
where edition = 'live';
alter view mart.quarter_grade owner to warehouse_owner;
