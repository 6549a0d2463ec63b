-- makes   mart.target
-- grain   one row per period, district (or province) and condition of the rulebook in force
-- rule    fixed: the number; percent_of: the percentage of the printed base, rounded half up, at least 1; per_subdistrict: the number for
--         each
--         of the district's subdistricts

delete from candidate.target
where programme_code = %(programme_code)s and period = %(period)s and province_code = %(province_code)s;

insert into candidate.target (
    programme_code, period, province_code, district_code, criterion_code, condition_no, measure_code, comparator, base_value, target_value,
    rulebook_version, order_ref
)
with

conditions as (
    select
        condition.*,
        criterion.level,
        concat_ws(
            ' ', coalesce(base.document_th, criterion.document_th), case when base.document_th is null then criterion.clause end
        ) as order_ref
    from rulebook.in_force
    inner join rulebook.condition using (programme_code, province_code, rulebook_version)
    inner join rulebook.criterion using (programme_code, province_code, rulebook_version, criterion_code)
    left join lateral (
        select min(base_count.document_th) as document_th
        from rulebook.base_count
        where
            base_count.programme_code = condition.programme_code and base_count.province_code = condition.province_code
            and base_count.rulebook_version = condition.rulebook_version and base_count.base_code = condition.base_code
    ) as base on true
    where
        in_force.programme_code = %(programme_code)s and in_force.province_code = %(province_code)s
        and in_force.valid_during @> %(period)s::date
),

places as (
    select
        'district' as level,
        district.district_code,
        (
            select count(*)
            from rulebook.subdistrict
            where subdistrict.district_code = district.district_code and subdistrict.valid_during @> %(period)s::date
        ) as subdistricts
    from rulebook.district
    where district.province_code = %(province_code)s and district.valid_during @> %(period)s::date

    union all

    select
        'province' as level,
        null as district_code,
        (
            select count(*)
            from rulebook.subdistrict
            where subdistrict.province_code = %(province_code)s and subdistrict.valid_during @> %(period)s::date
        ) as subdistricts
),

based as (
    select
        conditions.*,
        places.district_code,
        case conditions.target_kind
            when 'percent_of' then base_count.base_value
            when 'per_subdistrict' then places.subdistricts
        end as base_value
    from conditions
    inner join places using (level)
    left join rulebook.base_count
        on
            base_count.programme_code = conditions.programme_code and base_count.province_code = conditions.province_code
            and base_count.rulebook_version = conditions.rulebook_version and base_count.base_code = conditions.base_code
            and base_count.district_code = places.district_code
)

select
    programme_code,
    %(period)s::date as period,
    province_code,
    district_code,
    criterion_code,
    condition_no,
    measure_code,
    comparator,
    base_value,
    case target_kind
        when 'fixed' then target_number
        when 'percent_of' then greatest(1, round(target_number * base_value / 100))
        when 'per_subdistrict' then target_number * base_value
    end as target_value,
    rulebook_version,
    order_ref
from based;
