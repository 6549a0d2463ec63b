"""More than one worker on this machine: a queue (the system's Redis) and Celery workers beside Airflow's components.

EXECUTOR=CeleryExecutor and WORKERS (default 2) ask for them, as in docker-compose.yaml; without, tasks run beside the
scheduler. Airflow itself imports this module, for `name`: what only the supervisor needs is imported when it asks.
"""

import os
import shlex
import shutil
import socket
import sys
import time
from pathlib import Path
from typing import Any

from include.local.home import LocalError, free_port, is_free, keep_private, random_secret, write_private

TASKS_OF_A_WORKER = 2
# What a worker that died had taken comes back after the first; that it died is noticed after the second.
VISIBLE_AGAIN_SECONDS, SILENT_SECONDS = 1800, 300

_QUEUE = """\
bind 127.0.0.1
port {port}
requirepass {password}
dir {folder}
appendonly yes
maxmemory-policy noeviction
save ""
"""


def wanted() -> int:
    """How many workers the environment asks for; 0 where tasks run beside the scheduler. LocalError for nonsense."""
    executor = os.environ.get("EXECUTOR") or "LocalExecutor"
    if executor == "LocalExecutor":
        return 0
    if executor != "CeleryExecutor":
        raise LocalError(f"EXECUTOR is LocalExecutor or CeleryExecutor, not {executor}.")
    workers = os.environ.get("WORKERS") or "2"
    if not workers.isascii() or not workers.isdigit() or not 1 <= int(workers) <= 64:
        raise LocalError(f"WORKERS is a number from 1 to 64, not {workers}.")
    return int(workers)


def name() -> str:
    """Where a task runs, as Airflow notes it: the worker, else the machine."""
    return os.environ.get("CHUMCHON_WORKER") or socket.gethostname()


def names(workers: int) -> list[str]:
    """Every worker by its name."""
    return [f"worker-{number}" for number in range(1, workers + 1)]


def prepare(folder: Path) -> None:
    """Writes the queue's settings, readable for us alone. Raises LocalError where Redis is not installed."""
    _program()
    values = _secrets(folder)
    if not is_free(int(values["port"])):
        values["port"] = free_port()
        write_private(_secrets_file(folder), values)
    queue = folder / "redis"
    queue.mkdir(mode=0o700, exist_ok=True)
    settings = queue / "redis.conf"
    settings.touch(mode=0o600)
    settings.write_text(_QUEUE.format(folder=f'"{queue}"', **values))


def settings(folder: Path, airflow_uri: str, workers: int) -> dict[str, dict[str, object]]:
    """What Airflow is told of its queue and its workers, by section."""
    given = os.environ
    return {
        "core": {
            "executor": "CeleryExecutor",
            "hostname_callable": f"{__name__}.{name.__name__}",
            "parallelism": workers * TASKS_OF_A_WORKER,
        },
        "celery": {
            "broker_url": _address(folder),
            "result_backend": airflow_uri.replace("postgresql://", "db+postgresql+psycopg2://"),
            "worker_concurrency": TASKS_OF_A_WORKER,
            "operation_timeout": 30,  # a task that could not be handed out by then counts as failed
        },
        "celery_broker_transport_options": {
            "visibility_timeout": given.get("CHUMCHON_VISIBLE_AGAIN_SECONDS") or VISIBLE_AGAIN_SECONDS,
        },
        "scheduler": {
            "task_instance_heartbeat_timeout": given.get("CHUMCHON_SILENT_SECONDS") or SILENT_SECONDS,
        },
    }


def programs(folder: Path, workers: int) -> dict[str, str]:
    """The commands of the queue and of each worker, by the name of the worker."""
    worker = (
        f"{shlex.quote(sys.executable)} -m airflow celery worker --skip-serve-logs --without-mingle --without-gossip"
    )
    queue = shlex.quote(str(folder / "redis" / "redis.conf"))
    return {"redis": f"{shlex.quote(_program())} {queue}"} | {
        name: f"{worker} --celery-hostname {name}@localhost" for name in names(workers)
    }


def wait_until_ready(folder: Path, workers: int, seconds: float = 120) -> None:
    """Until every worker answers through the queue. Raises LocalError that names who does not."""
    from celery import Celery

    give_up = time.monotonic() + seconds
    missing = set(names(workers))
    with Celery(broker=_address(folder)) as queue:
        while missing:
            missing = set(names(workers)) - _answering(queue)
            if missing and time.monotonic() > give_up:
                raise LocalError(f"These workers do not answer: {', '.join(sorted(missing))}.")


def _answering(queue: Any) -> set[str]:
    from kombu.exceptions import OperationalError

    try:
        answers = queue.control.ping(timeout=1)
    except (OperationalError, OSError):  # the queue itself is not there yet
        time.sleep(0.3)
        return set()
    return {worker.partition("@")[0] for answer in answers for worker in answer}


def _program() -> str:
    found = shutil.which("redis-server")
    if found is None:
        raise LocalError("More than one worker needs Redis on this machine: apt-get install redis-server")
    return found


def _address(folder: Path) -> str:
    values = _secrets(folder)
    return f"redis://:{values['password']}@127.0.0.1:{values['port']}/0"


def _secrets_file(folder: Path) -> Path:
    return folder / "secrets" / "redis.json"


def _secrets(folder: Path) -> dict[str, str]:
    return keep_private(_secrets_file(folder), {"password": random_secret, "port": free_port})
