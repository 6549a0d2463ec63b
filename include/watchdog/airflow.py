"""Airflow, from outside: by the marks its tasks leave in the warehouse, and by its own records where it has any."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import psycopg2

from include import warehouse
from include.alerting.alert import Alert, duration
from include.publishing import wording

# How long a schedule may leave no mark, a few of its turns each.
SILENT_AFTER = {
    "ingest_landing": timedelta(hours=1),
    "publish_months": timedelta(hours=2),
    "watch_deadlines": timedelta(hours=1),
}
COMPONENT_SILENT_AFTER = timedelta(minutes=3)
COMPONENTS = {
    "SchedulerJob": "scheduler_silent",
    "TriggererJob": "triggerer_silent",
    "DagProcessorJob": "dag_processor_silent",
}
KEPT_RUNNING = ["ingest_landing", "grade_months", "publish_months", "watch_deadlines", "remind_districts"]


def marks(connection: Any) -> list[Alert]:
    """Whether the tasks of every schedule still leave their marks; a schedule that never ran is not missed."""
    beats = warehouse.fetch(
        connection,
        "select beat_code, seen_at, now() - seen_at as age from ops.heartbeat"
        " where beat_code = any (%s) order by beat_code",
        (list(SILENT_AFTER),),
    )
    silent = [beat for beat in beats if beat["age"] > SILENT_AFTER[beat["beat_code"]]]
    if not silent:
        return []
    told = ", ".join(f"{beat['beat_code']} (ล่าสุด {wording.clock(beat['seen_at'])})" for beat in silent)
    return [Alert("airflow_silent", "", f"งานเหล่านี้ไม่ทำงานตามเวลา: {told}")]


def records(uri: str, now: datetime) -> tuple[set[str], list[Alert]]:
    """What Airflow's database says of its components and DAGs; where it does not answer, that."""
    try:
        connection = psycopg2.connect(_libpq(uri), connect_timeout=2, options="-c statement_timeout=3s")
    except psycopg2.OperationalError as error:
        said = str(error).strip().splitlines()[-1][:200]
        return {"airflow_database_gone"}, [Alert("airflow_database_gone", "", f"ฐานข้อมูลของ Airflow ไม่ตอบ · {said}")]
    connection.autocommit = True
    try:
        [there] = warehouse.fetch(connection, "select to_regclass('job') is not null as there")
        if not there["there"]:  # Airflow was never started here
            return {"airflow_database_gone"}, []
        jobs = warehouse.fetch(
            connection,
            "select job_type, max(latest_heartbeat) as seen_at, now() - max(latest_heartbeat) as age"
            " from job where job_type = any (%s) group by job_type",
            (list(COMPONENTS),),
        )
        paused = warehouse.fetch(
            connection,
            "select dag_id from dag where is_paused and not is_stale and dag_id = any (%s) order by dag_id",
            (KEPT_RUNNING,),
        )
    finally:
        connection.close()
    found = [
        Alert(
            COMPONENTS[job["job_type"]],
            "",
            f"ไม่มีสัญญาณจาก {job['job_type'].removesuffix('Job')} มา {duration(job['age'])}"
            f" ล่าสุด {wording.clock(job['seen_at'])}",
        )
        for job in jobs
        if job["age"] > COMPONENT_SILENT_AFTER
    ]
    if paused and jobs:
        names = ", ".join(row["dag_id"] for row in paused)
        found.append(Alert("dag_paused", "", f"DAG ที่ถูกพัก: {names}"))
    return {"airflow_database_gone", "dag_paused", *COMPONENTS.values()}, found


def _libpq(uri: str) -> str:
    return "postgresql://" + uri.split("://", 1)[1] if urlsplit(uri).scheme.startswith("postgresql") else uri
