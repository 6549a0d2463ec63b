"""What must be true of `staging.submission`, one province and month at a time: the summaries of its reports."""

from great_expectations import ExpectationSuite
from great_expectations.expectations import UnexpectedRowsExpectation

from expectations.lineage import rows_are_of_the_months_files, rows_read_are_accounted_for, rows_stand_in_raw

# A workbook holds all five, a file of the form tool one of them.
SECTIONS = """(
    select submission.file_id from {batch} as submission
    union all
    select section.file_id
    from {month} as month
    inner join staging.received_section_row as section using (province_code, period)
)"""

SUITE = ExpectationSuite(
    name="staging.submission",
    expectations=[
        rows_stand_in_raw("submissions_summary"),
        rows_are_of_the_months_files(),
        rows_read_are_accounted_for(typed=SECTIONS),
        UnexpectedRowsExpectation(
            description="reports are of the province's districts",
            severity="critical",
            notes="รายงานต้องเป็นของอำเภอในจังหวัดตามทะเบียนของเดือนนั้น"
            " · A report belongs to a district the province had in that month",
            unexpected_rows_query="""
            select submission.file_id, submission.sheet, submission.row_number, submission.district_code
            from {batch} as submission
            left join rulebook.district
                on
                    district.district_code = submission.district_code
                    and district.province_code = submission.province_code
                    and district.valid_during @> submission.period
            where district.district_code is null
            """,
        ),
        UnexpectedRowsExpectation(
            description="no claimed figure is below zero",
            severity="critical",
            notes="จำนวนที่รายงานไม่มีทางติดลบ · A reported number is never negative",
            unexpected_rows_query="""
            select file_id, sheet, row_number, district_code
            from {batch}
            where
                least(
                    new_shops, downloads_total, district_chief, district_development_officer, land_office_head,
                    local_administration_head, subdistrict_heads, village_heads
                ) < 0
            """,
        ),
        UnexpectedRowsExpectation(
            description="leaders are told for all positions or for none",
            severity="warning",
            notes="รายงานที่บอกบางตำแหน่งและเว้นบางตำแหน่ง ทำให้สัดส่วนผู้นำต่ำกว่าจริง โปรดถามอำเภอ"
            " · A report that leaves out some positions and not others understates its leaders: ask the district",
            meta={"missing_values": "skip_if_all"},
            unexpected_rows_query="""
            select
                file_id, sheet, row_number, district_code,
                num_nulls(
                    district_chief, district_development_officer, land_office_head, local_administration_head,
                    subdistrict_heads, village_heads
                ) as positions_missing
            from {batch}
            where
                num_nulls(
                    district_chief, district_development_officer, land_office_head, local_administration_head,
                    subdistrict_heads, village_heads
                ) between 1 and 5
            """,
        ),
    ],
)
