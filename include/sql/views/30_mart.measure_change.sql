-- makes   mart.measure_change
-- grain   one row per period, district (or province) and graded measure
-- rule    differences against the month before and the same month a year before; a percentage only of a base that is not a small number: of three
--         shops, one more is a third, and says nothing
create or replace view mart.measure_change with (security_invoker) as
select
    measure.programme_code,
    measure.period,
    measure.province_code,
    measure.district_code,
    measure.measure_code,
    catalogue.name_th,
    catalogue.unit_th,
    measure.value,
    month_before.value as value_month_before,
    measure.value - month_before.value as change_on_month,
    case when not month_is.small then round(100 * (measure.value - month_before.value) / month_before.value, 1) end as percent_on_month,
    month_is.small as month_small_number,
    year_before.value as value_year_before,
    measure.value - year_before.value as change_on_year,
    case when not year_is.small then round(100 * (measure.value - year_before.value) / year_before.value, 1) end as percent_on_year,
    year_is.small as year_small_number
from mart.measure
inner join rulebook.measure as catalogue on catalogue.measure_code = measure.measure_code and not catalogue.watched
left join lateral (
    select before.value
    from mart.measure as before
    where
        before.programme_code = measure.programme_code and before.province_code = measure.province_code
        and before.period = (measure.period - interval '1 month')::date and before.district_code = measure.district_code
        and before.measure_code = measure.measure_code
    union all
    select before.value
    from mart.measure as before
    where
        before.programme_code = measure.programme_code and before.province_code = measure.province_code
        and before.period = (measure.period - interval '1 month')::date
        and measure.district_code is null and before.district_code is null and before.measure_code = measure.measure_code
) as month_before on true
left join lateral (
    select before.value
    from mart.measure as before
    where
        before.programme_code = measure.programme_code and before.province_code = measure.province_code
        and before.period = (measure.period - interval '1 year')::date and before.district_code = measure.district_code
        and before.measure_code = measure.measure_code
    union all
    select before.value
    from mart.measure as before
    where
        before.programme_code = measure.programme_code and before.province_code = measure.province_code
        and before.period = (measure.period - interval '1 year')::date
        and measure.district_code is null and before.district_code is null and before.measure_code = measure.measure_code
) as year_before on true
-- a share is not counted in things, and never small but 0
cross join
    lateral (
        select
            case
                when catalogue.unit_th = 'สัดส่วน' then 0
                else coalesce(mart.quality_setting(measure.programme_code, 'comparison_small_number'), 1)
            end as fewest
    ) as counted
cross join lateral (select month_before.value < counted.fewest or month_before.value = 0 as small) as month_is
cross join lateral (select year_before.value < counted.fewest or year_before.value = 0 as small) as year_is;
alter view mart.measure_change owner to warehouse_owner;
