"""Builds published months again from the files as they were received, and compares them with what was published.

**Due**: every night at 2:10.

**What it does**: beside the warehouse, in an empty one that is dropped afterwards, it lands the archived files of each
snapshot, types them and builds the month under the rules of its time, and compares cell by cell. What it found is in
`ops.replay_result`. Provinces are begun within an hour, those that are stopped and those that wait longest first: with
a long history a province's turn comes every few nights, and `/health/` names one that waits too long. A snapshot whose
files were erased by rule is *not replayable*, which is no failure.

**Safe to re-run?** Yes: of the warehouse it only reads, but for its results. One runs at a time.

**If it fails**: `report_differences` names table, row and column. The province publishes nothing more (`publish_months`
says so) until a replay is right again; see docs/runbook.md. `replay` itself fails where the server lets it make no
database, or the archive is out of reach: nothing is stopped for that.
"""

from typing import Any

from airflow.sdk import CronTriggerTimetable, dag, task

from include import orchestration


@dag(
    schedule=CronTriggerTimetable("10 2 * * *", timezone=orchestration.BANGKOK),
    params={"provinces": orchestration.MONTH_PARAMS["provinces"]},
    doc_md=__doc__,
    description=orchestration.summary_of(__doc__),
    **orchestration.DAG_SETTINGS,
)
def replay_snapshots() -> None:
    """The order of work."""

    @task
    def replay() -> list[str]:
        return orchestration.replay_snapshots()

    @task
    def report_differences(differing: Any) -> None:
        orchestration.fail_if_any_differs(differing)

    report_differences(replay())


replay_snapshots()
