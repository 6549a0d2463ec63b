"""A province's month through real Airflow, against the same functions called in one process.

The provinces of a small country arrive one after the other. Each is taken through `ingest_landing`, `grade_months` and
`publish_months` as `make run` does it, with Airflow's components under their supervisor; and by a process that calls
what the tasks call, in the tasks' order, on a database, an archive and a publish location of its own. Of each task is
told how long it waited in the queue, how long it ran, and how long its function takes in the other process; the
overhead is what is left of the three runs, from asked for to ended, when the functions' time is taken off.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import country
from benchmarks.landing import spread
from benchmarks.scratch import copied_database
from include.local import airflow_settings, postgres, services
from include.local.airflow_api import AirflowApi
from include.local.postgres import Cluster

DAGS = ("ingest_landing", "grade_months", "publish_months")
PROVINCES = ("11", "17", "23", "58", "75", "82", "83", "91")  # small ones; the first goes through before it is measured
Times = dict[str, Any]


def measure(folder: Path, pairs: int) -> dict[str, Any]:
    """Starts a server and Airflow below a folder of this machine, and stops them; what each month took."""
    provinces = PROVINCES[: pairs + 1]
    whole = country.written(folder, events=12_000 * len(provinces), provinces=",".join(provinces), operators=24_000)
    waiting, home = folder / "to land", folder / "office"
    shutil.copytree(whole.landing, waiting)
    shutil.copytree(whole.rulebooks, home / "rulebook")
    beside = folder / "beside"
    with _at_home(home):
        cluster = postgres.start(home)
        try:
            postgres.migrate(cluster)
            postgres.prepare_replay(cluster)
            assert cluster.admin_uri
            with copied_database(cluster.admin_uri) as uri:
                services.start(cluster, schedules=False, folder=home)
                measured = [_both(cluster, uri, home, beside, waiting, province) for province in provinces]
        finally:
            services.stop(home)
            postgres.stop(home)
    return summed(measured[1:])


def _both(
    cluster: Cluster, uri: str, home: Path, beside: Path, waiting: Path, province: str
) -> tuple[list[Times], dict[str, float], float]:
    """A province by Airflow, then by one process: its tasks, the functions' seconds, and the runs' seconds."""
    _arrive(waiting, home / "landing", province)
    since = datetime.now(UTC)
    api = AirflowApi(airflow_settings.address(home), "it", airflow_settings.passwords(home)["it"])
    api.wait_for_dags(list(DAGS), datetime.fromtimestamp(0, UTC), seconds=300)
    tasks, whole = [], 0.0
    for dag_id in DAGS:
        run_id = api.trigger(dag_id, {})
        failed = [
            f"{task.task_id}: " + "\n".join(api.log(dag_id, run_id, task)[-30:])
            for task in api.watch(dag_id, run_id)
            if task.state == "failed"
        ]
        assert api.run_state(dag_id, run_id) == "success", f"{dag_id} of province {province}\n" + "\n".join(failed)
        whole += api.run_seconds(dag_id, run_id)
        tasks += [
            {
                "dag": dag_id,
                "task": task.task_id,
                "queued": _seconds(task.queued_at, task.started_at),
                "ran": task.seconds or 0.0,
                "began": task.started_at or since,
            }
            for task in api.tasks(dag_id, run_id)
            if task.state == "success"
        ]
    _arrive(waiting, beside / "landing", province)
    environment = os.environ | {
        "AIRFLOW_CONN_WAREHOUSE": uri,
        "AIRFLOW_HOME": str(beside / "airflow"),
        "CHUMCHON_HOME": str(beside),
        "CHUMCHON_LANDING_URI": f"file://{beside}/landing",
        "CHUMCHON_PUBLISH_URI": f"file://{beside}/publish",
        "AIRFLOW__CORE__DEFAULT_TIMEZONE": "Asia/Bangkok",
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
    }
    ended = subprocess.run(
        [sys.executable, "-m", "benchmarks.orchestration.one_process"],
        check=True,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    return tasks, json.loads(ended.stdout.splitlines()[-1]), whole


def summed(measured: list[tuple[list[Times], dict[str, float], float]]) -> dict[str, Any]:
    """The medians by task, in the order of work, and the overhead of each month."""
    by_task: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for tasks, called, _ in measured:
        for task in sorted(tasks, key=lambda task: task["began"]):
            name = f"{task['dag']}.{task['task']}"
            by_task[name]["queued"].append(task["queued"])
            by_task[name]["ran"].append(task["ran"])
            by_task[name]["called"].append(called.get(name, 0.0))
    return {
        "pairs": len(measured),
        "airflow_seconds": spread([whole for _, _, whole in measured]),
        "one_process_seconds": spread([sum(called.values()) for _, called, _ in measured]),
        "overhead_seconds": spread([whole - sum(called.values()) for _, called, whole in measured]),
        "tasks": [
            {"task": name} | {part: round(statistics.median(seconds), 3) for part, seconds in times.items()}
            for name, times in by_task.items()
        ],
    }


def _arrive(waiting: Path, zone: Path, province: str) -> None:
    """The files of a province come into a landing zone."""
    for source in sorted(waiting.iterdir()):
        if (source / province).exists():
            shutil.copytree(source / province, zone / source.name / province)


def _seconds(first: datetime | None, last: datetime | None) -> float:
    return (last - first).total_seconds() if first and last else 0.0


@contextmanager
def _at_home(home: Path) -> Iterator[None]:
    """A home for as long as the block lasts, whatever warehouse or places the environment names."""
    names = ("CHUMCHON_HOME", "AIRFLOW_CONN_WAREHOUSE", "CHUMCHON_LANDING_URI", "CHUMCHON_PUBLISH_URI")
    before = {name: os.environ.pop(name) for name in names if name in os.environ}
    os.environ["CHUMCHON_HOME"] = str(home)
    try:
        yield
    finally:
        del os.environ["CHUMCHON_HOME"]
        os.environ.update(before)
