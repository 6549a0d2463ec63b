"""Attainment, grades and freeze of the whole country's districts: our SQL, pandas and DuckDB in turn.

Each begins with what stands in Postgres (targets, measures, what sentences are made of) and ends with its results
committed there, over one connection and in one transaction, so that handing over is part of it. Ours runs three SQL
files of the pipeline once a province, planned once for all of them: attainment, grades, and the freeze, which also
keeps steps, quality, sources, deadlines, roster and rulebook and hashes all of it. The others compute all provinces at
once, and freeze the rows of targets, measures, attainment and grades alone. Their results must be ours, sentences
included.
"""

import time
from collections.abc import Callable
from contextlib import closing
from typing import Any

import duckdb
import pandas
import psycopg2

from benchmarks import country
from benchmarks.engines import handing, in_duckdb, in_pandas
from benchmarks.landing import spread
from benchmarks.spent import Meter
from include import months, warehouse
from include.prepared import Prepared

FILES = ("mart/attainment.sql", "mart/district_grade.sql", "snapshot/publication.sql")
_FIRST_REVISION = 2  # 0 and 1 stand already


def measure(uri: str, pairs: int) -> dict[str, Any]:
    """Seconds and processor seconds of each, on a warehouse whose national month is closed."""
    handing.make_tables(uri)
    engines: dict[str, Callable[[Any, Any], None]] = {"pandas": in_pandas.work, "duckdb": in_duckdb.work}
    meter, files = Meter(uri), dict.fromkeys(FILES, 0.0)
    graded = _graded(uri)
    for number in range(pairs):
        revision = _FIRST_REVISION + number
        _checkpoint(uri)
        with meter.step("ours"):
            _ours(uri, graded, revision, files)
        for name, work in engines.items():
            with closing(psycopg2.connect(uri)) as connection, connection.cursor() as cursor:
                handing.empty(cursor)
                connection.commit()
                _checkpoint(uri)
                with meter.step(name):
                    work(cursor, country.PERIOD)
                    connection.commit()
            assert not (different := handing.differences(uri, revision)), (name, different)
    seconds = {name: _of(meter.steps, name, "seconds") for name in ("ours", *engines)}
    cpu = {
        name: [
            client + server
            for client, server in zip(
                _of(meter.steps, name, "client_cpu_seconds"), _of(meter.steps, name, "server_cpu_seconds"), strict=True
            )
        ]
        for name in ("ours", *engines)
    }
    return {
        "provinces": len(graded),
        "pairs": pairs,
        "pandas_version": pandas.__version__,
        "duckdb_version": duckdb.__version__,
        **{f"{name}_seconds": spread(taken) for name, taken in seconds.items()},
        **{f"{name}_cpu_seconds": spread(taken) for name, taken in cpu.items()},
        **{f"{name}_ratio": _ratio(seconds["ours"], seconds[name]) for name in engines},
        **{f"{name}_cpu_ratio": _ratio(cpu["ours"], cpu[name]) for name in engines},
        "files": {path: round(taken / pairs, 3) for path, taken in files.items()},
    }


def _ours(uri: str, graded: list[months.Month], revision: int, files: dict[str, float]) -> None:
    """Grades and freezes province after province; adds to `files` what each file took."""
    freeze = {"revision": revision, "kind": "restated", "reason": "benchmark", "taken_at": country.DUE_AT}
    with warehouse.connect(uri) as connection:
        prepared = Prepared.files(connection, FILES)
        for month in graded:
            for path in FILES:
                began = time.perf_counter()
                prepared.run_one(path, month | freeze)
                files[path] += time.perf_counter() - began


def _graded(uri: str) -> list[months.Month]:
    with warehouse.connect(uri) as connection:
        found = warehouse.fetch(
            connection,
            "select programme_code, province_code, period from ops.month where status = 'graded' and period = %s"
            " order by province_code",
            (country.PERIOD,),
        )
    return [month | {"code_version": warehouse.code_version()} for month in found]


def _checkpoint(uri: str) -> None:
    with closing(psycopg2.connect(uri)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute("checkpoint")


def _of(steps: list[dict[str, Any]], name: str, key: str) -> list[float]:
    return [step[key] for step in steps if step["step"] == name]


def _ratio(ours: list[float], theirs: list[float]) -> dict[str, float]:
    return spread([one / other for one, other in zip(ours, theirs, strict=True)])
