"""Parquet files as databases export them: no header row, and in every column one type."""

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from random import Random
from typing import Any

import pyarrow
import pyarrow.parquet

from include.simulator.csv_files import heading
from include.simulator.layout import Column
from include.simulator.records import Cell, PlacedRow, Row, Written


def parquet_file(random: Random, columns: Sequence[Column], rows: Sequence[Row]) -> Written:
    """A file; its first record is row 1."""
    categories = random.random() < 0.3  # as pandas keeps what repeats
    fields = {heading(random, column): _field([row.cells.get(column.name) for row in rows]) for column in columns}
    if categories:
        fields = {
            name: field.dictionary_encode() if pyarrow.types.is_string(field.type) else field
            for name, field in fields.items()
        }
    buffer = io.BytesIO()
    pyarrow.parquet.write_table(
        pyarrow.table(fields),
        buffer,
        compression=random.choice(["snappy", "zstd", "gzip", "none"]),
        row_group_size=random.choice([1000, 5000, 1_000_000]),
    )
    return Written(buffer.getvalue(), [PlacedRow("", number, row) for number, row in enumerate(rows, start=1)], [])


def _field(cells: Sequence[Cell]) -> Any:
    """A column in the one type of its cells; a day among moments is its first moment, and moments with a zone UTC."""
    moments = [cell for cell in cells if isinstance(cell, datetime)]
    if not moments:
        return pyarrow.array(cells)
    zone = UTC if moments[0].tzinfo else None
    return pyarrow.array(
        [
            datetime.combine(cell, time(), zone) if isinstance(cell, date) and not isinstance(cell, datetime) else cell
            for cell in cells
        ],
        pyarrow.timestamp("us", zone and "UTC"),
    )
