"""Erases from the archive received files with personal data that are past their time.

**Due**: every night at 3:30.

**What it does**: how long files of a source are kept stands in `rulebook.source_retention`. A file is erased once it
is past that, however often it came; `ops.archived_file` keeps its digest, when it was erased and why. Snapshots made of
it still verify, and `ops.replayable_snapshot` says that they can no longer be built from the original bytes.

**Safe to re-run?** Yes: what is erased is not erased again.

**If it fails**: the archive could not be written to; what was erased by then is recorded. Mend that, run it again.
"""

from airflow.sdk import CronTriggerTimetable, dag, task

from include import orchestration


@dag(
    schedule=CronTriggerTimetable("30 3 * * *", timezone=orchestration.BANGKOK),
    doc_md=__doc__,
    description=orchestration.summary_of(__doc__),
    **orchestration.DAG_SETTINGS,
)
def erase_expired() -> None:
    """The one task."""

    @task
    def erase() -> None:
        orchestration.erase_expired()

    erase()


erase_expired()
