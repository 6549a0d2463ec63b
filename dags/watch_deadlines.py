"""Watches what falls due this month until all of it is published, and alerts before and after each deadline.

**Due**: begins on the first day of the month and ends when everything that falls due in it is frozen; it looks every
quarter of an hour.

**What it does**: asks Postgres what is due, as the watchdog outside Airflow does, and tells what is missing: districts
two days before reports are due, months not frozen a day before the publication is due and when it has passed. Airflow's
own deadline alerts call for a look at these moments besides. It also tells when the watchdog has fallen silent.

**Safe to re-run?** Yes: every alert is told once, whoever finds it.

**If it fails**: it watched to the end of the month and something is still not published; `ops.due_month` says what, and
docs/runbook.md what to do. That the warehouse is out of reach is an alert, and it goes on watching.
"""

from airflow.sdk import CronTriggerTimetable, dag, task

from include import orchestration


@dag(
    schedule=CronTriggerTimetable("0 0 1 * *", timezone=orchestration.BANGKOK),
    deadline=orchestration.DEADLINES,
    doc_md=__doc__,
    description=orchestration.summary_of(__doc__),
    **orchestration.DAG_SETTINGS | {"max_active_runs": 2},
)
def watch_deadlines() -> None:
    """The one task."""

    @task.sensor(poke_interval=900, timeout=27 * 24 * 3600, mode="reschedule")
    def watch() -> bool:
        return orchestration.watch_deadlines()

    watch()


watch_deadlines()
