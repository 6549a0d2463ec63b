"""Rows on their way into Postgres: lines of COPY in its text form."""

import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import chain
from typing import IO, Any

_MEMORY = 1 << 20  # other rows than data are few; should they be many, they wait on disk
_LINES_A_BLOCK = 200
_SPECIAL = {ord("\\"): "\\\\", ord("\n"): "\\n", ord("\r"): "\\r"}
NULL = "\\N"


def line(cells: Iterable[str | int | None], separator: str = ",", null: str = NULL) -> str:
    """One record of COPY. None becomes null; with `null` empty, '' does too."""
    special = {**_SPECIAL, ord(separator): "\\" + separator}
    return separator.join(null if cell is None else str(cell).translate(special) for cell in cells) + "\n"


def texts_line(texts: Sequence[str], separator: str, null: str = "") -> str:
    """One record of COPY, of texts alone, where '' is null."""
    joined = separator.join(texts)
    if "\\" in joined or "\n" in joined or "\r" in joined or joined.count(separator) >= len(texts):
        return line([text or None for text in texts], separator, null)
    return (separator.join([text or null for text in texts]) if null else joined) + "\n"


def blocks(lines: Iterable[str]) -> Iterator[bytes]:
    """Lines put together, so that not every one makes its own way to the server."""
    waiting: list[str] = []
    for each in lines:
        waiting.append(each)
        if len(waiting) == _LINES_A_BLOCK:
            yield "".join(waiting).encode()
            waiting.clear()
    if waiting:
        yield "".join(waiting).encode()


def copy(
    connection: Any,
    table: str,
    columns: Sequence[str],
    content: Iterable[bytes],
    separator: str = ",",
    null: str = NULL,
) -> None:
    """COPY blocks of whole lines, empty ones too, into a table of `raw`. Without any line the server is not asked.

    What goes wrong while they are made is raised as it was.
    """
    filled = filter(None, content)  # psycopg2 takes an empty one for the end
    first = next(filled, None)
    if first is None:
        return
    source = _Source(chain([first], filled))
    with connection.cursor() as cursor:
        try:
            cursor.copy_expert(_statement(table, tuple(columns), separator, null), source)
        except Exception:
            if source.failure is not None:
                raise source.failure from None
            raise


@lru_cache(maxsize=256)
def _statement(table: str, columns: tuple[str, ...], separator: str, null: str) -> str:
    """All of its names are our own."""
    named = ", ".join(f'"{column}"' for column in columns)
    return f"copy raw.\"{table}\" ({named}) from stdin with (format text, delimiter '{separator}', null '{null}')"


class _Source:
    """What psycopg2 reads a COPY from; remembers the failure that psycopg2 would report as the server's."""

    def __init__(self, content: Iterator[bytes]) -> None:
        self.content = content
        self.failure: Exception | None = None

    def read(self, size: int) -> bytes:
        """The next block, of whatever size."""
        try:
            return next(self.content, b"")
        except Exception as failure:
            self.failure = failure
            raise


class OtherRows:
    """The rows of one file that are not data: titles, headers, totals, signatures. Kept, never read as rows."""

    def __init__(self) -> None:
        self._waiting: list[str] = []
        self._characters = 0
        self._on_disk: IO[bytes] | None = None

    def add(self, file_id: int, sheet: str, row_number: int, kind: str, cells: Sequence[str]) -> None:
        """Keep one row, its cells as they came."""
        joined = '","'.join(cells)
        if "\\" in joined or joined.count('"') > 2 * max(0, len(cells) - 1):
            joined = '","'.join(cell.replace("\\", "\\\\").replace('"', '\\"') for cell in cells)
        array = f'{{"{joined}"}}' if cells else "{}"
        line = texts_line((str(file_id), sheet, str(row_number), kind, array), "\t")
        self._waiting.append(line)
        self._characters += len(line)
        if self._characters > _MEMORY:
            self._on_disk = self._on_disk or tempfile.TemporaryFile()  # noqa: SIM115 - closed when it is no longer held
            self._on_disk.writelines(blocks(self._waiting))
            self._waiting.clear()
            self._characters = 0

    def copy_into(self, connection: Any) -> None:
        """Write them to `raw.other_row`."""
        columns = ("file_id", "sheet", "row_number", "kind", "cells")
        copy(connection, "other_row", columns, chain(self._from_disk(), blocks(self._waiting)), separator="\t")

    def _from_disk(self) -> Iterator[bytes]:
        if self._on_disk is not None:
            self._on_disk.seek(0)
            yield from iter(partial(self._on_disk.read, io.DEFAULT_BUFFER_SIZE), b"")
