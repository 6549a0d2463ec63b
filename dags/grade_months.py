"""Grades every province-month whose facts are newer than its grades.

**Due**: whenever facts arrive, and at minute 5, 20, 35 and 50 in case that call was lost.

**What it does**: builds each month in `candidate` (targets, measures, attainment, grades), audits it with Great
Expectations, and moves it into `mart` in one transaction. A month whose sources have not all come is *waiting*, without
grades. A month that fails a critical expectation is *held*: what stood before stays, the others go on.

**Safe to re-run?** Yes: what is stale is asked of Postgres each time; building twice changes nothing.

**If it fails**: `report_held` names the months held and the expectations that failed: [findings and stale
months](/quality/), [results of the audit](/data-docs/), docs/runbook.md.
"""

from typing import Any

from airflow.sdk import AssetOrTimeSchedule, CronTriggerTimetable, TriggerRule, chain, dag, task

from include import months, orchestration


@dag(
    schedule=AssetOrTimeSchedule(
        timetable=CronTriggerTimetable("5-59/15 * * * *", timezone=orchestration.BANGKOK), assets=[orchestration.FACTS]
    ),
    params=orchestration.MONTH_PARAMS,
    doc_md=__doc__,
    description=orchestration.summary_of(__doc__),
    **orchestration.DAG_SETTINGS,
)
def grade_months() -> None:
    """The order of work."""

    @task
    def find_stale() -> list[Any]:
        return orchestration.as_parameters(months.stale(**orchestration.chosen_months()))

    @task(trigger_rule=TriggerRule.ALL_DONE_MIN_ONE_SUCCESS)
    def audit(built: Any) -> list[str]:
        return orchestration.audit(built)

    @task(outlets=[orchestration.GRADES])
    def report_held(failures: Any) -> None:
        orchestration.fail_if_any(failures)

    label = "{{ task.parameters['province_code'] }} {{ task.parameters['period'][:7] }}"
    stale = find_stale()
    build = orchestration.sql_task("build", months.BUILD, label).expand(parameters=stale)
    failures = audit(stale)
    move = orchestration.sql_task("move", months.MOVE, label).expand(parameters=stale)
    reported = report_held(failures)
    chain(build, failures, move, reported)
    chain(build, reported)


grade_months()
