"""What must be true of `warehouse.leader_roster`, one province and month at a time.

Its rows are the roster that the month goes by: the latest as of its end, else the earliest.
"""

from great_expectations import ExpectationSuite
from great_expectations.expectations import UnexpectedRowsExpectation

from expectations.lineage import facts_are_as_typed, no_record_was_lost, register_is_recent

SUITE = ExpectationSuite(
    name="warehouse.leader_roster",
    expectations=[
        facts_are_as_typed(
            "leader_roster",
            "as_of_date, district_code, district_chief, district_development_officer, land_office_head, "
            "local_administration_head, subdistrict_heads, village_heads, printed_total",
        ),
        no_record_was_lost("leader_roster", "district_code", "as_of_date"),
        UnexpectedRowsExpectation(
            description="headcounts are of the province's districts",
            severity="critical",
            notes="บัญชีผู้นำต้องเป็นของอำเภอในจังหวัดและไม่ติดลบ"
            " · A headcount is of a district of the province and never negative",
            unexpected_rows_query="""
            select roster.as_of_date, roster.district_code
            from {batch} as roster
            inner join {month} as month using (province_code)
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
        UnexpectedRowsExpectation(
            description="a roster covers every district",
            severity="warning",
            notes="อำเภอที่ขาดไปจะใช้บัญชีของวันอื่นหรือของหนังสือสั่งการแทน"
            " · A district left out falls back on another date's roster or the order's annex",
            unexpected_rows_query="""
            select district.district_code
            from {month} as month
            inner join rulebook.district
                on district.province_code = month.province_code and district.valid_during @> month.period
            where
                district.district_code not in (select roster.district_code from {batch} as roster)
                and exists (select from {batch} as roster)
            """,
        ),
        UnexpectedRowsExpectation(
            description="the printed total is the sum of its parts",
            severity="info",
            notes="ยอดรวมที่พิมพ์ต่างจากผลบวก เกณฑ์บอกว่าใช้ยอดใด"
            " · Where the printed total differs from the sum, the rulebook says which is used",
            meta={"missing_values": "skip_if_any"},
            unexpected_rows_query="""
            select roster.district_code, roster.printed_total
            from {batch} as roster
            inner join {month} as month using (province_code)
            where
                roster.printed_total
                <> roster.district_chief + roster.district_development_officer + roster.land_office_head
                + roster.local_administration_head + roster.subdistrict_heads + roster.village_heads
            """,
        ),
        register_is_recent(),
    ],
)
