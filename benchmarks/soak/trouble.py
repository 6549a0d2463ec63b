"""What is done to a task while it runs, and to the server under it; each in its own moment."""

import signal
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from random import Random

import psutil
import psycopg2

from benchmarks.soak.homes import Home
from include.local import postgres
from include.local.home import LocalError

_HANGS_SECONDS = 180
Start = Callable[[], BaseProcess]


def kill_worker(_: Home, process: BaseProcess) -> None:
    """The worker is gone (SIGKILL)."""
    process.kill()


def kill_backend(home: Home, process: BaseProcess) -> None:
    """One of the server's own processes is killed: it ends all others and repairs itself."""
    with suppress(psutil.NoSuchProcess, psycopg2.Error):
        found = home.ask(
            "select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()"
        )
        for row in found[:1]:
            psutil.Process(row["pid"]).kill()


def kill_server(home: Home, process: BaseProcess) -> None:
    """All of the server is killed at once."""
    with suppress(psutil.NoSuchProcess, FileNotFoundError):
        server = home.server()
        for one in [server, *server.children()]:
            with suppress(psutil.NoSuchProcess):
                one.send_signal(signal.SIGKILL)
        psutil.wait_procs([server], timeout=10)


def restart_server(home: Home, process: BaseProcess) -> None:
    """The server is restarted in good order, while the task is at work."""
    with suppress(LocalError):  # it is repairing itself
        postgres.stop(home.folder)
    home.up()


TROUBLES: Mapping[str, tuple[int, Callable[[Home, BaseProcess], None]]] = {
    "worker killed": (70, kill_worker),
    "connection killed": (9, kill_backend),
    "server killed": (9, kill_server),
    "server restarted": (7, restart_server),
}
TWICE = "task started twice"
_WEIGHTS = {name: weight for name, (weight, _) in TROUBLES.items()} | {TWICE: 10}


@dataclass
class Fate:
    """Chance, and what it did; how long each task usually takes it is told."""

    random: Random
    usual_seconds: dict[str, float]
    share: float  # of tasks that something happens to
    done: dict[str, int] = field(default_factory=dict)

    def run(self, home: Home, task: str, start: Start, calm: bool) -> bool:
        """Run a task, disturbed or not; whether it came to its end."""
        name = None if calm or self.random.random() >= self.share else self._choose()
        process = start()
        if name == TWICE:
            self._count(name)
            other = start()
            return all([_ended_well(home, one) for one in (process, other)])
        if name is not None:
            process.join(self.random.uniform(0.02, 1.1 * self.usual_seconds.get(task, 0.2)))
            if process.exitcode is None:
                self._count(name)
                _, do = TROUBLES[name]
                do(home, process)
        return _ended_well(home, process)

    def _choose(self) -> str:
        return self.random.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]

    def _count(self, name: str) -> None:
        self.done[name] = self.done.get(name, 0) + 1


class Quiet(Fate):
    """Nothing happens; how long each task usually takes is learnt."""

    def __init__(self) -> None:
        super().__init__(Random(0), {}, 0.0)
        self._took: dict[str, list[float]] = {}

    def run(self, home: Home, task: str, start: Start, calm: bool) -> bool:
        """Run a task, and learn."""
        began = time.monotonic()
        ended = super().run(home, task, start, calm=True)
        took = self._took.setdefault(task, [])
        took.append(time.monotonic() - began)
        self.usual_seconds[task] = sorted(took)[len(took) // 2]
        return ended


def _ended_well(home: Home, process: BaseProcess) -> bool:
    process.join(_HANGS_SECONDS)
    if process.exitcode is None:
        process.kill()
        raise TimeoutError(f"a task hangs; its log: {home.log}")
    if process.exitcode:
        home.up()
    return process.exitcode == 0
