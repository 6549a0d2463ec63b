"""Checks files before they are sent: tells what the intake would refuse, and the grade they would lead to.

**Due**: never; it runs when somebody fills in its form.

**What it does**: loads, types and grades the named file (or the folder of a form's CSVs) exactly as the intake would,
in one transaction that is always rolled back: nothing is written. The file lies in the folder for checking
(`CHUMCHON_CHECK_URI`) or has landed for that month; no other file of the server can be named. The answer, in Thai, is
the task's log; its return value holds counts and grades alone.

**Safe to re-run?** Yes: it changes nothing. While it judges, the intake of that province waits some seconds.

**If it fails**: the log says in Thai what is wrong with the question: a file that is not there, a month without rules.
A file with refusals is no failure.
"""

from typing import Any

from airflow.sdk import dag, task

from include import orchestration


@dag(
    schedule=None,
    params=orchestration.CHECK_PARAMS,
    doc_md=__doc__,
    description=orchestration.summary_of(__doc__),
    **orchestration.DAG_SETTINGS,
)
def check_submission() -> None:
    """The one task."""

    @task
    def check() -> dict[str, Any]:
        return orchestration.check_submission()

    check()


check_submission()
