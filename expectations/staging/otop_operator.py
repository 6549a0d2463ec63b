"""What must be true of `staging.otop_operator`: the files that hold the registry a month goes by."""

from great_expectations import ExpectationSuite
from great_expectations.expectations import ExpectColumnValueLengthsToBeBetween, UnexpectedRowsExpectation

from expectations.lineage import files_are_of_the_province, rows_read_are_accounted_for, rows_stand_in_raw

SUITE = ExpectationSuite(
    name="staging.otop_operator",
    expectations=[
        rows_stand_in_raw("otop_operators"),
        files_are_of_the_province("otop_operator"),
        rows_read_are_accounted_for(),
        ExpectColumnValueLengthsToBeBetween(
            description="operators have a number",
            severity="critical",
            notes="ผู้ประกอบการที่ไม่มีรหัสจับคู่กับร้านค้าไม่ได้ · An operator without its number matches no shop",
            column="operator_id",
            min_value=1,
        ),
        UnexpectedRowsExpectation(
            description="operators are of the province's districts",
            severity="critical",
            notes="ผู้ประกอบการต้องอยู่ในอำเภอของจังหวัด และตำบลต้องอยู่ในอำเภอนั้น"
            " · An operator is of a district of the province, and of a subdistrict in it",
            meta={"missing_values": "skip_if_any"},
            unexpected_rows_query="""
            select
                operator.file_id, operator.sheet, operator.row_number, operator.operator_id, operator.district_code,
                operator.subdistrict_code
            from {batch} as operator
            where
                coalesce(
                    operator.district_code not in (
                        select district.district_code
                        from {month} as month
                        inner join rulebook.district
                            on
                                district.province_code = month.province_code
                                and district.valid_during @> month.period
                    ),
                    true
                )
                or not starts_with(operator.subdistrict_code, operator.district_code)
            """,
        ),
    ],
)
