"""What must be true of `staging.submission_activity`, one province and month at a time."""

from great_expectations import ExpectationSuite
from great_expectations.expectations import ExpectColumnValueLengthsToBeBetween, ExpectColumnValuesToBeBetween

from expectations.lineage import reports_are_accepted, rows_are_of_the_months_files, rows_stand_in_raw

SUITE = ExpectationSuite(
    name="staging.submission_activity",
    expectations=[
        rows_stand_in_raw("submissions_activities"),
        rows_are_of_the_months_files(),
        reports_are_accepted(),
        ExpectColumnValuesToBeBetween(
            description="activities are of the month",
            severity="critical",
            notes="กิจกรรมต้องจัดในเดือนที่รายงาน · An activity was held in the month that is reported",
            column="held_on",
            min_value={"$PARAMETER": "month_start"},
            max_value={"$PARAMETER": "next_month_start"},
            strict_max=True,
        ),
        ExpectColumnValueLengthsToBeBetween(
            description="activities have a name",
            severity="critical",
            notes="กิจกรรมที่ไม่มีชื่อนับแยกจากกันไม่ได้ · Activities without a name cannot be told apart",
            column="activity",
            min_value=1,
        ),
        ExpectColumnValuesToBeBetween(
            description="participants are not below zero",
            severity="critical",
            notes="จำนวนผู้เข้าร่วมไม่มีทางติดลบ · A number of participants is never negative",
            column="participants",
            min_value=0,
        ),
    ],
)
