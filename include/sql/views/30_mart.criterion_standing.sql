-- makes   mart.criterion_standing
-- grain   one row per period, province and criterion of its districts
-- rule    contribution and loss are parts of the mean percent, in percentage points: all contributions add up to it, and with all losses to 100.
--         costs_best counts the districts that would have the best letter if they had met this criterion too
create or replace view mart.criterion_standing with (security_invoker) as
select
    attainment.programme_code,
    attainment.period,
    attainment.province_code,
    attainment.criterion_code,
    criterion.name_th,
    count(*) as districts,
    count(*) filter (where attainment.met) as met,
    count(*) filter (where not attainment.met) as missed,
    round(avg(attainment.met::integer), 4) as share_met,
    round(avg(100 * attainment.points / standing.max_points), 4) as contribution,
    round(avg(100 * (attainment.max_points - attainment.points) / standing.max_points), 4) as loss,
    count(*) filter (where best.lacks_this) as costs_best
from mart.attainment
inner join mart.district_grade as standing using (programme_code, province_code, period, district_code)
inner join rulebook.criterion using (programme_code, province_code, rulebook_version, criterion_code)
cross join
    lateral (
        select
            not attainment.met and 100 * standing.points < max(grade_band.lower_percent) * standing.max_points
            and 100 * (standing.points + attainment.max_points) >= max(grade_band.lower_percent) * standing.max_points as lacks_this
        from rulebook.grade_band
        where
            grade_band.programme_code = standing.programme_code and grade_band.province_code = standing.province_code
            and grade_band.rulebook_version = standing.rulebook_version
    ) as best
group by attainment.programme_code, attainment.period, attainment.province_code, attainment.criterion_code, criterion.name_th;
alter view mart.criterion_standing owner to warehouse_owner;
