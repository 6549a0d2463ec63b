"""What must be true of `staging.submission_service`, one province and month at a time.

The one typed relation that also keeps refused rows, marked: they must not hide behind an accepted one of their service.
"""

from great_expectations import ExpectationSuite
from great_expectations.expectations import ExpectColumnValuesToBeBetween, UnexpectedRowsExpectation

from expectations.lineage import reports_are_accepted, rows_are_of_the_months_files, rows_stand_in_raw

SUITE = ExpectationSuite(
    name="staging.submission_service",
    expectations=[
        rows_stand_in_raw("submissions_services"),
        rows_are_of_the_months_files(),
        reports_are_accepted(where="section.accepted"),
        UnexpectedRowsExpectation(
            description="services are those of the programme",
            severity="critical",
            notes="บริการต้องเป็นเมนูที่รู้จัก · A service is one the programme knows",
            unexpected_rows_query="""
            select record.file_id, record.sheet, record.row_number, record.district_code, record.service_code
            from {batch} as record
            cross join {month} as month
            left join rulebook.service
                on service.programme_code = month.programme_code and service.service_code = record.service_code
            where service.service_code is null
            """,
        ),
        UnexpectedRowsExpectation(
            description="a row is marked refused exactly when it was",
            severity="critical",
            notes="แถวที่ถูกปฏิเสธต้องไม่ทำให้บริการพร้อม และแถวที่รับแล้วต้องไม่ถูกปฏิเสธ"
            " · A refused row never makes a service ready, and an accepted one is not refused",
            unexpected_rows_query="""
            select
                record.file_id, record.sheet, record.row_number, record.district_code, record.service_code,
                record.accepted
            from {batch} as record
            left join quarantine.rejected_row using (file_id, sheet, row_number)
            where record.accepted = (rejected_row.file_id is not null)
            """,
        ),
        ExpectColumnValuesToBeBetween(
            description="records are not below zero",
            severity="critical",
            notes="จำนวนรายการไม่มีทางติดลบ · A number of records is never negative",
            column="records",
            min_value=0,
        ),
    ],
)
