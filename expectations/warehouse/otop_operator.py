"""What must be true of `warehouse.otop_operator`, one province and month at a time.

Its rows are the registry that the month goes by: the latest as of its end, else the earliest.
"""

from great_expectations import ExpectationSuite
from great_expectations.expectations import UnexpectedRowsExpectation

from expectations.lineage import facts_are_as_typed, no_record_was_lost, register_is_recent

SUITE = ExpectationSuite(
    name="warehouse.otop_operator",
    expectations=[
        facts_are_as_typed("otop_operator", "as_of_date, operator_id, district_code, subdistrict_code, status"),
        no_record_was_lost("otop_operator", "operator_id", "as_of_date"),
        UnexpectedRowsExpectation(
            description="operators are of the province's districts",
            severity="critical",
            notes="ผู้ประกอบการต้องอยู่ในอำเภอของจังหวัด และตำบลต้องอยู่ในอำเภอนั้น"
            " · An operator is of a district of the province, and of a subdistrict in it",
            unexpected_rows_query="""
            select operator.as_of_date, operator.operator_id, operator.district_code, operator.subdistrict_code
            from {batch} as operator
            inner join {month} as month using (province_code)
            left join rulebook.district
                on
                    district.district_code = operator.district_code and district.province_code = operator.province_code
                    and district.valid_during @> month.period
            where district.district_code is null or not starts_with(operator.subdistrict_code, operator.district_code)
            """,
        ),
        UnexpectedRowsExpectation(
            description="the registry covers every district that has operators",
            severity="warning",
            notes="อำเภอที่หนังสือสั่งการนับผู้ประกอบการไว้แต่ไม่มีในทะเบียน อาจเพราะไฟล์ทะเบียนมาไม่ครบ"
            " · A district the order counts operators in, and the registry none, hints at an incomplete registry",
            unexpected_rows_query="""
            select base_count.district_code, base_count.base_value
            from {month} as month
            inner join rulebook.base_count using (programme_code, province_code, rulebook_version)
            where
                base_count.base_code = 'otop_operators' and base_count.base_value > 0
                and base_count.district_code not in (select operator.district_code from {batch} as operator)
                and exists (select from {batch} as operator)
            """,
        ),
        register_is_recent(),
    ],
)
