"""Keeps what a person decided about findings: acknowledged, muted until a day, or open again.

**Due**: never; it runs when somebody fills in its form. The numbers stand in the [list of findings](/quality/).

**What it does**: writes the decision, its reason and who decided to `ops.finding_decision`, for all the numbers or for
none. A muted finding comes back by itself when its day has ended; one whose cause is gone is resolved by the checks
alone. Deciding changes no figure and no grade.

**Safe to re-run?** Yes: the same decision again only stands a second time, and the latest one holds.

**If it fails**: the log says in Thai what is wrong with the form: a number that is unknown or resolved already, a day
that is missing, past, or too far ahead.
"""

from airflow.sdk import dag, task

from include import orchestration


@dag(
    schedule=None,
    params=orchestration.DECISION_PARAMS,
    doc_md=__doc__,
    description=orchestration.summary_of(__doc__),
    **orchestration.DAG_SETTINGS,
)
def decide_findings() -> None:
    """The one task."""

    @task
    def decide() -> int:
        return orchestration.decide_findings()

    decide()


decide_findings()
