"""Breaks the path of a deadline in nine ways, for real, and measures how long it takes until somebody is told.

    python -m benchmarks.reliability FOLDER

Starts Postgres and Airflow in FOLDER, the watchdog every five seconds (in production every five minutes: what it finds
takes up to so much longer), and a receiver as the only channel. Prints a table for docs/reliability.md. As root alone:
it mounts small disks in FOLDER, and moves a clock in a namespace of its own. Takes ten minutes.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import psutil
import psycopg2

from include.local import airflow_settings, postgres, services
from include.local.airflow_api import AirflowApi
from include.local.postgres import Cluster

PROJECT = Path(__file__).parents[1]
LOOK_EVERY = 5
DUE = """
    update rulebook.deadline set due_at = now() + %s::interval
    where province_code = %s and period = %s and deadline_code = %s
"""


class Receiver:
    """What came, with when it came."""

    def __init__(self) -> None:
        messages: list[tuple[float, str, str]] = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                messages.append((time.time(), said["title"], said["message"]))
                self.send_response(200)
                self.end_headers()

            def log_message(self, format: str, *values: Any) -> None:
                """Says nothing."""

        self.messages = messages
        server = HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.url = f"json://127.0.0.1:{server.server_port}/"

    def wait_for(self, words: str, since: float, look: Callable[[], None], seconds: float) -> tuple[float, str]:
        """Seconds from `since` until a message with these words, and its first lines."""
        give_up = time.time() + seconds
        while time.time() < give_up:
            look()
            for at, _, message in list(self.messages):
                if at >= since and words in message:
                    [told] = [part for part in message.split("\n\n") if words in part][:1]
                    return at - since, " · ".join(told.split("\n")[:2])
            time.sleep(LOOK_EVERY)
        raise AssertionError(f"nobody was told “{words}” within {seconds:.0f} seconds")


class Trial:
    """A home with Postgres and Airflow, its watchdog, and what was measured."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.receiver = folder, Receiver()
        self.cluster: Cluster = postgres.start(folder)
        postgres.migrate(self.cluster)
        os.environ["CHUMCHON_ALERT_URLS"] = self.receiver.url
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("AIRFLOW")}
        self.environment |= {"CHUMCHON_HOME": str(folder)}
        self.rows: list[tuple[str, str, str, float]] = []

    def look(self, *before: str) -> None:
        """One look of the watchdog, as the timer would start it."""
        command = [*before, sys.executable, "-m", "include.watchdog"]
        subprocess.run(command, env=self.environment, cwd=PROJECT, capture_output=True, check=False)

    def told(
        self, what: str, words: str, since: float, look: Callable[[], None] | None = None, seconds: float = 400
    ) -> None:
        """Waits until it is told, and keeps the row."""
        took, text = self.receiver.wait_for(words, since, look or self.look, seconds)
        self.rows.append((what, words, text, took))
        print(f"{what}: {took:.1f} s · {text}", flush=True)

    def admin(self, statement: str, *values: Any, database: str = "warehouse") -> None:
        """A statement of the superuser."""
        uri = str(self.cluster.admin_uri).rsplit("/", 1)[0] + f"/{database}"
        with closing(psycopg2.connect(uri)) as connection, connection.cursor() as cursor:
            connection.autocommit = True
            cursor.execute(statement, values)

    def due(self, period: str, report: str, publication: str) -> None:
        """Chiang Rai's month is open, with its deadlines so far from now."""
        self.admin("update rulebook.version set loaded_at = now() - interval '300 days'")
        self.admin(DUE, report, "57", period, "report")
        self.admin(DUE, publication, "57", period, "publication")


def component(folder: Path, words: str) -> psutil.Process:
    """A component of the Airflow of this home: the oldest process that names itself so."""
    supervisor = psutil.Process(int((folder / "airflow" / "supervisord.pid").read_text()))
    found = [child for child in supervisor.children(recursive=True) if words in " ".join(child.cmdline())]
    return min(found, key=lambda process: process.create_time())


@contextmanager
def stopped(process: psutil.Process) -> Iterator[None]:
    """It and its children hang for as long as the block lasts: no supervisor notices that."""
    hanging = [process, *process.children(recursive=True)]
    for one in hanging:
        one.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        for one in hanging:
            one.send_signal(signal.SIGCONT)


@contextmanager
def disk(folder: Path, *options: str) -> Iterator[None]:
    """A small disk of its own at a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


def with_airflow(trial: Trial) -> None:
    """What needs Airflow running: its own deadline alert, a failed task, and its parts that break."""
    services.start(trial.cluster, schedules=False, folder=trial.folder)
    address, passwords = airflow_settings.address(trial.folder), airflow_settings.passwords(trial.folder)
    api = AirflowApi(address, "it", passwords["it"])
    try:
        api.wait_for_dags(["watch_deadlines", "grade_months"], datetime.now(UTC))
        trial.admin("update dag set is_paused = false", database="airflow")

        trial.due("2024-02-01", "-3 days", "75 seconds")
        passes = time.time() + 75
        api.trigger("watch_deadlines", {})
        trial.told("Airflow's own deadline alert (watchdog off)", "เลยกำหนดเผยแพร่แล้ว", passes, lambda: None)

        api.wait_for_dags(["grade_months"], datetime.now(UTC))
        trial.admin("alter view ops.stale_month rename to stale_month_away")
        began = time.time()
        api.trigger("grade_months", {})
        trial.told("a task fails (watchdog off)", "ด่วน: งานอัตโนมัติล้มเหลว", began, lambda: None)
        trial.admin("alter view ops.stale_month_away rename to stale_month")
        began = time.time()
        api.trigger("grade_months", {})
        trial.told("the task succeeds again", "เรียบร้อยแล้ว: งานอัตโนมัติล้มเหลว", began, lambda: None)

        for what, words, told in (
            ("scheduler hangs", "scheduler", "ตัวจัดตารางของ Airflow"),
            ("triggerer hangs", "triggerer", "ตัวรอเหตุการณ์ของ Airflow"),
        ):
            trial.look()
            began = time.time()
            with stopped(component(trial.folder, words)):
                trial.told(what, f"ด่วน: {told}", began)

        trial.admin("update dag set is_paused = true where dag_id = 'publish_months'", database="airflow")
        trial.told("a DAG is paused", "ด่วน: DAG ที่ต้องทำงานตามกำหนดถูกพัก", time.time())
    finally:
        services.stop(trial.folder)
    trial.admin("alter database airflow allow_connections false", database="postgres")
    trial.told("Airflow's database is gone", "ด่วน: ติดต่อฐานข้อมูลของ Airflow ไม่ได้", time.time())
    trial.admin("alter database airflow allow_connections true", database="postgres")


def without_airflow(trial: Trial) -> None:
    """What breaks around it."""
    trial.look()
    with disk(trial.folder / "publish", "size=1m", "ro"):
        trial.told("the publish location takes nothing", "ด่วน: เขียนที่เผยแพร่ไม่ได้", time.time())
    trial.look()

    began = time.time()
    moved = ("unshare", "-T", "--boottime", "10800")  # three hours passed, and the clock says none did
    trial.told("the clock goes back by three hours", "ด่วน: นาฬิกาของเครื่องไม่ตรง", began, lambda: trial.look(*moved))

    trial.environment["CHUMCHON_ALERT_URLS"] = f"json://127.0.0.1:9/\n{trial.receiver.url}"
    trial.due("2024-03-01", "-3 days", "-1 hour")
    trial.told("the watchdog's first channel fails", "โปรดตรวจสอบ: ช่องทางแจ้งเตือนส่งไม่ได้", time.time())
    trial.environment["CHUMCHON_ALERT_URLS"] = trial.receiver.url

    began = time.time()
    postgres.stop(trial.folder)
    trial.told("Postgres is stopped", "ด่วน: ติดต่อฐานข้อมูลของคลังไม่ได้", began)


def on_a_small_disk(folder: Path) -> list[tuple[str, str, str, float]]:
    """A warehouse whose own disk is full."""
    with disk(folder, "size=320m", "mode=711"):
        trial = Trial(folder)
        try:
            trial.due("2024-02-01", "-3 days", "-1 hour")
            trial.look()
            with (folder / "filler").open("wb", buffering=0) as filler:
                try:
                    while True:
                        filler.write(b"\0" * 65536)
                except OSError:
                    pass
            trial.told("the warehouse's disk is full", "ด่วน: ฐานข้อมูลของคลังเขียนไม่ได้", time.time())
        finally:
            postgres.stop(folder)
    return trial.rows


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    trial = Trial(folder / "home")
    try:
        with_airflow(trial)
        without_airflow(trial)
    finally:
        services.stop(folder / "home")
        postgres.stop(folder / "home")
    rows = trial.rows + on_a_small_disk(folder / "small")
    print("\n| broken | told | seconds |\n|---|---|---|")
    for what, _, text, took in rows:
        print(f"| {what} | {text} | {took:.0f} |")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
