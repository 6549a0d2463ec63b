"""A table as Parquet: numbers as exact decimals, moments with their zone, each column with its description and unit.

Decimals have room for 20 places in every month, so that files of several months are one data set; where a value needs
more, its column has more.
"""

import io
from typing import Any

import pyarrow
import pyarrow.parquet

from include.publishing.data_package.described import Column, Table

PLACES, DIGITS, MOST_DIGITS = 20, 38, 76
_TYPES = {
    "bigint": pyarrow.int64(),
    "integer": pyarrow.int32(),
    "boolean": pyarrow.bool_(),
    "date": pyarrow.date32(),
    "timestamp with time zone": pyarrow.timestamp("us", tz="Asia/Bangkok"),
    "text": pyarrow.string(),
    "jsonb": pyarrow.string(),
    "text[]": pyarrow.list_(pyarrow.string()),
}


def content(table: Table, about: dict[str, str]) -> bytes:
    """The bytes of the file; `about` is kept in it, beside what the table is."""
    described = table.described
    columns = list(zip(*table.rows, strict=True)) or [()] * len(described.columns)
    schema = pyarrow.schema(
        [_field(column, values) for column, values in zip(described.columns, columns, strict=True)],
        metadata={**about, "name": described.name, "description": described.comment},
    )
    arrays = [pyarrow.array(values, type=field.type) for field, values in zip(schema, columns, strict=True)]
    sink = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_arrays(arrays, schema=schema), sink, compression="zstd")
    return sink.getvalue()


def _field(column: Column, values: tuple[Any, ...]) -> Any:
    told = {"title": column.title, "description": column.comment}
    if column.unit:
        told["unit"] = column.unit
    if column.unit_stands_in:
        told["unitStandsIn"] = column.unit_stands_in
    kept_as = _decimal(values) if column.type == "numeric" else _TYPES[column.type]
    return pyarrow.field(column.name, kept_as, nullable=not column.required, metadata=told)


def _decimal(values: tuple[Any, ...]) -> Any:
    known = [value.as_tuple() for value in values if value is not None]
    places = max([PLACES, *(-value.exponent for value in known)])
    whole = max([0, *(len(value.digits) + value.exponent for value in known)])
    return pyarrow.decimal128(DIGITS, places) if whole + places <= DIGITS else pyarrow.decimal256(MOST_DIGITS, places)
