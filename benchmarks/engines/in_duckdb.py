"""Attainment, grades and what is frozen of them, in DuckDB: the inputs and results lie in files between the two."""

import tempfile
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.engines import handing

_SQL = Path(__file__).with_name("in_duckdb.sql")


def work(cursor: Any, period: Any) -> None:
    """Reads the inputs, computes, and writes the results back."""
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as engine:
        for name, content in handing.read(cursor, period).items():
            path = Path(folder, f"{name}.csv")
            path.write_bytes(content)
            engine.execute(
                f"create table {name} as select * from read_csv('{path}', header = true, all_varchar = true)"
            )
        engine.execute(_SQL.read_text())
        for table in handing.RESULTS:
            path = Path(folder, f"{table}.csv")
            engine.execute(f"copy {table} to '{path}' (format csv, header)")
            with path.open("rb") as rows:
                handing.write(cursor, table, rows)
