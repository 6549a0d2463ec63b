"""Kills one of two workers while it builds months, for real, and compares what came of it with an undisturbed run.

    python -m benchmarks.workers FOLDER [--silent 30] [--visible 120]

Starts Postgres, Airflow, Redis and two workers in FOLDER, takes two months of each of two provinces through the three
DAGs of a month, and kills worker-1 with everything it began (SIGKILL) while every month is being built. What the
supervisor starts in its place is kept from working until the months are graded, as if its machine were gone.
`--silent` and `--visible` are the two time-outs of `include/local/workers.py`, in seconds; 300 and 1800 are those of
production. Ends with an error unless both workers built, the months of the dead one were built again by the other,
every month was frozen once, and every table holds what one undisturbed process leaves. Prints figures for
docs/reliability.md. Takes some minutes.
"""

import argparse
import os
import sys
import time
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path

import psutil
import psycopg2

from include import warehouse
from include.local import airflow_settings, postgres, services, workers
from include.local.airflow_api import ENDED, AirflowApi, TaskState
from include.local.postgres import Cluster
from include.simulator import simulate
from tests.faults.conftest import Picture, picture
from tests.pipeline.driver import process

DAGS = ["ingest_landing", "grade_months", "publish_months"]
MONTHS = {"34": [date(2025, 1, 1), date(2025, 2, 1)], "57": [date(2024, 1, 1), date(2024, 2, 1)]}
BUILDS = sum(len(months) for months in MONTHS.values())
DEAD, OTHER = workers.names(2)
ROWS = 400  # of an export: a step takes as long as it must, not longer
ROOMS = ("raw", "staging", "quarantine", "warehouse", "mart", "snapshot")
# When something happened, and in which order: never the same twice.
APART = (
    *("accepted_at", "received_at", "taken_at", "first_valid_at", "known_during"),
    *("taken_by", "chain_sha256", "previous_sha256", "proof_code"),
    *("file_id", "was_file_id", "first_file_id", "finding_id", "snapshot_id", "refused_id", "row_id"),
)


def main(arguments: list[str]) -> None:
    """The trial from beginning to end."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.workers")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--silent", default="30", help="seconds until a worker that says nothing counts as dead")
    parser.add_argument("--visible", default="120", help="seconds until what it had taken is handed out again")
    given = parser.parse_args(arguments)
    os.environ |= {
        "EXECUTOR": "CeleryExecutor",
        "WORKERS": "2",
        "CHUMCHON_HOME": str(given.folder.resolve()),
        "CHUMCHON_SILENT_SECONDS": given.silent,
        "CHUMCHON_VISIBLE_AGAIN_SECONDS": given.visible,
    }
    folder = given.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    zone = land(folder)
    try:
        cluster = postgres.start(folder, durable=False)
        postgres.migrate(cluster)
        undisturbed = by_one_process(cluster, zone)
        trial(folder, cluster)
        compare(picture(cluster.warehouse_uri, ROOMS, APART), undisturbed)
        frozen_once(cluster)
    finally:
        services.stop(folder)
        postgres.stop(folder)


def land(folder: Path) -> Path:
    """A landing zone with two months of each of two provinces, their exports cut short."""
    zone = folder / "landing"
    for province, months in MONTHS.items():
        simulate(zone, folder / "truth", province, months, seed=5)
    for path in zone.rglob("*.csv"):
        content = path.read_bytes()
        if "submissions" not in path.parts and not content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
            path.write_bytes(b"".join(content.splitlines(keepends=True)[:ROWS]))
    return zone


def by_one_process(cluster: Cluster, zone: Path) -> Picture:
    """What a copy of the empty warehouse holds when one process does all the work and nobody dies."""
    assert cluster.admin_uri
    with closing(psycopg2.connect(f"{cluster.admin_uri.rsplit('/', 1)[0]}/postgres")) as admin:
        admin.autocommit = True
        admin.cursor().execute("create database undisturbed template warehouse strategy file_copy")
    uri = f"{cluster.warehouse_uri.rsplit('/', 1)[0]}/undisturbed"
    os.environ["AIRFLOW_CONN_WAREHOUSE"] = uri
    with told("one undisturbed process"):
        process(zone)
    del os.environ["AIRFLOW_CONN_WAREHOUSE"]
    return picture(uri, ROOMS, APART)


def trial(folder: Path, cluster: Cluster) -> None:
    """The months by two workers, of which one dies."""
    began = datetime.now(UTC)
    with told("Airflow, the queue and both workers are up"):
        services.start(cluster, schedules=False, folder=folder)
        api = AirflowApi(airflow_settings.address(folder), "it", airflow_settings.passwords(folder)["it"])
        api.wait_for_dags(DAGS, began, seconds=300)
    with told("ingest_landing"):
        run = api.trigger("ingest_landing", {})
        finish(api, "ingest_landing", run)
    with nobody_builds(cluster.warehouse_uri):
        run = api.trigger("grade_months", {})
        building = builds_under_way(api, run)
        spread = Counter(task.worker for task in building.values())
        print(f"months being built: {dict(spread)}", flush=True)
        assert set(spread) == {DEAD, OTHER}, "the months are not spread over both workers"
        lost = {number for number, task in building.items() if task.worker == DEAD}
        killed = time.monotonic()
        in_its_place = kill(folder, DEAD)
    watched(api, run, lost, killed)
    built = builds(api, run)
    assert {task.worker for task in built.values()} == {OTHER}, built
    assert lost <= {number for number, task in built.items() if task.try_number > 1}, built
    with told(f"{DEAD} is back"):
        in_its_place.resume()
        workers.wait_until_ready(folder, 2)
    with told("publish_months, but for the papers"):
        run = api.trigger("publish_months", {})
        while "success" not in {
            task.state for task in api.tasks("publish_months", run) if task.task_id == "write_files"
        }:
            assert api.run_state("publish_months", run) not in ENDED, list(api.tasks("publish_months", run))
            time.sleep(0.5)


def watched(api: AirflowApi, run: str, lost: set[int], killed: float) -> None:
    """Follows the run to its end, and says when the months of the dead worker were missed and begun again."""
    missed: dict[int, float] = {}
    again: dict[int, float] = {}
    while api.run_state("grade_months", run) not in ENDED:
        for number, task in builds(api, run).items():
            if number in lost and (task.state != "running" or task.try_number > 1):
                missed.setdefault(number, time.monotonic() - killed)
            if number in lost and task.try_number > 1 and task.worker == OTHER:
                again.setdefault(number, time.monotonic() - killed)
        time.sleep(0.5)
    finish(api, "grade_months", run)
    labels = {number: task.label for number, task in builds(api, run).items()}
    for what, each in (("missed", missed), ("begun again by the other", again)):
        told = ", ".join(f"{labels[number]} {taken:.0f} s" for number, taken in sorted(each.items()))
        print(f"{what} after the kill: {told}")
    print(f"all months graded: {time.monotonic() - killed:.0f} s after the kill", flush=True)


def finish(api: AirflowApi, dag_id: str, run: str) -> None:
    """Until the run has ended, in success. Raises AssertionError with the log of what failed."""
    for task in api.watch(dag_id, run):
        if task.state == "failed":
            print("\n".join(api.log(dag_id, run, task)[-20:]))
    ended = list(api.tasks(dag_id, run))
    assert api.run_state(dag_id, run) == "success", ended
    print(f"{dag_id}: {dict(sorted(Counter(task.worker for task in ended if task.worker).items()))}", flush=True)


@contextmanager
def nobody_builds(uri: str) -> Iterator[None]:
    """Whoever builds a month stops half-way, with what it has written so far, until the block ends."""
    with warehouse.connect(uri) as connection, connection.cursor() as cursor:
        cursor.execute("lock table candidate.attainment in exclusive mode")
        yield


def builds(api: AirflowApi, run: str) -> dict[int, TaskState]:
    """Every month's build as it stands now, by its number."""
    tasks = api.tasks("grade_months", run)
    return {task.map_index: task for task in tasks if task.task_id == "build" and task.map_index >= 0}


def builds_under_way(api: AirflowApi, run: str, seconds: float = 300) -> dict[int, TaskState]:
    """The months' builds, once every one of them is under way."""
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up:
        running = {number: task for number, task in builds(api, run).items() if task.state == "running" and task.worker}
        if len(running) == BUILDS:
            time.sleep(5)  # each has written what it can
            return running
        time.sleep(0.5)
    raise AssertionError(f"the months are not built side by side: {list(api.tasks('grade_months', run))}")


def kill(folder: Path, worker: str) -> psutil.Process:
    """The worker and all it began are gone at once; returns the halted process that the supervisor starts instead."""
    supervisor = psutil.Process(int((folder / "airflow" / "supervisord.pid").read_text()))

    def running() -> list[psutil.Process]:
        return [child for child in supervisor.children() if f"{worker}@localhost" in " ".join(command(child))]

    [process] = running()
    ours = [process, *process.children(recursive=True)]
    for each in ours:
        each.kill()
    print(f"{worker} is killed, {len(ours)} processes", flush=True)
    while not (others := [child for child in running() if child.pid != process.pid]):
        time.sleep(0.05)
    others[0].suspend()
    return others[0]


def command(process: psutil.Process) -> list[str]:
    """How it was started; nothing of one that is gone."""
    with suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
        return list(process.cmdline())
    return []


def compare(found: Picture, undisturbed: Picture) -> None:
    """Raises AssertionError that names the tables that differ."""
    differing = {
        table: (content, undisturbed[table]) for table, content in found.items() if content != undisturbed[table]
    }
    assert found.keys() == undisturbed.keys() and not differing, differing
    print(f"{len(found)} tables hold what an undisturbed run leaves", flush=True)


def frozen_once(cluster: Cluster) -> None:
    """Raises AssertionError unless every month was frozen, once."""
    with warehouse.connect(cluster.warehouse_uri) as connection:
        frozen = warehouse.fetch(connection, "select province_code, period, revision from snapshot.publication")
    found = sorted((row["province_code"], row["period"], row["revision"]) for row in frozen)
    assert found == [(province, month, 1) for province, months in MONTHS.items() for month in months], found
    print(f"{len(found)} months, each frozen once", flush=True)


@contextmanager
def told(what: str) -> Iterator[None]:
    """Says how long the block took."""
    began = time.monotonic()
    yield
    print(f"{what}: {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
