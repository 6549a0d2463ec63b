"""Freezes the months that are due: the provisional summary when reporting ends, the final one by the publication day.

**Due**: at minute 10 and 40 of every hour; the final freeze is taken in the last hour of the publication day.

**What it does**: asks Postgres what is due, brings its figures up to date, writes each revision to `snapshot`, chained
to the province's previous one, audits what was frozen, and then writes its files. What is published already is not
published again; a waiting or held month stays due until its cause is mended; a freeze that fails a critical expectation
is kept from the publish location, and the others go on. A province whose published months cannot be built again
(`replay_snapshots`) publishes nothing until they can.

**Safe to re-run?** Yes: a revision that stands is never taken again.

**If it fails**: nothing is half frozen (one transaction a revision), and `write_files` names what was not published.
Mend the cause (see docs/runbook.md), run it again: a revision that is late shows as *missed* in `ops.deadline`, and is
frozen all the same.
"""

from typing import Any

from airflow.sdk import CronTriggerTimetable, TriggerRule, chain, dag, task

from include import months, orchestration


@dag(
    schedule=CronTriggerTimetable("10,40 * * * *", timezone=orchestration.BANGKOK),
    params=orchestration.MONTH_PARAMS,
    doc_md=__doc__,
    description=orchestration.summary_of(__doc__),
    **orchestration.DAG_SETTINGS,
)
def publish_months() -> None:
    """The order of work."""

    @task
    def find_due() -> list[dict[str, Any]]:
        waiting = months.due(orchestration.now(), **orchestration.chosen_months())
        months.bring_up_to_date(waiting, orchestration.run_id())
        return orchestration.as_parameters(waiting)

    @task(trigger_rule=TriggerRule.NONE_FAILED)
    def write_files() -> None:
        orchestration.write_publications()

    @task
    def report_stopped() -> None:
        """Only when all the rest is done: what is stopped keeps nothing else from being published."""
        orchestration.report_stopped()

    due = find_due()
    freeze = orchestration.sql_task(
        "freeze",
        months.FREEZE,
        "{{ task.parameters['province_code'] }} {{ task.parameters['period'][:7] }} {{ task.parameters['kind'] }}",
        max_active_tis_per_dagrun=1,
    ).expand(parameters=due)
    chain(due, freeze, write_files(), report_stopped())


publish_months()
