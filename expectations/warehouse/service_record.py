"""What must be true of `warehouse.service_record`, one province and month at a time."""

from great_expectations import ExpectationSuite
from great_expectations.expectations import UnexpectedRowsExpectation

from expectations.lineage import facts_are_as_typed, sections_are_whole

SUITE = ExpectationSuite(
    name="warehouse.service_record",
    expectations=[
        facts_are_as_typed("submission_service", "period, service_code, accepted, related, ready, records, updated_on"),
        sections_are_whole("services", "submission_service"),
        UnexpectedRowsExpectation(
            description="records are of the report's own district and of known services",
            severity="critical",
            notes="บริการต้องเป็นเมนูที่รู้จักและเป็นของอำเภอที่รายงาน"
            " · A record is about a known service and belongs to the district that reports",
            unexpected_rows_query="""
            select record.version_key, record.row_number, record.district_code, record.service_code
            from {batch} as record
            inner join {month} as month using (province_code, period)
            inner join warehouse.submission using (province_code, period, version_key)
            left join rulebook.service
                on service.programme_code = month.programme_code and service.service_code = record.service_code
            where record.district_code <> submission.district_code or service.service_code is null or record.records < 0
            """,
        ),
        UnexpectedRowsExpectation(
            description="no service is listed twice",
            severity="warning",
            notes="บริการที่รายงานซ้ำต้องครบทุกแถวจึงนับ โปรดตรวจกับอำเภอ"
            " · A service listed twice must hold in every row: ask the district",
            unexpected_rows_query="""
            select version_key, district_code, service_code, count(*) as records
            from {batch}
            group by version_key, district_code, service_code
            having count(*) > 1
            """,
        ),
    ],
)
