"""Notes what the machine knows of itself and Postgres does not, so that the page of health can show it.

**Due**: every ten minutes.

**What it does**: notes how full the disks are, whether this machine's clock is the database's, and which files of the
landing zone the intake has not seen yet. `ops.health`, the page `/health/` and its JSON judge by that and by what
Postgres knows.

**Safe to re-run?** Yes: the latest is kept, nothing else.

**If it fails**: the page of health says since when nothing was measured. Read the task's log, mend the cause.
"""

from airflow.sdk import CronTriggerTimetable, dag, task

from include import orchestration


@dag(
    schedule=CronTriggerTimetable("*/10 * * * *", timezone=orchestration.BANGKOK),
    doc_md=__doc__,
    description=orchestration.summary_of(__doc__),
    **orchestration.DAG_SETTINGS,
)
def watch_health() -> None:
    """The one task."""

    @task(retries=0)
    def note() -> None:
        orchestration.note_vital_signs()

    note()


watch_health()
