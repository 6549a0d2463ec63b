"""Refusing rows with reasons, against one hand-written statement that only counts the rows that break each rule.

A month of download events of one province is landed, a share of them spoilt in every way that is refused and some of
the good ones written in Thai digits, Buddhist years and Bangkok's offset. Three sides take turns, each after a
checkpoint, with staging and quarantine empty, timed from sending the statement to its commit:

- counting: `counting.sql`, beside this file. It reads every value with the functions that typing uses (time and month,
  subdistrict by code or name, operating system, formulas), tells repeated events by `count(distinct …)`, returns one
  row of counts and writes nothing. It is spared what typing cannot be spared: it takes the month to be one file, of
  which nothing is held yet, folds no free text and keeps no row.
- refusing: `warehouse/app_download.sql` without the parts that insert the good rows and count the known ones
  (`typed`, `known`, `counted`). It judges every row, keeps the values of the good ones ready for those parts,
  tells repeated and held events, and writes each refused row with all its problems and its sentence to
  `quarantine.rejected_row`, with its key, index and references.
- typing: the whole model, with the good rows and their indexes in `warehouse.app_download`, and `ops.source_file`
  counted: what it takes to have the month's facts.

A statement that writes runs in one process of the server, so counting does too; how long it takes with the server's
own number of processes is given beside it. What was counted must be what was refused, rule by rule. Ratios are given of
the time that passed and, where the server runs on this machine, of the processor time its process took for the
statement: that one a busy machine disturbs least.
"""

import tempfile
import time
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil
import psycopg2

from benchmarks import spoilt_events
from benchmarks.landing import spread, time_loader
from include import warehouse

_COUNTING = Path(__file__).with_name("counting.sql")
_MODEL = warehouse.SQL_FOLDER / "warehouse" / "app_download.sql"


def measure(uri: str, pairs: int, events: int, spoilt: float = 0.02, thai: float = 0.02) -> dict[str, Any]:
    """Times and ratios on a migrated database, given its superuser's URI; `spoilt` and `thai` are shares."""
    model = _MODEL.read_text()
    sides = ("counting", "refusing", "typing", "counting_in_parallel")
    seconds: dict[str, list[float]] = {side: [] for side in sides}
    cpu_seconds: dict[str, list[float]] = {side: [] for side in sides}
    with closing(psycopg2.connect(uri)) as admin, admin.cursor() as cursor:
        admin.autocommit = True
        parameters = _land(uri, cursor, events, spoilt, thai)
        counted = _run(uri, _COUNTING.read_text(), parameters)[2]
        for _ in range(pairs):
            for side, statement in (
                ("counting", _COUNTING.read_text()),
                ("refusing", refusing_alone(model)),
                ("typing", model),
                ("counting_in_parallel", _COUNTING.read_text()),
            ):
                _empty(cursor)
                taken, cpu_taken, _ = _run(uri, statement, parameters, parallel=side == "counting_in_parallel")
                seconds[side].append(taken)
                cpu_seconds[side].append(cpu_taken)
                if side in ("refusing", "typing"):
                    assert _refused(cursor) == counted, (_refused(cursor), counted)
        _empty(cursor)
        return {
            "events": events,
            "spoilt_share": spoilt,
            "refused_cells": sum(counted.values()),
            "refused_cells_by_rule": counted,
            "pairs": pairs,
            **{f"{side}_seconds": spread(taken) for side, taken in seconds.items()},
            **{f"{side}_ratio": _ratio(seconds[side], seconds["counting"]) for side in ("refusing", "typing")},
            **{
                f"{side}_cpu_ratio": _ratio(cpu_seconds[side], cpu_seconds["counting"])
                for side in ("refusing", "typing")
                if all(cpu_seconds["counting"])
            },
        }


def refusing_alone(model: str) -> str:
    """The model without the parts between judging and refusing: those that write the good rows and count the known."""
    judging, _, rest = model.partition("\ntyped as (")
    refusing = rest.partition("\nrefused as (")[2]
    assert refusing, "the model's parts have other names"
    return f"{judging}\nrefused as ({refusing}"


def _ratio(ours: list[float], theirs: list[float]) -> dict[str, float]:
    return spread([one / other for one, other in zip(ours, theirs, strict=True)])


def _land(uri: str, cursor: Any, events: int, spoilt: float, thai: float) -> dict[str, str]:
    """Lands the month in the first province with a rulebook; returns the parameters of typing it."""
    _empty(cursor)
    cursor.execute("truncate raw.app_downloads, raw.other_row, ops.file_column")
    cursor.execute("delete from ops.source_file")
    cursor.execute("select min(province_code) from rulebook.in_force")
    [province_code] = cursor.fetchone()
    cursor.execute("select subdistrict_code, province_code from rulebook.subdistrict order by subdistrict_code")
    places = cursor.fetchall()
    here = [code for code, of in places if of == province_code]
    elsewhere = [code for code, of in places if of != province_code]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "events.csv")
        with file.open("w", encoding="utf-8", newline="") as out:
            out.writelines(spoilt_events.lines(here, elsewhere, events, spoilt, thai))
        time_loader(uri, file, province_code, events)
    cursor.execute("vacuum analyze raw.app_downloads")
    return {"province_code": province_code}


def _empty(cursor: Any) -> None:
    cursor.execute("truncate warehouse.app_download, quarantine.rejected_row")
    cursor.execute("checkpoint")


def _run(
    uri: str, statement: str, parameters: Mapping[str, str], parallel: bool = False
) -> tuple[float, float, dict[str, int]]:
    """Seconds up to the commit, the processor's seconds, and the counts above 0 that the statement returned."""
    with warehouse.connect(uri) as connection, connection.cursor() as cursor:
        if not parallel:
            cursor.execute("set local max_parallel_workers_per_gather = 0")
        cpu_before = _cpu_seconds(connection.info.backend_pid)
        started = time.perf_counter()
        cursor.execute(statement, parameters)
        found = cursor.fetchone() if cursor.description else ()
        names = [column.name for column in cursor.description or ()]
        connection.commit()
        taken = time.perf_counter() - started
        cpu_taken = _cpu_seconds(connection.info.backend_pid) - cpu_before
        return taken, cpu_taken, {name: count for name, count in sorted(zip(names, found, strict=True)) if count}


def _cpu_seconds(process_id: int) -> float:
    """The processor time of a process of the server; 0 where the server is on another machine."""
    try:
        process = psutil.Process(process_id)
        used = process.cpu_times()
        return float(used.user + used.system) if process.name() == "postgres" else 0.0
    except psutil.Error:
        return 0.0


def _refused(cursor: Any) -> dict[str, int]:
    """How many cells were refused, by column and rule."""
    cursor.execute(
        """
        select problem.column_name || '__' || problem.rule, count(*)
        from quarantine.rejected_row cross join lateral unnest(problems) as problem
        group by problem.column_name, problem.rule
        """
    )
    return dict(sorted(cursor.fetchall()))
