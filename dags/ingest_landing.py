"""Takes every new file of the landing zone into the warehouse, and hands back to districts what they have to correct.

**Due**: some seconds after a file landed, and every quarter of an hour in case that call was lost.

**What it does**: freezes the months that fell due, then loads each new file in a transaction of its own, and types a
province's new rows and renews its facts in one. Each district gets a receipt and, in its workbook, what was refused.

**Safe to re-run?** Yes, at any time: a file is known by its bytes, rows are typed once under the rules in force.

**If it fails**: nothing is half loaded. Read the task's log, mend the cause (see docs/runbook.md), run it again. A file
or row that cannot be read is no failure: it is in `ops.source_file` or `quarantine.rejected_row` with its reason.
"""

from typing import Any

from airflow.sdk import AssetOrTimeSchedule, CronTriggerTimetable, chain, dag, task

from include import months, orchestration


@dag(
    schedule=AssetOrTimeSchedule(
        timetable=CronTriggerTimetable("*/15 * * * *", timezone=orchestration.BANGKOK), assets=[orchestration.LANDING]
    ),
    params=orchestration.MONTH_PARAMS,
    doc_md=__doc__,
    description=orchestration.summary_of(__doc__),
    **orchestration.DAG_SETTINGS,
)
def ingest_landing() -> None:
    """The order of work."""

    @task
    def freeze_due() -> None:
        months.freeze_due(orchestration.now(), orchestration.run_id(), **orchestration.chosen_months())

    @task
    def load_files() -> list[Any]:
        orchestration.load_landing()
        return orchestration.as_parameters(months.pending_provinces())

    @task(outlets=[orchestration.FACTS])
    def facts_are_ready() -> None:
        """Every province was typed: this task runs only then, so that a failed one fails the run."""

    @task(trigger_rule="none_failed")  # also when no rows waited to be typed: a file may have been refused whole
    def hand_back() -> None:
        orchestration.hand_back()

    @task(trigger_rule="none_failed", retries=0, execution_timeout=orchestration.RECEIPTS_WITHIN)
    def issue_receipts() -> None:
        orchestration.issue_receipts()

    provinces = load_files()
    type_rows = orchestration.sql_task("type_rows", months.TYPE, "{{ task.parameters['province_code'] }}")
    typed = type_rows.expand(parameters=provinces)
    chain(freeze_due(), provinces, typed, [facts_are_ready(), hand_back(), issue_receipts()])


ingest_landing()
