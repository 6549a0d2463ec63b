"""A receiver of alerts on loopback, and the watchdog as cron would start it."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from include import warehouse

PROJECT = Path(__file__).parents[2]
SECRET = "s3cr3t-token"


@dataclass
class Receiver:
    """A web hook: what it was sent, with when, and the answer it gives."""

    url: str = ""
    status: int = 200
    messages: list[dict[str, Any]] = field(default_factory=list)

    def take(self) -> list[dict[str, Any]]:
        """What came since it was last asked."""
        taken, self.messages[:] = list(self.messages), []
        return taken


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    yield from _receiver()


@pytest.fixture
def second_receiver() -> Iterator[Receiver]:
    yield from _receiver()


def _receiver() -> Iterator[Receiver]:
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            receiver.messages.append(message | {"at": time.time()})
            self.send_response(receiver.status)
            self.end_headers()

        def log_message(self, format: str, *values: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    receiver.url = f"json://127.0.0.1:{server.server_port}/{SECRET}"
    yield receiver
    server.shutdown()
    server.server_close()


@dataclass
class Looked:
    """One run of the watchdog."""

    code: int
    said: str
    seconds: float


@dataclass
class Watchdog:
    """The program, with its environment and home."""

    home: Path
    environment: dict[str, str]

    def look(self, *arguments: str) -> Looked:
        started = time.monotonic()
        ended = subprocess.run(
            [sys.executable, "-m", "include.watchdog", *arguments],
            env=self.environment,
            cwd=PROJECT,
            capture_output=True,
            text=True,
            timeout=60,
        )
        return Looked(ended.returncode, ended.stdout + ended.stderr, time.monotonic() - started)

    def dry_run(self) -> str:
        """What it wrote for want of a channel."""
        return "".join(path.read_text() for path in sorted((self.home / "alerts").glob("dry-run-*.txt")))


@pytest.fixture
def watchdog(tmp_path: Path, database: str, receiver: Receiver) -> Watchdog:
    """A watchdog over a warehouse of its own, with one channel."""
    home = tmp_path / "home"
    (home / "landing").mkdir(parents=True)
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("AIRFLOW", "CHUMCHON"))}
    environment = plain | {
        "CHUMCHON_HOME": str(home),
        "AIRFLOW_CONN_WAREHOUSE": database,
        "CHUMCHON_ALERT_URLS": receiver.url,
    }
    return Watchdog(home, environment)


def make_due(database: str, province: str, period: str, report: str, publication: str) -> None:
    """Moves a month's deadlines to intervals from now, and opens it; the other months stay as they are."""
    with warehouse.connect(database) as connection, connection.cursor() as cursor:
        cursor.execute(
            "update rulebook.version set loaded_at = now() - interval '300 days' where province_code = %s", (province,)
        )
        for code, when in (("report", report), ("publication", publication)):
            cursor.execute(
                "update rulebook.deadline set due_at = now() + %s::interval"
                " where province_code = %s and period = %s and deadline_code = %s",
                (when, province, period, code),
            )
