"""What must be true of `staging.leader_roster`: the files that hold the roster a month goes by."""

from great_expectations import ExpectationSuite
from great_expectations.expectations import UnexpectedRowsExpectation

from expectations.lineage import files_are_of_the_province, rows_read_are_accounted_for, rows_stand_in_raw

SUITE = ExpectationSuite(
    name="staging.leader_roster",
    expectations=[
        rows_stand_in_raw("leader_roster"),
        files_are_of_the_province("leader_roster"),
        rows_read_are_accounted_for(),
        UnexpectedRowsExpectation(
            description="headcounts are of the province's districts",
            severity="critical",
            notes="บัญชีผู้นำต้องเป็นของอำเภอในจังหวัดและไม่ติดลบ"
            " · A headcount is of a district of the province and never negative",
            unexpected_rows_query="""
            select roster.file_id, roster.sheet, roster.row_number, roster.district_code
            from {batch} as roster
            cross join {month} as month
            left join rulebook.district
                on
                    district.district_code = roster.district_code and district.province_code = roster.province_code
                    and district.valid_during @> month.period
            where
                district.district_code is null
                or least(
                    roster.district_chief, roster.district_development_officer, roster.land_office_head,
                    roster.local_administration_head, roster.subdistrict_heads, roster.village_heads,
                    roster.printed_total
                ) < 0
            """,
        ),
    ],
)
