"""What must be true of `snapshot.publication`, one freeze at a time, before its files are written."""

from great_expectations import ExpectationSuite
from great_expectations.expectations import UnexpectedRowsExpectation

SUITE = ExpectationSuite(
    name="snapshot.publication",
    expectations=[
        UnexpectedRowsExpectation(
            description="the digest is that of what was frozen",
            severity="critical",
            notes="ค่าแฮชของเนื้อหาต้องคำนวณซ้ำได้จากตัวเลขที่ปิดรอบ · The digest can be computed again from what was frozen",
            unexpected_rows_query="""
            select publication.snapshot_id, publication.revision, publication.content_sha256
            from {batch} as publication
            left join lateral (
                select string_agg(canonical_line.line, chr(10) order by canonical_line.line collate "C") as text
                from snapshot.canonical_line
                where canonical_line.snapshot_id = publication.snapshot_id
            ) as lines on true
            where
                publication.content_sha256 is distinct from encode(
                    sha256(convert_to(
                        concat('rulebook', chr(9), publication.rulebook_sha256, chr(10), lines.text), 'UTF8'
                    )),
                    'hex'
                )
            """,
        ),
        UnexpectedRowsExpectation(
            description="the freeze is chained to the one before",
            severity="critical",
            notes="ทุกการปิดรอบต้องต่อจากครั้งก่อนของจังหวัด การแก้ย้อนหลังจึงเห็นได้"
            " · A freeze names the province's one before it so that a change of the past shows",
            unexpected_rows_query="""
            select publication.snapshot_id, publication.revision, publication.previous_sha256, publication.chain_sha256
            from {batch} as publication
            left join lateral (
                select earlier.chain_sha256
                from snapshot.publication as earlier
                where
                    earlier.programme_code = publication.programme_code
                    and earlier.province_code = publication.province_code
                    and earlier.snapshot_id < publication.snapshot_id
                order by earlier.snapshot_id desc
                limit 1
            ) as before on true
            where
                publication.previous_sha256 <> coalesce(before.chain_sha256, '')
                or publication.chain_sha256 <> encode(
                    sha256(convert_to(
                        concat_ws(
                            chr(10), publication.previous_sha256, publication.content_sha256,
                            publication.programme_code, publication.province_code,
                            to_char(publication.period, 'YYYY-MM'), publication.revision, publication.kind,
                            to_char(publication.taken_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                            publication.code_version
                        ),
                        'UTF8'
                    )),
                    'hex'
                )
            """,
        ),
        UnexpectedRowsExpectation(
            description="the rulebook is one that was loaded for the month",
            severity="critical",
            notes="ตัวเลขที่เผยแพร่ต้องคิดตามเกณฑ์ฉบับที่มีอยู่จริงและใช้กับเดือนนั้น"
            " · What is published follows a version of the rulebook that exists and holds for the month",
            unexpected_rows_query="""
            select publication.snapshot_id, publication.revision, publication.rulebook_version
            from {batch} as publication
            left join rulebook.version
                on
                    version.programme_code = publication.programme_code
                    and version.province_code = publication.province_code
                    and version.rulebook_version = publication.rulebook_version
                    and version.content_sha256 = publication.rulebook_sha256
                    and version.valid_during @> publication.period
            where version.rulebook_version is null
            """,
        ),
        UnexpectedRowsExpectation(
            description="the month was over when it was frozen",
            severity="critical",
            notes="เดือนที่ยังไม่สิ้นสุดปิดรอบไม่ได้ · A month that is not over cannot be frozen",
            unexpected_rows_query="""
            select snapshot_id, revision, taken_at
            from {batch}
            where taken_at < (period + interval '1 month') at time zone 'Asia/Bangkok'
            """,
        ),
        UnexpectedRowsExpectation(
            description="restated revisions follow those before",
            severity="critical",
            notes="ฉบับแก้ไขต้องมีฉบับก่อนหน้า เลขไม่ขาด · A restated revision has the one before it and leaves out no number",
            unexpected_rows_query="""
            select publication.snapshot_id, publication.revision, publication.kind
            from {batch} as publication
            where
                publication.kind = 'restated'
                and not exists (
                    select from snapshot.publication as before
                    where
                        before.programme_code = publication.programme_code
                        and before.province_code = publication.province_code and before.period = publication.period
                        and before.revision = publication.revision - 1
                        and before.snapshot_id < publication.snapshot_id
                )
            """,
        ),
    ],
)
