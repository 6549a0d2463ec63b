"""What must be true of `warehouse.activity`, one province and month at a time."""

from great_expectations import ExpectationSuite
from great_expectations.expectations import UnexpectedRowsExpectation

from expectations.lineage import facts_are_as_typed, sections_are_whole

SUITE = ExpectationSuite(
    name="warehouse.activity",
    expectations=[
        facts_are_as_typed("submission_activity", "period, held_on, activity, kind, participants, channels, hashtags"),
        sections_are_whole("activities", "submission_activity"),
        UnexpectedRowsExpectation(
            description="activities are of the report's own district and month",
            severity="critical",
            notes="กิจกรรมที่นับต้องอยู่ในเดือนที่รายงานและเป็นของอำเภอที่รายงาน"
            " · An activity lies in the month and belongs to the district that reports",
            unexpected_rows_query="""
            select activity.version_key, activity.row_number, activity.district_code, activity.held_on
            from {batch} as activity
            inner join warehouse.submission using (province_code, period, version_key)
            where
                activity.district_code <> submission.district_code
                or date_trunc('month', activity.held_on) <> activity.period
                or trim(activity.activity) = ''
                or activity.participants < 0
            """,
        ),
    ],
)
