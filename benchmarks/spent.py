"""What a step of work takes: time, the processor time of client and server, bytes read and written, memory.

The server's are those of all its processes, taken from /proc where it runs on this machine, and from `pg_stat_io`. So
nothing else may work on the server meanwhile.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psutil
import psycopg2

_EVERY_SECONDS = 0.2  # how often the memory of the server's processes is looked at
_SETTLED_SECONDS = 0.2  # until a server's process whose connection was closed has ended, and is counted
_IO = """
select
    coalesce(sum(read_bytes), 0)::float8,
    coalesce(sum(write_bytes) + sum(extend_bytes), 0)::float8
from pg_stat_io
"""

Spent = dict[str, Any]


class Meter:
    """Measures steps one after the other, each as a dict that begins with its name."""

    def __init__(self, uri: str) -> None:
        self.steps: list[Spent] = []
        self._uri = uri
        self._server = server_of(uri)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """One step; what it took is the last of `steps` when the block ends."""
        _forget_peak()
        read, written = self._bytes()
        seen = _Watch(self._server)
        server, client, began = self.server_seconds(), time.process_time(), time.perf_counter()
        try:
            with seen:
                yield
        finally:
            seconds, spent = time.perf_counter() - began, time.process_time() - client
            time.sleep(_SETTLED_SECONDS)
            served = self.server_seconds() - server
            now_read, now_written = self._bytes()
            self.steps.append(
                {
                    "step": name,
                    "seconds": round(seconds, 3),
                    "client_cpu_seconds": round(spent, 3),
                    "server_cpu_seconds": round(served, 3),
                    "read_megabytes": round((now_read - read) / 1e6, 1),
                    "written_megabytes": round((now_written - written) / 1e6, 1),
                    "client_peak_megabytes": round(peak_bytes() / 1e6, 1),
                    "server_peak_megabytes": round(seen.peak / 1e6, 1),
                }
            )

    def server_seconds(self) -> float:
        """Processor seconds of the server's processes, those that ended included; 0 where it runs elsewhere."""
        if self._server is None:
            return 0.0
        own = self._server.cpu_times()
        total = own.user + own.system + own.children_user + own.children_system
        for process in self._server.children():
            try:
                spent = process.cpu_times()
            except psutil.Error:
                continue
            total += spent.user + spent.system
        return float(total)

    def _bytes(self) -> tuple[float, float]:
        with closing(psycopg2.connect(self._uri)) as connection, connection.cursor() as cursor:
            cursor.execute(_IO)
            [(read, written)] = cursor.fetchall()
        return read, written


class _Watch:
    """Looks at the memory of the server's processes that is theirs alone; `peak` is the most of all together."""

    def __init__(self, server: psutil.Process | None) -> None:
        self.peak = 0
        self._server = server
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> None:
        if self._server is not None:
            self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()

    def _look(self) -> None:
        assert self._server is not None
        while not self._over.wait(_EVERY_SECONDS):
            self.peak = max(self.peak, sum(_anonymous(process.pid) for process in self._server.children()))


def peak_bytes() -> int:
    """This program's peak memory. `getrusage` would count what its parent used before it started us."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) * 1024


def _forget_peak() -> None:
    """From here on the peak is counted anew."""
    Path("/proc/self/clear_refs").write_text("5")


def _anonymous(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/status").read_text().split("RssAnon:")[1].split()[0]) * 1024
    except (OSError, IndexError):
        return 0


def server_of(uri: str) -> psutil.Process | None:
    """The server's first process, where it runs on this machine."""
    with closing(psycopg2.connect(uri)) as connection:
        try:
            process = psutil.Process(connection.info.backend_pid)
            parent = process.parent()
        except psutil.Error:
            return None
        return parent if parent is not None and "postgres" in process.name() else None
