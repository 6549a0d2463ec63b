"""What must be true of `snapshot.source_file`, one freeze at a time, before its files are written."""

from great_expectations import ExpectationSuite
from great_expectations.expectations import UnexpectedRowsExpectation

SUITE = ExpectationSuite(
    name="snapshot.source_file",
    expectations=[
        UnexpectedRowsExpectation(
            description="every source that grades is there",
            severity="critical",
            notes="ระดับที่เผยแพร่ต้องมีไฟล์ของทุกแหล่งที่เกณฑ์ใช้วัด"
            " · No grade is published without every source it is measured from",
            unexpected_rows_query="""
            select publication.snapshot_id, publication.revision, required_source.source
            from {month} as publication
            inner join rulebook.required_source using (programme_code, province_code, rulebook_version)
            left join {batch} as source_file using (source)
            where source_file.source is null
            """,
        ),
        UnexpectedRowsExpectation(
            description="files are those that were received",
            severity="critical",
            notes="ไฟล์ที่อ้างต้องเป็นไฟล์ที่รับไว้จริง ไบต์ต่อไบต์ · The files named are files that were received byte for byte",
            unexpected_rows_query="""
            select named.snapshot_id, named.source, named.uri, named.sha256
            from {batch} as named
            left join ops.source_file as received
                on
                    received.uri = named.uri and received.sha256 = named.sha256 and received.source = named.source
                    and received.province_code = named.province_code and received.status = 'loaded'
            where received.file_id is null
            """,
        ),
        UnexpectedRowsExpectation(
            description="no file came after the freeze",
            severity="warning",
            notes="ไฟล์ที่ได้รับหลังเวลาปิดรอบไม่ควรอยู่ในตัวเลข โปรดตรวจก่อนเผยแพร่ฉบับถัดไป"
            " · A file received after the freeze should not be in its figures: look before the next revision",
            unexpected_rows_query="""
            select named.snapshot_id, named.source, named.uri, named.received_at
            from {batch} as named
            cross join {month} as publication
            where date_trunc('second', named.received_at) > publication.taken_at
            """,
        ),
    ],
)
