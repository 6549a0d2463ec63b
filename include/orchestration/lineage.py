"""Which task read and wrote which tables, as OpenLineage events in the file that `CHUMCHON_LINEAGE_FILE` names.

Airflow's own provider reads SQL with a parser that knows no bound parameters, and so finds no table in any of ours.
What a task reads and writes stands in the text it runs, in the house's one form; of a Python task, in its inlets and
outlets.
"""

import json
import logging
import os
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from include.orchestration import log_lines

VARIABLE = "CHUMCHON_LINEAGE_FILE"
NAMESPACE = "chumchon"
PRODUCER = "https://openlineage.io/spec/producers/click-chumchon-warehouse"
SCHEMA = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent"
MONTH = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunFacet"

_SCHEMAS = "raw|staging|quarantine|warehouse|candidate|mart|snapshot|rulebook|ops"
_WRITTEN = re.compile(rf"\b(?:insert into|update|delete from|merge into) ((?:{_SCHEMAS})\.\w+)")
_READ = re.compile(rf"(?<!delete )\b(?:from|join|using) ((?:{_SCHEMAS})\.\w+)(?![.\w])")

log = logging.getLogger(__name__)


def started(context: Mapping[str, Any]) -> None:
    """An `on_execute_callback`. Never raises."""
    _tell("START", context)


def succeeded(context: Mapping[str, Any]) -> None:
    """An `on_success_callback`. Never raises."""
    _tell("COMPLETE", context)


def failed(context: Mapping[str, Any]) -> None:
    """An `on_failure_callback`. Never raises."""
    _tell("FAIL", context)


def tables(sql: str) -> tuple[list[str], list[str]]:
    """The relations that a text of ours reads and writes, each as `schema.relation`."""
    code = re.sub(r"--[^\n]*", "", sql)
    written, read = set(_WRITTEN.findall(code)), set(_READ.findall(code))
    return sorted(read), sorted(written)


def _tell(what: str, context: Mapping[str, Any]) -> None:
    """Adds an event to the file, a line each; whoever reads it may take it away meanwhile."""
    try:
        if file := os.environ.get(VARIABLE):
            line = json.dumps(event(what, context, datetime.now(UTC)), ensure_ascii=False)
            with os.fdopen(os.open(Path(file), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "wb", 0) as events:
                events.write(f"{line}\n".encode())
    except Exception:
        log.exception("what was read and written could not be told")


def event(what: str, context: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """An OpenLineage RunEvent of a task."""
    instance, task = context["ti"], context["task"]
    sql = getattr(task, "sql", None)
    read, written = tables(sql) if isinstance(sql, str) else ([], [])
    month = log_lines.about(context)
    facet = {"_producer": PRODUCER, "_schemaURL": MONTH}
    return {
        "eventType": what,
        "eventTime": at.isoformat(),
        "run": {"runId": str(instance.id), "facets": {"chumchon_month": facet | month} if month else {}},
        "job": {"namespace": NAMESPACE, "name": f"{instance.dag_id}.{instance.task_id}", "facets": {}},
        "inputs": _datasets([*read, *_names(getattr(task, "inlets", ()))]),
        "outputs": _datasets([*written, *_names(getattr(task, "outlets", ()))]),
        "producer": PRODUCER,
        "schemaURL": SCHEMA,
    }


def _names(assets: Iterable[Any]) -> list[str]:
    return [asset.name for asset in assets if hasattr(asset, "name")]


def _datasets(names: Iterable[str]) -> list[dict[str, Any]]:
    return [{"namespace": NAMESPACE, "name": name, "facets": {}} for name in names]
