"""Keeps the large tables in order: partitions for the coming months, and past months settled.

**Due**: every night at 1:40.

**What it does**: `warehouse.app_download` has a partition a month. Those of this month and the next three are made
ahead. One whose results are published everywhere is settled, once: its rows are frozen and counted for the planner, so
that no later work has to look at them again. Nothing is dropped: downloads are kept for ever. It also computes what
every month comes from (`ops.month_input`) out of its files, and compares it with what is kept.

**Safe to re-run?** Yes: what is there is not made again, what is settled is not settled again.

**If it fails**: nothing is lost, and no month waits for it: typing makes a partition that is missing, and the server
vacuums by itself. Read the task's log, run it again. Months it names had a wrong digest: they are graded anew, and a
published one that differs then shows in `mart.restatement`; tell the developers.
"""

from airflow.sdk import CronTriggerTimetable, dag, task

from include import orchestration


@dag(
    schedule=CronTriggerTimetable("40 1 * * *", timezone=orchestration.BANGKOK),
    doc_md=__doc__,
    description=orchestration.summary_of(__doc__),
    **orchestration.DAG_SETTINGS,
)
def maintain_warehouse() -> None:
    """The one task."""

    @task
    def maintain() -> None:
        orchestration.maintain_warehouse()

    maintain()


maintain_warehouse()
