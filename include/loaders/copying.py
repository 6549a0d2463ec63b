"""Rows on their way into Postgres: lines of COPY in its text form."""

import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import IO, Any

from psycopg2.sql import SQL, Composed, Identifier, Literal

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
    """COPY blocks of whole lines into a table of `raw`. What goes wrong while they are made is raised as it was."""
    source = _Source(iter(content))
    with connection.cursor() as cursor:
        try:
            cursor.copy_expert(_statement(table, tuple(columns), separator, null), source)
        except Exception:
            if source.failure is not None:
                raise source.failure from None
            raise


@lru_cache(maxsize=256)
def _statement(table: str, columns: tuple[str, ...], separator: str, null: str) -> Composed:
    return SQL("copy {} ({}) from stdin with (format text, delimiter {}, null {})").format(
        Identifier("raw", table), SQL(", ").join(map(Identifier, columns)), Literal(separator), Literal(null)
    )


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
        self._lines: IO[bytes] = tempfile.SpooledTemporaryFile(_MEMORY)  # noqa: SIM115 - closed by copy_into

    def add(self, file_id: int, sheet: str, row_number: int, kind: str, cells: Sequence[str]) -> None:
        """Keep one row, its cells as they came."""
        joined = '","'.join(cells)
        if "\\" in joined or joined.count('"') > 2 * max(0, len(cells) - 1):
            joined = '","'.join(cell.replace("\\", "\\\\").replace('"', '\\"') for cell in cells)
        array = f'{{"{joined}"}}' if cells else "{}"
        self._lines.write(texts_line((str(file_id), sheet, str(row_number), kind, array), "\t").encode())

    def copy_into(self, connection: Any) -> None:
        """Write them to `raw.other_row`."""
        with self._lines:
            self._lines.seek(0)
            copy(
                connection,
                "other_row",
                ("file_id", "sheet", "row_number", "kind", "cells"),
                iter(lambda: self._lines.read(io.DEFAULT_BUFFER_SIZE), b""),
                separator="\t",
                null=NULL,
            )
