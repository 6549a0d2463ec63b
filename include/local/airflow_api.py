"""Airflow's REST API, as far as running DAGs and watching them needs it."""

import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx

from include.local.home import LocalError

ENDED = {"success", "failed"}


@dataclass(frozen=True)
class TaskState:
    """One task, or one element of a mapped task, of a DAG run.

    `label` is empty unless mapped; `worker` is where it runs or ran, empty before. Of a task that did not come so far
    `queued_at` and `started_at` are None.
    """

    task_id: str
    map_index: int
    label: str
    state: str
    try_number: int
    seconds: float | None
    worker: str = ""
    queued_at: datetime | None = None
    started_at: datetime | None = None


class AirflowApi:
    """A session with the API; raises httpx.HTTPStatusError where it says no."""

    def __init__(self, address: str, user: str, password: str) -> None:
        self._http = httpx.Client(base_url=address, timeout=60)
        token = self._http.post("/auth/token", json={"username": user, "password": password})
        self._http.headers["Authorization"] = f"Bearer {token.raise_for_status().json()['access_token']}"

    def wait_for_dags(self, dag_ids: list[str], since: datetime, seconds: float = 120) -> None:
        """Until each DAG was parsed after `since`. Raises LocalError with the traceback where one does not import."""
        give_up = time.monotonic() + seconds
        missing = list(dag_ids)
        while missing:
            for problem in self._get("/importErrors")["import_errors"]:
                if datetime.fromisoformat(problem["timestamp"]) > since:
                    raise LocalError(f"{problem['filename']} does not import:\n{problem['stack_trace']}")
            missing = [dag_id for dag_id in missing if not self._was_parsed(dag_id, since)]
            if missing and time.monotonic() > give_up:
                raise LocalError(f"Airflow does not know these DAGs: {', '.join(missing)}.")
            time.sleep(0.3)

    def trigger(self, dag_id: str, conf: dict[str, Any]) -> str:
        """Unpauses a DAG, gives up runs of it that an earlier end left unfinished, and starts one; returns its id."""
        for state in ("running", "queued"):
            for run in self._get(f"/dags/{dag_id}/dagRuns", state=state, limit=100)["dag_runs"]:
                self._send("PATCH", f"/dags/{dag_id}/dagRuns/{run['dag_run_id']}", {"state": "failed"})
        self._send("PATCH", f"/dags/{dag_id}", {"is_paused": False})
        run = self._send("POST", f"/dags/{dag_id}/dagRuns", {"logical_date": None, "conf": conf})
        return str(run["dag_run_id"])

    def watch(self, dag_id: str, run_id: str) -> Iterator[TaskState]:
        """Every change of state of the run's tasks as it happens, until the run has ended."""
        seen: dict[tuple[str, int], tuple[str, int]] = {}
        ended = False
        spent = 0.0
        while not ended:
            # Hundreds of tasks are asked for seldom enough that the machine is free for them.
            time.sleep(min(max(0.5, 9 * spent), 5))
            began = time.monotonic()
            ended = self.run_state(dag_id, run_id) in ENDED
            for task in self.tasks(dag_id, run_id):
                key, now = (task.task_id, task.map_index), (task.state, task.try_number)
                if seen.get(key) != now:
                    seen[key] = now
                    yield task
            spent = time.monotonic() - began

    def run_state(self, dag_id: str, run_id: str) -> str:
        """The state of a DAG run; `success` and `failed` are its ends."""
        return str(self._get(f"/dags/{dag_id}/dagRuns/{run_id}")["state"])

    def run_seconds(self, dag_id: str, run_id: str) -> float:
        """How long a run that ended took, from being asked for."""
        run = self._get(f"/dags/{dag_id}/dagRuns/{run_id}")
        asked, ended = (datetime.fromisoformat(run[key]) for key in ("queued_at", "end_date"))
        return (ended - asked).total_seconds()

    def log(self, dag_id: str, run_id: str, task: TaskState) -> list[str]:
        """What a task said in its latest try, a line an event."""
        path = f"/dags/{dag_id}/dagRuns/{run_id}/taskInstances/{task.task_id}/logs/{max(task.try_number, 1)}"
        events = self._get(path, map_index=task.map_index, full_content=True)["content"]
        return [line for event in events for line in _lines(event)]

    def _was_parsed(self, dag_id: str, since: datetime) -> bool:
        with suppress(httpx.HTTPStatusError):
            parsed = self._get(f"/dags/{dag_id}")["last_parsed_time"]
            return parsed is not None and datetime.fromisoformat(parsed) > since
        return False

    def tasks(self, dag_id: str, run_id: str) -> Iterator[TaskState]:
        """The run's tasks as they stand now."""
        path = f"/dags/{dag_id}/dagRuns/{run_id}"
        offset, total = 0, 1
        while offset < total:
            page = self._get(f"{path}/taskInstances", limit=100, offset=offset, order_by="id")
            total = page["total_entries"]
            offset += len(page["task_instances"]) or total
            for task in page["task_instances"]:
                mapped = task["map_index"] >= 0
                yield TaskState(
                    task_id=task["task_id"],
                    map_index=task["map_index"],
                    label=str(task["rendered_map_index"] or task["map_index"]) if mapped else "",
                    state=task["state"] or "waiting",
                    try_number=task["try_number"],
                    seconds=task["duration"],
                    worker=task["hostname"] or "",
                    queued_at=_moment(task["queued_when"]),
                    started_at=_moment(task["start_date"]),
                )

    def _get(self, path: str, **parameters: Any) -> dict[str, Any]:
        """What a question gives; asked again where a busy server did not answer in time."""
        for _ in range(3):
            with suppress(httpx.TimeoutException):
                return dict(self._ask(path, parameters).raise_for_status().json())
        return dict(self._ask(path, parameters).raise_for_status().json())

    def _ask(self, path: str, parameters: dict[str, Any]) -> httpx.Response:
        return self._http.get(f"/api/v2{path}", params=parameters, headers={"Accept": "application/json"})

    def _send(self, method: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = self._http.request(method, f"/api/v2{path}", json=body)
        return dict(answer.raise_for_status().json())


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _lines(event: Any) -> Iterator[str]:
    """One event of a task's log: what was said and, of an error, its kind and its place outside Airflow's own code."""
    if not isinstance(event, dict):
        yield str(event)
        return
    said = str(event.get("event", ""))
    if not said.startswith("::"):
        yield said
    for error in event.get("error_detail") or []:
        for frame in error.get("frames") or []:
            if "/site-packages/airflow/" not in frame["filename"]:
                yield f"  {frame['filename']}:{frame['lineno']} {frame['name']}"
        yield f"{error.get('exc_type')}: {error.get('exc_value')}"
