"""Restores the last backup into an empty database beside the warehouse, compares the two, and drops it again.

**Due**: on the 2nd of every month at 4:10.

**What it does**: every file of the last good backup (in `CHUMCHON_BACKUPS`, else `backups` at home) is hashed, its
database restored by `warehouse_replay`, and row counts, hashes and chains are compared with its manifest and with the
living warehouse. What came of it is in `ops.restore_drill`. It takes no superuser: owners and rights are left out of
it, which `make restore` restores.

**Safe to re-run?** Yes: of the warehouse it only reads, but for its result.

**If it fails**: `report` says what cannot be restored, or that there is no backup. Take one (`make backup`), try it
again (`make drill-restore`), and see docs/runbook.md, Backup and restore.
"""

from typing import Any

from airflow.sdk import CronTriggerTimetable, dag, task

from include import orchestration


@dag(
    schedule=CronTriggerTimetable("10 4 2 * *", timezone=orchestration.BANGKOK),
    doc_md=__doc__,
    description=orchestration.summary_of(__doc__),
    **orchestration.DAG_SETTINGS,
)
def drill_restore() -> None:
    """The order of work."""

    @task
    def restore() -> list[str]:
        return orchestration.drill_restore()

    @task
    def report(problems: Any) -> None:
        orchestration.fail_if_any(problems, "ซ้อมกู้คืนข้อมูลสำรองไม่ผ่าน")

    report(restore())


drill_restore()
