"""What must be true of `staging.content_record`, one province and month at a time."""

from great_expectations import ExpectationSuite
from great_expectations.expectations import ExpectColumnValueLengthsToBeBetween, UnexpectedRowsExpectation

from expectations.lineage import rows_are_of_the_months_files, rows_read_are_accounted_for, rows_stand_in_raw

SUITE = ExpectationSuite(
    name="staging.content_record",
    expectations=[
        rows_stand_in_raw("content_records"),
        rows_are_of_the_months_files(),
        rows_read_are_accounted_for(),
        ExpectColumnValueLengthsToBeBetween(
            description="records have a number",
            severity="critical",
            notes="รายการที่ไม่มีรหัสอาจถูกนับซ้ำ · A record without its number may be counted twice",
            column="record_id",
            min_value=1,
        ),
        UnexpectedRowsExpectation(
            description="records are of known services and districts",
            severity="critical",
            notes="รายการต้องเป็นของบริการและอำเภอที่รู้จัก มิฉะนั้นแหล่งท่องเที่ยวจะนับผิด"
            " · A record is of a known service and district, else tourism places are miscounted",
            unexpected_rows_query="""
            select record.file_id, record.sheet, record.row_number, record.record_id, record.district_code
            from {batch} as record
            cross join {month} as month
            left join rulebook.service
                on service.programme_code = month.programme_code and service.service_code = record.service_code
            left join rulebook.district
                on
                    district.district_code = record.district_code and district.province_code = record.province_code
                    and district.valid_during @> record.period
            where service.service_code is null or district.district_code is null
            """,
        ),
        UnexpectedRowsExpectation(
            description="no record was updated after its export came",
            severity="warning",
            notes="วันที่ปรับปรุงหลังวันที่ได้รับไฟล์มักเกิดจากพิมพ์ผิด และกระทบการนับแหล่งท่องเที่ยว"
            " · An update dated after the file came is mostly mistyped, and decides which places count",
            unexpected_rows_query="""
            select record.file_id, record.sheet, record.row_number, record.district_code, record.updated_on
            from {batch} as record
            inner join {files} as file using (file_id)
            where record.updated_on > (file.received_at at time zone 'Asia/Bangkok')::date
            """,
        ),
    ],
)
