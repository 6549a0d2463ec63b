"""The intake in a process of its own, which may be killed at any of its steps.

A step is a call that reaches the database. Nothing of the intake is changed for it: the interpreter itself tells of
every call (`sys.setprofile`), and a kill is SIGKILL, which no code sees coming.
"""

import multiprocessing
import os
import resource
import signal
import sys
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import FrameType
from typing import Any

import psycopg2
import pytest

from include import months, warehouse
from include.archive import FolderArchive
from include.loaders import landing, receiving
from tests.pipeline.driver import landed_files

SEEN_AT = datetime(2024, 3, 14, 3, tzinfo=UTC)
_STEPS = {"execute", "executemany", "copy_expert", "commit"}
_ARRIVES_FROM = 10_000  # bytes: a small file then takes the way of a large one, which is loaded while it is read
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload([__name__])


@dataclass(frozen=True, order=True)
class Step:
    """One call that reaches the database: which call of the run it is, and what it is known by."""

    number: int
    name: str


def archive_of(uri: str, zone: Path) -> Path:
    """Where the intake of a database keeps what it received."""
    return zone.parent / f"archive of {uri.rsplit('/', 1)[1]}"


def take_in(uri: str, zone: Path, streams: int = 1) -> None:
    """What `ingest_landing` does with a landing zone: load and archive every file, type every province that waits."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AIRFLOW_CONN_WAREHOUSE", uri)
        for module in (landing, receiving):
            patch.setattr(module, "KEPT_IN_MEMORY", _ARRIVES_FROM)
        with warehouse.connect() as connection:
            archive, beside = FolderArchive(archive_of(uri, zone)), [warehouse.connect] * (streams - 1)
            landing.register(connection, landed_files(zone), SEEN_AT, archive, beside)
        for province in months.pending_provinces():
            months.run(months.TYPE, province)


def start(
    uri: str,
    zone: Path,
    die_before: int = 0,
    die_after_seconds: float = 0.0,
    room: int | None = None,
    streams: int = 1,
) -> BaseProcess:
    """The intake in a process of its own, with so many provinces at a time.

    It kills itself before its so many-th step, or after so many seconds; it can write no file beyond `room` bytes.
    """
    process = _processes.Process(target=_run, args=(uri, zone, die_before, die_after_seconds, room, streams))
    process.start()
    return process


def end_of(process: BaseProcess, within: float = 120) -> int:
    """Its exit code; negative for the signal that killed it."""
    process.join(within)
    assert process.exitcode is not None, "the intake hangs"
    return process.exitcode


def steps_of(uri: str, zone: Path) -> list[Step]:
    """Run the intake to its end; returns the steps it took."""
    steps: list[Step] = []

    def notice(frame: FrameType, event: str, call: Any) -> None:
        if event == "c_call" and _is_step(call):
            steps.append(Step(len(steps) + 1, f"{_way_to(frame)} {call.__name__}"))

    sys.setprofile(notice)
    try:
        take_in(uri, zone)
    finally:
        sys.setprofile(None)
    return steps


def _run(uri: str, zone: Path, die_before: int, die_after_seconds: float, room: int | None, streams: int) -> None:
    if room is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    if die_after_seconds:
        threading.Thread(target=_die, args=(die_after_seconds,), daemon=True).start()
    taken = 0

    def count(frame: FrameType, event: str, call: Any) -> None:
        nonlocal taken
        if event == "c_call" and _is_step(call):
            taken += 1
            if taken == die_before:
                _die()

    if die_before:
        threading.setprofile(count)  # of threads that are started from now on
        sys.setprofile(count)
    take_in(uri, zone, streams)


def _way_to(frame: FrameType | None) -> str:
    """The lines of the project that led to a call, and the file or table it is about."""
    lines, about = [], ""
    while frame:
        if frame.f_globals["__name__"].startswith("include."):
            lines.append(f"{frame.f_code.co_qualname}:{frame.f_lineno}")
            about = about or frame.f_locals.get("path") or frame.f_locals.get("table") or ""
        frame = frame.f_back
    return f"{' < '.join(lines)} ({about})"


def _is_step(call: Any) -> bool:
    owner = getattr(call, "__self__", None)
    return call.__name__ in _STEPS and isinstance(owner, psycopg2.extensions.cursor | psycopg2.extensions.connection)


def _die(after_seconds: float = 0.0) -> None:
    time.sleep(after_seconds)
    os.kill(os.getpid(), signal.SIGKILL)
