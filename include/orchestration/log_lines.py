"""What every line of a task's log carries besides Airflow's own marks: the province and the month it is about."""

import logging
from collections.abc import Mapping
from typing import Any

from structlog.contextvars import bind_contextvars

log = logging.getLogger(__name__)


def name_month(context: Mapping[str, Any]) -> None:
    """The default `on_execute_callback` of every task: all that it says from here on names its province and month.

    A task that works through several months, or none, says which in its sentences. Never raises.
    """
    try:
        bind_contextvars(**about(context))
    except Exception:
        log.exception("the month could not be named")


def about(context: Mapping[str, Any]) -> dict[str, str]:
    """`province_code` and `period` (YYYY-MM) of a task's parameters, else of a run's form; what there is of them."""
    task = context.get("task")
    given: dict[str, Any] = {}
    for source in (
        context.get("params"),
        *_values(getattr(task, "op_kwargs", None)),
        getattr(task, "parameters", None),
    ):
        if isinstance(source, Mapping):
            given |= source
    told = {
        "province_code": given.get("province_code") or given.get("province"),
        "period": given.get("period"),
    }
    return {name: str(value)[: 7 if name == "period" else None] for name, value in told.items() if value}


def _values(arguments: Any) -> list[Any]:
    """The arguments of a task that is a function: a mapped one is handed its province as one of them."""
    return list(arguments.values()) if isinstance(arguments, Mapping) else []
