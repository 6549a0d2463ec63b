"""What must be true of `warehouse.claimed_download`, one province and month at a time."""

from great_expectations import ExpectationSuite
from great_expectations.expectations import UnexpectedRowsExpectation

from expectations.lineage import facts_are_as_typed, sections_are_whole

SUITE = ExpectationSuite(
    name="warehouse.claimed_download",
    expectations=[
        facts_are_as_typed("submission_download", "period, subdistrict_code, downloads"),
        sections_are_whole("downloads", "submission_download"),
        UnexpectedRowsExpectation(
            description="claims are of the report's own subdistricts",
            severity="critical",
            notes="ตัวเลขรายตำบลต้องเป็นของตำบลในอำเภอที่รายงาน"
            " · A claim is about a subdistrict of the district that reports",
            unexpected_rows_query="""
            select claimed.version_key, claimed.row_number, claimed.district_code, claimed.subdistrict_code
            from {batch} as claimed
            inner join warehouse.submission using (province_code, period, version_key)
            left join rulebook.subdistrict
                on
                    subdistrict.subdistrict_code = claimed.subdistrict_code
                    and subdistrict.valid_during @> claimed.period
            where
                claimed.district_code <> submission.district_code
                or claimed.district_code is distinct from subdistrict.district_code
                or claimed.downloads < 0
            """,
        ),
        UnexpectedRowsExpectation(
            description="no subdistrict is claimed twice",
            severity="warning",
            notes="ตำบลที่รายงานซ้ำในฉบับเดียวถูกนำมารวมกัน โปรดตรวจกับอำเภอ"
            " · A subdistrict given twice in one version is added up: ask the district",
            unexpected_rows_query="""
            select version_key, district_code, subdistrict_code, count(*) as claims
            from {batch}
            group by version_key, district_code, subdistrict_code
            having count(*) > 1
            """,
        ),
    ],
)
