"""The texts that stand in one row of a landed file, read with none of the loaders' code."""

import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pyarrow.parquet

from tests.simulator import reading


def texts(uri: str, sheet: str, row_number: int) -> list[str]:
    """Every cell of the row, as text. Raises IndexError for a row that is not there."""
    return _rows(uri, sheet)[row_number - 1]


@cache
def _rows(uri: str, sheet: str) -> list[list[str]]:
    path = Path(urlsplit(uri).path)
    if reading.ending(path) in ("csv", "csv.gz"):
        return reading.csv_records(path)
    if reading.ending(path) == "parquet":
        records = pyarrow.parquet.read_table(path).to_pylist()
        return [[_text(value) for value in record.values()] for record in records]
    return [[_text(value) for value in row] for row in reading.sheets(path)[sheet]]


def _text(value: Any) -> str:
    """A cell's value as a person would type it: whole numbers without a point, dates as ISO writes them."""
    if isinstance(value, datetime.date):  # a real date is a moment to the loader
        return value.isoformat() if isinstance(value, datetime.datetime) else f"{value.isoformat()}T00:00:00"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
