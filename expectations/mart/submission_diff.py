"""What must be true of `mart.submission_diff`, one province and month at a time."""

from great_expectations import ExpectationSuite
from great_expectations.expectations import UnexpectedRowsExpectation

SUITE = ExpectationSuite(
    name="mart.submission_diff",
    expectations=[
        UnexpectedRowsExpectation(
            description="a change lies between versions that are there",
            severity="critical",
            notes="ทุกการเปลี่ยนแปลงต้องอยู่ระหว่างสองฉบับที่มีจริง"
            " · Every change is between two versions of the district's report",
            unexpected_rows_query="""
            select changed.district_code, changed.previous_version, changed.version
            from {batch} as changed
            left join candidate.submission_version as version_is
                using (programme_code, province_code, period, district_code, version)
            left join candidate.submission_version as version_was
                on
                    version_was.programme_code = changed.programme_code
                    and version_was.province_code = changed.province_code
                    and version_was.period = changed.period and version_was.district_code = changed.district_code
                    and version_was.version = changed.previous_version
            where version_is.version is null or version_was.version is null
            """,
        ),
    ],
)
