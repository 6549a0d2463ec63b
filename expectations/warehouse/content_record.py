"""What must be true of `warehouse.content_record`, one province and month at a time."""

from great_expectations import ExpectationSuite
from great_expectations.expectations import UnexpectedRowsExpectation

from expectations.lineage import export_came_after_the_month, facts_are_as_typed, no_record_was_lost

SUITE = ExpectationSuite(
    name="warehouse.content_record",
    expectations=[
        facts_are_as_typed(
            "content_record", "period, record_id, service_code, district_code, updated_on, status, attraction_kind"
        ),
        no_record_was_lost("content_record", "record_id", "period"),
        UnexpectedRowsExpectation(
            description="records are of known services and districts",
            severity="critical",
            notes="รายการต้องเป็นของบริการและอำเภอที่รู้จัก มิฉะนั้นแหล่งท่องเที่ยวจะนับผิด"
            " · A record is of a known service and district, else tourism places are miscounted",
            unexpected_rows_query="""
            select record.record_id, record.service_code, record.district_code
            from {batch} as record
            inner join {month} as month using (province_code, period)
            left join rulebook.service
                on service.programme_code = month.programme_code and service.service_code = record.service_code
            left join rulebook.district
                on
                    district.district_code = record.district_code and district.province_code = record.province_code
                    and district.valid_during @> record.period
            where service.service_code is null or district.district_code is null
            """,
        ),
        export_came_after_the_month("content_records"),
    ],
)
