"""What must be true of `snapshot.rulebook`, one freeze at a time, before its files are written."""

from great_expectations import ExpectationSuite
from great_expectations.expectations import UnexpectedRowsExpectation

SUITE = ExpectationSuite(
    name="snapshot.rulebook",
    expectations=[
        UnexpectedRowsExpectation(
            description="the rulebook is the one the digest names",
            severity="critical",
            notes="ชุดเกณฑ์ที่เผยแพร่ต้องตรงกับค่าแฮชในการปิดรอบ ทุกตัวอักษร"
            " · The rulebook published is the one whose digest the freeze names to the letter",
            unexpected_rows_query="""
            select publication.snapshot_id, publication.rulebook_version, publication.rulebook_sha256
            from {month} as publication
            left join {batch} as held using (snapshot_id)
            where
                held.document is null
                or encode(sha256(convert_to(held.document, 'UTF8')), 'hex') <> publication.rulebook_sha256
            """,
        ),
    ],
)
