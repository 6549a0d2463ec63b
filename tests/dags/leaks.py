"""Looks for texts in everything that a run leaves behind, however it was packed or written there."""

import gzip
import io
import json
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import quote

import psycopg2
import pyarrow.parquet
from psycopg2.sql import SQL, Identifier


def found_in(place: str, contents: Iterable[bytes], markers: Iterable[str]) -> list[str]:
    """A line for each marker that stands in the contents of a place."""
    wanted = {marker: _forms(marker) for marker in markers}
    found = set()
    for content in contents:
        found |= {marker for marker, forms in wanted.items() if any(form in content for form in forms)}
    return [f"{place}: {marker}" for marker in sorted(found)]


def _forms(marker: str) -> set[bytes]:
    """How a text may be written: as it is, in JSON, in a web address, by Windows in Thai, in a workbook."""
    return {
        marker.encode(),
        marker.encode("utf-16-le"),
        json.dumps(marker)[1:-1].encode(),
        repr(marker)[1:-1].encode(),
        quote(marker).encode(),
        marker.encode("cp874"),
        "".join(letter if letter.isascii() else f"&#{ord(letter)};" for letter in marker).encode(),
    }


def in_files(folder: Path, markers: Iterable[str], but: Iterable[Path] = ()) -> list[str]:
    """Of every file below a folder, but those below some."""
    left_out = tuple(but)
    return [
        line
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(path.is_relative_to(place) for place in left_out)
        for line in [
            *found_in(str(path.relative_to(folder)), _contents(path), markers),
            *found_in(f"the name {path.name}", [path.name.encode()], markers),
        ]
    ]


def _contents(path: Path) -> Iterator[bytes]:
    content = path.read_bytes()
    yield content
    if content[:4] == b"PK\x03\x04":
        with suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(content)) as packed:
            for name in packed.namelist():
                yield packed.read(name)
    elif content[:2] == b"\x1f\x8b":
        yield gzip.decompress(content)
    elif content[:4] == b"PAR1":
        yield str(pyarrow.parquet.read_table(io.BytesIO(content)).to_pylist()).encode()


def in_postgres(uri: str, markers: Iterable[str], but: Iterable[str] = ()) -> list[str]:
    """Of every row of every table, but those of some schemas."""
    left_out = ["pg_catalog", "information_schema", "pg_toast", *but]
    with closing(psycopg2.connect(uri)) as connection, connection.cursor() as cursor:
        cursor.execute(
            "select relnamespace::regnamespace::text, relname from pg_class"
            " where relkind in ('r', 'm') and relnamespace::regnamespace::text <> all (%s) order by 1, 2",
            (left_out,),
        )
        lines = []
        for schema, table in cursor.fetchall():
            cursor.execute(SQL("select held::text from {} as held").format(Identifier(schema, table)))
            lines += found_in(f"{schema}.{table}", (row.encode() for (row,) in cursor.fetchall()), markers)
        return lines


def in_sqlite(path: Path, markers: Iterable[str]) -> list[str]:
    """Of every row of every table, and what was deleted and is still in the file."""
    with closing(sqlite3.connect(path)) as connection:
        tables = [name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")]
        lines = []
        for table in tables:
            rows = connection.execute(f'select * from "{table}"').fetchall()
            lines += found_in(f"airflow.{table}", (_row(row) for row in rows), markers)
    return [*lines, *found_in(path.name, [path.read_bytes()], markers)]


def _row(row: tuple[object, ...]) -> bytes:
    return b"\n".join(value if isinstance(value, bytes) else str(value).encode() for value in row)
