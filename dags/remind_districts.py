"""Reminds districts that have not reported: one message a province, with what to forward to each district.

**Due**: every morning at 8:00; districts are reminded on the days of `rulebook.reminder_day` (5, 2 and 0 days before
reports are due, and 1 after).

**What it does**: names the districts without a valid report and keeps each reminder in `ops.reminder`. A day that was
missed is made up for the next morning. A district that was allowed to be late is told until when. Without channels
(`CHUMCHON_ALERT_URLS`) the messages are written to a file at home. It also looks at the deadlines, and at the watchdog.

**Safe to re-run?** Yes: every district is reminded once for each of these days.

**If it fails**: no channel took a province's message; the error names the provinces. It is sent at the next run.
"""

from airflow.sdk import CronTriggerTimetable, dag, task

from include import orchestration


@dag(
    schedule=CronTriggerTimetable("0 8 * * *", timezone=orchestration.BANGKOK),
    doc_md=__doc__,
    description=orchestration.summary_of(__doc__),
    **orchestration.DAG_SETTINGS,
)
def remind_districts() -> None:
    """The one task."""

    @task
    def remind() -> None:
        orchestration.remind_districts()

    remind()


remind_districts()
