-- makes   mart.quality_score
-- grain   one row per period and district
-- rule    the mean of the dimensions that are known, to be shown beside the grade; no grade, point or attainment is made of it
create or replace view mart.quality_score with (security_invoker) as
select
    programme_code,
    period,
    province_code,
    district_code,
    avg(value) as score,
    max(value) filter (where dimension = 'coverage') as coverage,
    max(numerator) filter (where dimension = 'coverage') as coverage_numerator,
    max(denominator) filter (where dimension = 'coverage') as coverage_denominator,
    max(value) filter (where dimension = 'completeness') as completeness,
    max(numerator) filter (where dimension = 'completeness') as completeness_numerator,
    max(denominator) filter (where dimension = 'completeness') as completeness_denominator,
    max(value) filter (where dimension = 'validity') as validity,
    max(numerator) filter (where dimension = 'validity') as validity_numerator,
    max(denominator) filter (where dimension = 'validity') as validity_denominator,
    max(value) filter (where dimension = 'timeliness') as timeliness,
    max(numerator) filter (where dimension = 'timeliness') as timeliness_numerator,
    max(denominator) filter (where dimension = 'timeliness') as timeliness_denominator,
    max(value) filter (where dimension = 'consistency') as consistency,
    max(numerator) filter (where dimension = 'consistency') as consistency_numerator,
    max(denominator) filter (where dimension = 'consistency') as consistency_denominator
from mart.quality_dimension
where district_code is not null
group by programme_code, period, province_code, district_code;
alter view mart.quality_score owner to warehouse_owner;
