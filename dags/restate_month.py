"""Restates a published month: shows what would change, waits for a person's approval, and freezes the next revision.

**Due**: never; a person runs it when a late or corrected file, or a changed rule, makes a published month differ
(`mart.restatement`).

**What it does**: keeps the differences as a proposal (`ops.restatement_proposal`), shows them under *Required Actions*
and waits. Approved, with a reason, the month is frozen as the next revision (*restated*), its files and papers are
written; rejected, nothing changes. Either way who decided, when and why stays in the proposal.

**Safe to re-run?** Yes: a new proposal takes the place of one that waits; a decided one is never changed.

**If it fails**: the log says in Thai why there is nothing to restate, or that the figures changed after they were
shown: run it again and look at the new ones.
"""

from typing import Any

from airflow.sdk import chain, dag, task

from include import orchestration


@dag(
    schedule=None,
    params=orchestration.RESTATE_PARAMS,
    doc_md=__doc__,
    description=orchestration.summary_of(__doc__),
    **orchestration.DAG_SETTINGS | {"max_active_runs": 4},
)
def restate_month() -> None:
    """The order of work."""

    @task
    def propose() -> dict[str, Any]:
        return orchestration.propose_restatement()

    @task
    def settle(proposal: Any, answer: Any) -> int | None:
        return orchestration.settle_restatement(proposal, answer)

    @task
    def write_files() -> None:
        orchestration.write_publications()

    @task
    def write_papers() -> None:
        orchestration.write_papers()

    proposal = propose()
    decide = orchestration.approval_task("decide", proposed_by="propose")
    chain(proposal, decide, settle(proposal, decide.output), write_files(), write_papers())


restate_month()
