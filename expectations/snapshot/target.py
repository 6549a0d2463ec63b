"""What must be true of `snapshot.target`, one freeze at a time, before its files are written."""

from great_expectations import ExpectationSuite
from great_expectations.expectations import UnexpectedRowsExpectation

from expectations.frozen import rows_are_of_the_frozen_month

SUITE = ExpectationSuite(
    name="snapshot.target",
    expectations=[
        rows_are_of_the_frozen_month(),
        UnexpectedRowsExpectation(
            description="every place has every condition of that version",
            severity="critical",
            notes="เป้าหมายที่เผยแพร่ต้องครบทุกอำเภอและทุกเงื่อนไขของเกณฑ์ฉบับนั้น"
            " · Targets are published for every district and condition of that version of the rulebook",
            unexpected_rows_query="""
            with asked as (
                select
                    district.district_code, condition.criterion_code, condition.condition_no, condition.measure_code,
                    condition.comparator
                from {month} as publication
                inner join rulebook.condition using (programme_code, province_code, rulebook_version)
                inner join rulebook.criterion using (programme_code, province_code, rulebook_version, criterion_code)
                left join rulebook.district
                    on
                        criterion.level = 'district' and district.province_code = publication.province_code
                        and district.valid_during @> publication.period
            ),
            found as (
                select district_code, criterion_code, condition_no, measure_code, comparator from {batch} as target
            )
            select 'missing' as problem, missing.* from (select * from asked except all select * from found) as missing
            union all
            select 'not asked' as problem, extra.* from (select * from found except all select * from asked) as extra
            """,
        ),
        UnexpectedRowsExpectation(
            description="fixed targets are those ordered",
            severity="critical",
            notes="เป้าหมายคงที่ต้องตรงกับหนังสือสั่งการ เป้าหมายร้อยละต้องไม่เป็นศูนย์"
            " · A fixed target is the one ordered and a percentage comes to no less than one",
            unexpected_rows_query="""
            select target.district_code, target.criterion_code, target.condition_no, target.target_value
            from {batch} as target
            cross join {month} as publication
            inner join rulebook.condition
                on
                    condition.programme_code = publication.programme_code
                    and condition.province_code = publication.province_code
                    and condition.rulebook_version = publication.rulebook_version
                    and condition.criterion_code = target.criterion_code
                    and condition.condition_no = target.condition_no
            where
                target.target_value < 0
                or (condition.target_kind = 'fixed' and target.target_value <> condition.target_number)
                or (condition.target_kind = 'percent_of' and target.target_value < 1)
            """,
        ),
    ],
)
