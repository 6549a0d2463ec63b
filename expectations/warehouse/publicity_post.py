"""What must be true of `warehouse.publicity_post`, one province and month at a time."""

from great_expectations import ExpectationSuite
from great_expectations.expectations import UnexpectedRowsExpectation

from expectations.lineage import facts_are_as_typed, sections_are_whole

SUITE = ExpectationSuite(
    name="warehouse.publicity_post",
    expectations=[
        facts_are_as_typed("submission_publicity", "period, posted_on, title, channels, hashtags"),
        sections_are_whole("publicity", "submission_publicity"),
        UnexpectedRowsExpectation(
            description="posts are of the report's own district and month",
            severity="critical",
            notes="โพสต์ที่นับต้องอยู่ในเดือนที่รายงานและเป็นของอำเภอที่รายงาน"
            " · A post lies in the month and belongs to the district that reports",
            unexpected_rows_query="""
            select post.version_key, post.row_number, post.district_code, post.posted_on
            from {batch} as post
            inner join warehouse.submission using (province_code, period, version_key)
            where post.district_code <> submission.district_code or date_trunc('month', post.posted_on) <> post.period
            """,
        ),
        UnexpectedRowsExpectation(
            description="channels and hashtags can be compared",
            severity="critical",
            notes="โพสต์ต้องมีช่องทาง และแฮชแท็กเก็บเป็นตัวพิมพ์เล็กไม่มีเครื่องหมาย # จึงเทียบกับเกณฑ์ได้"
            " · A post has a channel, and hashtags are kept lower case without their sign, as the rulebook's are",
            unexpected_rows_query="""
            select post.version_key, post.row_number, post.channels, post.hashtags
            from {batch} as post
            cross join lateral concat(post.hashtags) as written (tags)
            where
                cardinality(post.channels) = 0
                or array_position(post.channels, null) is not null
                or written.tags <> lower(written.tags)
                or written.tags like '%#%'
            """,
        ),
    ],
)
