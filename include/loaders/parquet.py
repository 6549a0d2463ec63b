"""A Parquet export becomes rows of one table, as a stream: one record one row, numbered from 1.

A Parquet has no header row: its columns are known by their names, and the row of their headings is 0. Every cell
becomes the text that a person would read, a real date the form by which a workbook's real date is known.
"""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from include.loaders import cell_text, copying, delimited, headings, limits, rows
from include.loaders.refusal import FileRefused, quoted

_BATCH_ROWS = 8192
_BLOCK_ROWS = 512  # of which every one must be plain for all of them to go the fast way
_SEPARATOR = "\t"  # of all that separates, what text holds the least
_BANGKOK = pa.scalar(7 * 3600, pa.duration("s"))
_DATA, _ENCRYPTED = b"PAR1", b"PARE"


def load(
    connection: Any, file_id: int, names: headings.ColumnMap, content: IO[bytes], others: copying.OtherRows
) -> rows.Table:
    """Copy a file's records into the table of its column map; returns that table, read to its end.

    Raises FileRefused for a file that is not such a table, or would fill the memory.
    """
    content.seek(0)
    start = content.read(len(_DATA))
    size = content.seek(0, 2)
    content.seek(0)
    if start == _ENCRYPTED:
        raise FileRefused("encrypted_parquet")
    if start != _DATA:
        raise FileRefused("not_a_parquet")
    with _refusing(), _bounded_memory(), _open(content) as file:
        if file.metadata.num_rows > max(limits.PARQUET_ROWS, size):
            raise FileRefused("parquet_rows", rows=file.metadata.num_rows)
        table = rows.Table(file_id, "", names, _header(file, names), others, _SEPARATOR)
        texts = _texts(file, max(limits.GZIP_BYTES, size * limits.GZIP_TIMES))
        copying.copy(connection, names.table, table.copied, read(table, texts), _SEPARATOR, table.null)
    return table


def read(table: rows.Table, batches: Iterator[list[pa.Array]]) -> Iterator[bytes]:
    """Blocks of COPY from records of text, a list of columns a batch."""
    first = 1
    for texts in batches:
        lines = pc.binary_join_element_wise(*texts, _SEPARATOR, null_handling="replace").cast(pa.binary())
        for start in range(0, len(lines), _BLOCK_ROWS):
            block = b"\n".join(lines.slice(start, _BLOCK_ROWS).to_pylist()) + b"\n"
            if b"\0" in block:
                raise FileRefused("null_in_parquet")
            count = min(_BLOCK_ROWS, len(lines) - start)
            ready = delimited.plain(table, block) if block.count(b"\n") == count and b"\r" not in block else None
            if ready is not None:
                table.rows_read += count
                yield delimited.numbered(table, first + start, block, count)
                continue
            cells = zip(*(text.slice(start, _BLOCK_ROWS).to_pylist() for text in texts), strict=True)
            taken = (
                rows.take(table, row_number, [cell or "" for cell in record])
                for row_number, record in enumerate(cells, first + start)
            )
            yield "".join(line for line in taken if line is not None).encode()
        first += len(lines)


@contextmanager
def _refusing() -> Iterator[None]:
    """Refuse the file for what Arrow cannot read, or only with more memory than it may take."""
    try:
        yield
    except MemoryError:
        raise FileRefused("parquet_unfolds") from None
    except (pa.ArrowException, OSError, UnicodeDecodeError) as failure:
        if "crypt" in str(failure):
            raise FileRefused("encrypted_parquet") from None
        raise FileRefused("broken_parquet") from None


def _open(content: IO[bytes]) -> pq.ParquetFile:
    return pq.ParquetFile(content, pre_buffer=False, buffer_size=1 << 20, page_checksum_verification=True)


def _header(file: pq.ParquetFile, names: headings.ColumnMap) -> headings.Header:
    """The names of the columns as the header of the table, all of kinds that a cell can show."""
    schema = file.schema_arrow
    header = headings.match(0, schema.names, names)
    if header.missing:
        raise FileRefused("parquet_missing_columns", columns=quoted(header.missing))
    if header.repeated:
        raise FileRefused("parquet_repeated_columns", columns=quoted(header.repeated))
    for column in schema:
        if not _is_cell(column.type):
            raise FileRefused("parquet_column_type", column=column.name, type=str(column.type))
    for place, name in enumerate(schema.names):
        if file.schema.column(place).physical_type == "INT96":
            raise FileRefused("parquet_time_without_zone", column=name)
    return header


def _is_cell(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        return _is_cell(kind.value_type)
    return (
        any(of_kind(kind) for of_kind in (*_TEXTS, pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal))
        or any(of_kind(kind) for of_kind in (pa.types.is_date, pa.types.is_timestamp, pa.types.is_time))
        or kind in (pa.bool_(), pa.null())
    )


_TEXTS = (
    pa.types.is_string,
    pa.types.is_large_string,
    pa.types.is_binary,
    pa.types.is_large_binary,
    pa.types.is_fixed_size_binary,
)


def _texts(file: pq.ParquetFile, most: int) -> Iterator[list[pa.Array]]:
    """The file's columns as text, a batch at a time; `most` bytes in all."""
    unfolded = 0
    for batch in file.iter_batches(batch_size=_BATCH_ROWS, use_threads=False):
        texts = [_checked(name, column) for name, column in zip(batch.schema.names, batch.columns, strict=True)]
        unfolded += sum(text.nbytes for text in texts)
        if unfolded > most:
            raise FileRefused("parquet_unfolds")
        yield texts


def _checked(name: str, column: pa.Array) -> pa.Array:
    """A column as text that a table can hold."""
    try:
        text = _text(name, column)
        text.validate(full=True)
    except pa.ArrowInvalid:
        raise FileRefused("parquet_text", column=name) from None
    return text


def _text(name: str, column: pa.Array) -> pa.Array:
    """Cells as a person would read them; nulls stay null."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _text(name, column.dictionary).take(column.indices)
    if any(is_text(kind) for is_text in _TEXTS):
        if (pc.max(pc.binary_length(column)).as_py() or 0) > limits.CELL_CHARACTERS:
            raise FileRefused("parquet_cell_too_long", column=name, limit=limits.CELL_CHARACTERS)
        return column.cast(pa.string())
    if pa.types.is_boolean(kind):
        return pc.if_else(column, "TRUE", "FALSE")
    if pa.types.is_floating(kind):
        return _floats(column)
    if pa.types.is_decimal(kind) and kind.scale:
        return pa.array(
            [None if cell is None else f"{cell:f}".rstrip("0").rstrip(".") for cell in column.to_pylist()], pa.string()
        )
    if pa.types.is_date(kind):
        return pc.binary_join_element_wise(column.cast(pa.string()), "T00:00:00", "")
    if pa.types.is_timestamp(kind):
        local = column if kind.tz is None else pc.add(column.cast(pa.timestamp(kind.unit)), _BANGKOK)
        written = _without_zeros(pc.replace_substring(local.cast(pa.string()), " ", "T"))
        return written if kind.tz is None else pc.binary_join_element_wise(written, "+07:00", "")
    if pa.types.is_time(kind):
        return _without_zeros(column.cast(pa.string()))
    return column.cast(pa.string())


def _floats(column: pa.Array) -> pa.Array:
    """12.0 is 12, 12.5 is 12.5, and what is no number is missing."""
    known = pc.if_else(pc.is_nan(column), None, column)
    try:
        return known.cast(pa.int64()).cast(pa.string())
    except pa.ArrowInvalid:
        shortest = known.cast(pa.string()).to_pylist()
        cells = [None if cell is None else cell_text.of_number(float(cell)) for cell in shortest]
        return pa.array(cells, pa.string())


def _without_zeros(times: pa.Array) -> pa.Array:
    return pc.replace_substring_regex(times, r"\.0+$", "")


@contextmanager
def _bounded_memory() -> Iterator[None]:
    """Let the process take so much more memory and no more, where the system says how much it has."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    try:
        in_use = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    except OSError:
        yield
        return
    most = in_use + limits.PARQUET_MEMORY_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (most if soft == resource.RLIM_INFINITY else min(soft, most), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
