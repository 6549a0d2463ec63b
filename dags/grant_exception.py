"""Allows districts to report late, as a record with its reason, who approved it and until when.

**Due**: never; it runs when somebody fills in its form, for an approval that was given.

**What it does**: keeps the exception in `ops.late_exception`. It changes no clock and no grade: a late report stays
late. It shows wherever lateness does: beside `ops.deadline`, in reminders and alerts, and as a finding of the month.

**Safe to re-run?** Yes: of a district and month the latest record holds.

**If it fails**: the log says in Thai what is wrong with the form: an unknown district or month, a reason that is
missing, a day that is past or before reports are due.
"""

from airflow.sdk import dag, task

from include import orchestration


@dag(
    schedule=None,
    params=orchestration.EXCEPTION_PARAMS,
    doc_md=__doc__,
    description=orchestration.summary_of(__doc__),
    **orchestration.DAG_SETTINGS,
)
def grant_exception() -> None:
    """The one task."""

    @task
    def grant() -> int:
        return orchestration.grant_exception()

    grant()


grant_exception()
