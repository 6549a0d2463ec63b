"""How every DAG is set up: defaults, the forms that a person fills in, the SQL task and the one that asks a person."""

import os
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import pendulum
from airflow.providers.standard.operators.hitl import HITLOperator
from airflow.sdk import Asset, ExceptionRetryPolicy, Param, RetryAction, RetryRule

from include import findings, warehouse
from include.loaders import placing
from include.orchestration import alarms, lineage, log_lines
from include.orchestration.sql_files import TOGETHER, SqlFiles

BANGKOK = pendulum.timezone("Asia/Bangkok")
FACTS = Asset(name="warehouse.facts", uri="chumchon://warehouse/facts")
GRADES = Asset(name="mart.district_grade", uri="chumchon://mart/district_grade")
# Bad data fails at once and is looked at by a person; a connection that broke is tried again.
DEFAULTS: dict[str, Any] = {
    "owner": "กลุ่มงานสารสนเทศการพัฒนาชุมชน",
    "retries": 3,
    "retry_delay": timedelta(seconds=20),
    "retry_exponential_backoff": True,
    "on_execute_callback": [log_lines.name_month, lineage.started],
    "on_failure_callback": [alarms.task_failed, lineage.failed],
    "on_success_callback": [alarms.task_succeeded, lineage.succeeded],
    "retry_policy": ExceptionRetryPolicy(
        rules=[
            RetryRule(
                exception=[
                    ValueError,
                    *(
                        f"{driver}.{error}"  # SQL tasks use the one driver, Python tasks the other
                        for driver in ("psycopg", "psycopg2")
                        for error in ("DataError", "IntegrityError", "ProgrammingError")
                    ),
                ],
                action=RetryAction.FAIL,
            )
        ]
    ),
}
MANY, BATCHES = 16, 8  # above so many provinces or months they are worked off in so many tasks
REPLAY_MINUTES = 60  # of a night, in which provinces are begun: with a long history each comes every few nights
PAPERS_MINUTES = 15  # in which papers are begun: the next freeze may fall due half an hour later
DAG_SETTINGS: dict[str, Any] = {
    "start_date": datetime(2024, 1, 1, tzinfo=BANGKOK),
    "catchup": False,
    "max_active_runs": 1,
    "default_args": DEFAULTS,
    "template_searchpath": [str(warehouse.SQL_FOLDER)],
    "tags": ["click"],
}
MONTH_PARAMS: dict[str, Param] = {
    "provinces": Param(
        None, type=["null", "array"], items={"type": "string"}, description="province codes; all when null"
    ),
    "from": Param(None, type=["null", "string"], pattern=r"^\d{4}-\d{2}$", description="first month, YYYY-MM"),
    "to": Param(None, type=["null", "string"], pattern=r"^\d{4}-\d{2}$", description="last month, YYYY-MM"),
}
CHECK_PARAMS: dict[str, Param] = {
    "file": Param(type="string", minLength=1, title="ไฟล์ที่จะตรวจ", description="name of a file, or of a folder of CSVs"),
    "province": Param(type="string", pattern=r"^\d{2}$", title="รหัสจังหวัด", description="two-digit DOPA code"),
    "period": Param(type="string", pattern=r"^\d{4}-\d{2}$", title="เดือนที่รายงาน", description="YYYY-MM"),
    "source": Param("submissions", type="string", enum=list(placing.SOURCES), title="แหล่งข้อมูล"),
}
DECISION_PARAMS: dict[str, Param] = {
    "finding_ids": Param(
        type="string", pattern=r"^[\d\s,]*\d[\d\s,]*$", title="เลขที่ข้อสังเกต", description="one or several"
    ),
    "decision": Param(
        "acknowledged", enum=list(findings.DECISIONS), values_display=findings.DECISIONS, title="การตัดสิน"
    ),
    "reason": Param(type="string", minLength=1, title="เหตุผล", description="kept for everybody to read"),
    "until": Param(None, type=["null", "string"], format="date", title="พักไว้ถึงวันที่", description="of a mute alone"),
}
EXCEPTION_PARAMS: dict[str, Param] = {
    "province": Param(type="string", pattern=r"^\d{2}$", title="รหัสจังหวัด", description="two-digit DOPA code"),
    "period": Param(type="string", pattern=r"^\d{4}-\d{2}$", title="เดือนที่รายงาน", description="YYYY-MM"),
    "districts": Param(
        type="string", pattern=r"^\s*\d{4}([\s,]+\d{4})*[\s,]*$", title="รหัสอำเภอ", description="one or several"
    ),
    "until": Param(type="string", format="date", title="ผ่อนผันถึงวันที่", description="the last day, itself included"),
    "reason": Param(type="string", minLength=5, title="เหตุผล", description="kept for everybody to read"),
    "approved_by": Param(
        type="string", minLength=2, title="ผู้อนุมัติ (ตำแหน่ง)", description="by office, such as พัฒนาการจังหวัด"
    ),
    "programme": Param("click", type="string", title="งาน", description="programme code"),
}
RESTATE_PARAMS: dict[str, Param] = {
    "province": Param(type="string", pattern=r"^\d{2}$", title="รหัสจังหวัด", description="two-digit DOPA code"),
    "period": Param(type="string", pattern=r"^\d{4}-\d{2}$", title="เดือนที่เผยแพร่แล้ว", description="YYYY-MM"),
    "programme": Param("click", type="string", title="งาน", description="programme code"),
}
# Of receipts: they fail at once or after this time, and the next run makes up for it, so that no intake waits for them.
RECEIPTS_WITHIN, RECEIPTS_BEGUN_WITHIN = timedelta(minutes=5), timedelta(minutes=3)
APPROVE, REJECT = "อนุมัติ", "ไม่อนุมัติ"


def load_streams() -> int:
    """How many provinces' files are loaded at a time: `CHUMCHON_LOAD_STREAMS`, else one a core."""
    return max(1, int(os.environ.get("CHUMCHON_LOAD_STREAMS") or os.cpu_count() or 1))


def batches(rows: list[dict[str, Any]]) -> list[Any]:
    """Rows as a mapped task takes them: one each, or where they are `MANY`, lists of them for so few tasks, in order.

    A task costs some seconds to start, whatever it does.
    """
    if len(rows) <= MANY:
        return list(rows)
    return [rows[len(rows) * part // BATCHES : len(rows) * (part + 1) // BATCHES] for part in range(BATCHES)]


def sql_task(task_id: str, files: Iterable[str], label: str, **settings: Any) -> Any:
    """A task, to be expanded over `parameters`, that runs SQL files as one transaction and shows their text.

    `label` is a Jinja text over `task.parameters`, such as "{{ task.parameters['province_code'] }}".
    """
    return SqlFiles.partial(
        task_id=task_id,
        conn_id="warehouse",
        # one text, so that the hook splits it into statements and runs them all in one transaction
        sql="\n".join(f"{{% include '{path}' %}}" for path in files),
        split_statements=True,
        autocommit=False,
        do_xcom_push=False,
        map_index_template=f"{{% if task.parameters is mapping %}}{label}{{% else %}}{TOGETHER}{{% endif %}}",
        **settings,
    )


def approval_task(task_id: str, proposed_by: str) -> Any:
    """A task that shows what the task `proposed_by` returned as `text`, and waits for a person's yes or no and reason.

    It waits without a worker, for as long as it takes; who answered, when and why is what it returns.
    """
    return HITLOperator(
        task_id=task_id,
        subject="อนุมัติการแก้ไขเดือนที่เผยแพร่แล้วหรือไม่",
        body=f"{{{{ ti.xcom_pull(task_ids='{proposed_by}')['text'] }}}}",
        options=[APPROVE, REJECT],
        # a parameter without a value would fail the task before it asks; an answer without a reason is refused later
        params={
            "reason": Param(None, type=["null", "string"], minLength=5, title="เหตุผล", description="จะพิมพ์ไว้ในฉบับแก้ไข")
        },
    )


def summary_of(docstring: str | None) -> str:
    """The first sentence of a DAG's documentation, for the list of DAGs."""
    return re.split(r"(?<=\.)\s", (docstring or "").strip(), maxsplit=1)[0]
