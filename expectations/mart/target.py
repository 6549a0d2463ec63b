"""What must be true of `mart.target`, one province and month at a time."""

from great_expectations import ExpectationSuite
from great_expectations.expectations import UnexpectedRowsExpectation

SUITE = ExpectationSuite(
    name="mart.target",
    expectations=[
        UnexpectedRowsExpectation(
            description="every place has every condition",
            severity="critical",
            notes="เป้าหมายที่หายไปทำให้เกณฑ์ข้อนั้นไม่ถูกตัดสินโดยไม่มีใครทราบ"
            " · A missing target leaves a criterion undecided, unseen",
            unexpected_rows_query="""
            with asked as (
                select district.district_code, condition.criterion_code, condition.condition_no
                from {month} as month
                inner join rulebook.condition using (programme_code, province_code, rulebook_version)
                inner join rulebook.criterion using (programme_code, province_code, rulebook_version, criterion_code)
                left join rulebook.district
                    on
                        criterion.level = 'district' and district.province_code = month.province_code
                        and district.valid_during @> month.period
            ),
            found as (select district_code, criterion_code, condition_no from {batch} as target)
            select 'missing' as problem, missing.* from (select * from asked except all select * from found) as missing
            union all
            select 'not asked' as problem, extra.* from (select * from found except all select * from asked) as extra
            """,
        ),
        UnexpectedRowsExpectation(
            description="the target is what the rulebook says",
            severity="critical",
            notes="เป้าหมายต้องตรงกับเกณฑ์ฉบับที่ใช้บังคับในเดือนนั้นทุกตัว · Every target follows the rulebook in force that month",
            unexpected_rows_query="""
            select
                target.district_code, target.criterion_code, target.condition_no, target.base_value,
                target.target_value, condition.target_kind, condition.target_number
            from {batch} as target
            inner join {month} as month using (programme_code, province_code, period)
            left join rulebook.condition
                on
                    condition.programme_code = month.programme_code and condition.province_code = month.province_code
                    and condition.rulebook_version = month.rulebook_version
                    and condition.criterion_code = target.criterion_code
                    and condition.condition_no = target.condition_no
            left join rulebook.base_count
                on
                    base_count.programme_code = month.programme_code and base_count.province_code = month.province_code
                    and base_count.rulebook_version = month.rulebook_version
                    and base_count.base_code = condition.base_code and base_count.district_code = target.district_code
            where
                target.rulebook_version <> month.rulebook_version
                or target.measure_code is distinct from condition.measure_code
                or target.comparator is distinct from condition.comparator
                or target.base_value is distinct from case condition.target_kind
                    when 'percent_of' then base_count.base_value
                    when 'per_subdistrict' then (
                        select count(*)
                        from rulebook.subdistrict
                        where
                            subdistrict.province_code = month.province_code and subdistrict.valid_during @> month.period
                            and (target.district_code is null or subdistrict.district_code = target.district_code)
                    )
                end
                or case condition.target_kind
                    when 'fixed' then target.target_value is distinct from condition.target_number
                    when 'per_subdistrict'
                        then target.target_value is distinct from condition.target_number * target.base_value
                    -- half up and at least one: the whole number within half of the percentage, a half going up
                    else
                        target.target_value < 1
                        or target.target_value <> trunc(target.target_value)
                        or target.base_value * condition.target_number >= 100 * target.target_value + 50
                        or (
                            target.base_value * condition.target_number < 100 * target.target_value - 50
                            and target.target_value > 1
                        )
                end
            """,
        ),
        UnexpectedRowsExpectation(
            description="percentages give the printed targets",
            severity="warning",
            notes="ถ้าเป้าหมายที่คำนวณไม่ตรงกับที่พิมพ์ในหนังสือ ให้ตรวจบัญชีแนบท้าย"
            " · A computed target that differs from the printed one calls for a look at the annex",
            unexpected_rows_query="""
            select target.district_code, target.criterion_code, target.target_value, base_count.printed_target
            from {batch} as target
            inner join {month} as month using (programme_code, province_code, period)
            inner join rulebook.condition
                on
                    condition.programme_code = month.programme_code and condition.province_code = month.province_code
                    and condition.rulebook_version = month.rulebook_version
                    and condition.criterion_code = target.criterion_code
                    and condition.condition_no = target.condition_no
            inner join rulebook.base_count
                on
                    base_count.programme_code = month.programme_code and base_count.province_code = month.province_code
                    and base_count.rulebook_version = month.rulebook_version
                    and base_count.base_code = condition.base_code and base_count.district_code = target.district_code
            where base_count.printed_target <> target.target_value
            """,
        ),
    ],
)
