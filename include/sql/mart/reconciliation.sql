-- makes   mart.reconciliation
-- grain   one row per period, district and measure that is both claimed and recorded
-- rule    measures.md, Claimed against recorded: difference is claimed less recorded, and unknown where either is missing; the two agree
--         when they are no further apart than the tolerated count or the tolerated share of what was recorded

delete from candidate.reconciliation
where programme_code = %(programme_code)s and period = %(period)s and province_code = %(province_code)s;

insert into candidate.reconciliation (
    programme_code, period, province_code, district_code, measure_code, claimed, recorded, difference, agrees
)
select
    recorded.programme_code,
    recorded.period,
    recorded.province_code,
    recorded.district_code,
    recorded.measure_code,
    claimed.value as claimed,
    recorded.value as recorded,
    claimed.value - recorded.value as difference,
    abs(claimed.value - recorded.value) <= greatest(
        mart.quality_setting(recorded.programme_code, 'claim_tolerance_count'),
        mart.quality_setting(recorded.programme_code, 'claim_tolerance_share') * recorded.value
    ) as agrees
from candidate.measure as recorded
inner join candidate.measure as claimed
    on
        claimed.programme_code = recorded.programme_code and claimed.period = recorded.period
        and claimed.province_code = recorded.province_code and claimed.district_code = recorded.district_code
        and claimed.measure_code = recorded.measure_code || '_claimed'
where recorded.programme_code = %(programme_code)s and recorded.period = %(period)s and recorded.province_code = %(province_code)s;
