"""What must be true of `staging.submission_publicity`, one province and month at a time."""

from great_expectations import ExpectationSuite
from great_expectations.expectations import ExpectColumnValuesToBeBetween, UnexpectedRowsExpectation

from expectations.lineage import reports_are_accepted, rows_are_of_the_months_files, rows_stand_in_raw

SUITE = ExpectationSuite(
    name="staging.submission_publicity",
    expectations=[
        rows_stand_in_raw("submissions_publicity"),
        rows_are_of_the_months_files(),
        reports_are_accepted(),
        ExpectColumnValuesToBeBetween(
            description="posts are of the month",
            severity="critical",
            notes="โพสต์ต้องลงวันที่ในเดือนที่รายงาน · A post is dated in the month that is reported",
            column="posted_on",
            min_value={"$PARAMETER": "month_start"},
            max_value={"$PARAMETER": "next_month_start"},
            strict_max=True,
        ),
        UnexpectedRowsExpectation(
            description="channels and hashtags can be compared",
            severity="critical",
            notes="โพสต์ต้องมีช่องทาง และแฮชแท็กเก็บเป็นตัวพิมพ์เล็กไม่มีเครื่องหมาย # จึงเทียบกับเกณฑ์ได้"
            " · A post has a channel, and hashtags are kept lower case without their sign, as the rulebook's are",
            unexpected_rows_query="""
            select post.file_id, post.sheet, post.row_number, post.district_code, post.channels, post.hashtags
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
