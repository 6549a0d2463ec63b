"""Freezes the months that are due: the provisional summary when reporting ends, the final one by the publication day.

**Due**: at minute 10 and 40 of every hour; the final freeze is taken in the last hour of the publication day.

**What it does**: asks Postgres what is due, brings its figures up to date, writes each revision to `snapshot`, chained
to the province's previous one, audits what was frozen, writes its files, and then the papers that people look at. A
waiting or held month stays due until its cause is mended; a freeze that fails a critical expectation is kept from the
publish location, and the others go on; a province whose published months `replay_snapshots` cannot build again waits.

**Safe to re-run?** Yes: a revision that stands is never taken again.

**If it fails**: nothing is half frozen (one transaction a revision); `write_files` names what was not published,
`write_papers` which paper and who waits for it. Mend the cause (docs/runbook.md), run it again: what is late shows as
*missed* in `ops.deadline`, and is frozen all the same.
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
    def find_due() -> list[Any]:
        waiting = months.due(orchestration.now(), **orchestration.chosen_months())
        months.bring_up_to_date(waiting, orchestration.run_id())
        return orchestration.as_parameters(waiting)

    @task(trigger_rule=TriggerRule.NONE_FAILED)
    def write_files() -> None:
        orchestration.write_publications()

    @task(trigger_rule=TriggerRule.ALL_DONE)
    def write_papers() -> None:
        orchestration.write_papers()

    @task
    def report_stopped() -> None:
        orchestration.report_stopped()

    due = find_due()
    label = "{{ task.parameters['province_code'] }} {{ task.parameters['period'][:7] }} {{ task.parameters['kind'] }}"
    freeze = orchestration.sql_task("freeze", months.FREEZE, label, max_active_tis_per_dagrun=1).expand(parameters=due)
    chain(due, freeze, write_files(), [write_papers(), report_stopped()])


publish_months()
