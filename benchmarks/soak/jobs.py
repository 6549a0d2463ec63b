"""The tasks of the DAGs, each in a process of its own, at a moment that is given.

What runs are the functions that the DAGs' tasks call; only the clock and the name of the run are given to them.
"""

import logging
import multiprocessing
import os
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from include import months, orchestration, restating, warehouse

Parameters = list[dict[str, Any]]
_processes = multiprocessing.get_context("forkserver")


def run_all(files: tuple[str, ...], _: datetime, parameters: Parameters) -> None:
    """A mapped task of SQL files, one after the other."""
    months.run_each(files, parameters)


def restate(at: datetime, _: Parameters) -> None:
    """Propose every published month that differs, and approve what was shown."""
    with warehouse.connect() as connection:
        differing = warehouse.fetch(
            connection,
            "select distinct programme_code, province_code, period from mart.restatement order by 2, 3",
        )
    for month in differing:
        try:
            proposal = restating.propose(**month, proposed_by="soak")
        except restating.CannotRestate:
            continue  # the provisional summary alone stands
        decision = restating.Decision(True, "แก้ไขตามไฟล์ที่มาภายหลัง", "soak", at)
        restating.settle(proposal["proposal_id"], decision)


TASKS: Mapping[str, Callable[[datetime, Parameters], Any]] = {
    "freeze_due": lambda at, _: months.freeze_due(at, orchestration.run_id()),
    "load_files": lambda *_: orchestration.load_landing(),
    "type_rows": partial(run_all, months.TYPE),
    "hand_back": lambda *_: orchestration.hand_back(),
    "issue_receipts": lambda *_: orchestration.issue_receipts(),
    "build": partial(run_all, months.BUILD),
    "audit": lambda _, parameters: orchestration.audit(orchestration.as_parameters(parameters)),
    "move": partial(run_all, months.MOVE),
    "find_due": lambda at, _: months.bring_up_to_date(months.due(at), orchestration.run_id()),
    "freeze": partial(run_all, months.FREEZE),
    "write_files": lambda *_: orchestration.write_publications(),
    "restate": restate,
}


def prepare() -> None:
    """Import once, in the process that all others come from, what takes long to import."""
    _processes.set_forkserver_preload(["benchmarks.soak.preloaded"])


def start(task: str, environment: Mapping[str, str], at: datetime, parameters: Parameters) -> BaseProcess:
    """A task in a process of its own."""
    process = _processes.Process(target=_run, args=(task, dict(environment), at, parameters))
    process.start()
    return process


def _run(task: str, environment: dict[str, str], at: datetime, parameters: Parameters) -> None:
    os.environ.update(environment)
    log = Path(environment["SOAK_LOG"]).open("a", buffering=1)  # noqa: SIM115
    sys.stdout = sys.stderr = log
    logging.basicConfig(stream=log, level=logging.WARNING, force=True)
    orchestration.now = lambda: at
    orchestration.run_id = lambda: f"soak {task} {at:%Y-%m-%dT%H:%M:%S%z}"
    print(f"--- {at:%Y-%m-%d %H:%M:%S} {task} ({len(parameters)})", file=log)
    TASKS[task](at, parameters)
