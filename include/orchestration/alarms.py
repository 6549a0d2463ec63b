"""What Airflow calls when a task fails or succeeds, and when a deadline passes: it tells `include.alerting`."""

import asyncio
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from airflow.sdk.definitions.callback import AsyncCallback
from airflow.sdk.definitions.deadline import DeadlineAlert

from include.alerting import failures, tasks
from plugins.deadline_references import RulebookDeadline

WATCH = "watch_deadlines"

log = logging.getLogger(__name__)


def task_failed(context: Mapping[str, Any]) -> None:
    """The default `on_failure_callback` of every task. Never raises.

    A DAG without a schedule answers a person's form: who filled it in reads why it failed, and nobody else is hurt.
    """
    try:
        if _has_schedule(context):
            tasks.failed(_what(context))
    except Exception:
        log.exception("the failure could not be told")


def task_succeeded(context: Mapping[str, Any]) -> None:
    """The default `on_success_callback` of every task. Never raises."""
    try:
        if not _has_schedule(context):
            return
        task, chosen = context.get("task"), context.get("params") or {}
        ends_run = not getattr(task, "downstream_task_ids", True)
        chose_months = any(chosen.get(name) for name in ("provinces", "from", "to"))
        began: datetime | None = getattr(context.get("dag_run"), "start_date", None)
        tasks.succeeded(_what(context), began if ends_run and not chose_months else None)
    except Exception:
        log.exception("the mark could not be left")


async def deadline_passed(context: Mapping[str, Any] | None = None) -> None:
    """Called by the triggerer at a moment of `DEADLINES` when the run still watches: looks at once."""
    log.info("a deadline of %s", ((context or {}).get("dag_run") or {}).get("dag_run_id"))
    await asyncio.to_thread(tasks.look, WATCH)


def _has_schedule(context: Mapping[str, Any]) -> bool:
    return getattr(context.get("dag"), "schedule", "unknown") is not None


def _what(context: Mapping[str, Any]) -> failures.Failure:
    instance, task = context["ti"], context.get("task")
    parameters = getattr(task, "parameters", None)
    return failures.failure(
        instance.dag_id,
        instance.task_id,
        dict(parameters) if isinstance(parameters, Mapping) else {},
        dict(context.get("params") or {}),
        context.get("exception"),
    )


def _alert(deadline_code: str, from_then: timedelta, last: bool = False) -> DeadlineAlert:
    return DeadlineAlert(
        reference=RulebookDeadline(deadline_code, last), interval=from_then, callback=AsyncCallback(deadline_passed)
    )


# Before reports and the publication are due, and just after.
DEADLINES = [
    _alert("report", timedelta(days=-2)),
    _alert("report", timedelta(minutes=1)),
    _alert("publication", timedelta(hours=-24)),
    _alert("publication", timedelta(minutes=1)),
    _alert("publication", timedelta(minutes=1), last=True),
]
