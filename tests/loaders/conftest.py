"""A landing zone of one test, and the files that are put into it."""

import io
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from include import warehouse
from include.loaders.keeping import NOTHING, Keeper
from include.loaders.landing import LandedFile, register

FIRST_SCAN = datetime(2024, 3, 10, 9, tzinfo=UTC)


@dataclass
class Zone:
    """A landing folder and the warehouse it is loaded into."""

    folder: Path
    connection: Any
    opened: list[str]
    archive: Keeper = NOTHING
    modified_at: datetime = FIRST_SCAN - timedelta(days=1)

    def put(self, path: str, content: bytes | str) -> str:
        """Write a file, a minute after the one before; returns its path."""
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def listed(self, path: str) -> LandedFile:
        """A file as the file system lists it."""
        place = self.folder / path

        def open_it() -> Any:
            self.opened.append(path)
            return place.open("rb")

        self.modified_at += timedelta(minutes=1)
        return LandedFile(
            uri=f"file://{place}",
            path=tuple(path.split("/")),
            bytes=place.stat().st_size,
            modified_at=self.modified_at,
            fingerprint=f"{place.stat().st_size} {place.stat().st_mtime_ns}",
            open=open_it,
        )

    def scan(self, *files: str | LandedFile, at: datetime = FIRST_SCAN) -> list[dict[str, Any]]:
        """Register files; returns the rows of those that are new or were tried again."""
        listed = [file if isinstance(file, LandedFile) else self.listed(file) for file in files]
        return self.entries(register(self.connection, listed, at, self.archive))

    def entries(self, file_ids: list[int]) -> list[dict[str, Any]]:
        """Rows of `ops.source_file`."""
        return self.fetch("select * from ops.source_file where file_id = any (%s) order by file_id", [file_ids])

    def load(self, path: str, content: bytes | str) -> dict[str, Any]:
        """Put and register one file; returns its row."""
        [entry] = self.scan(self.put(path, content))
        return entry

    def fetch(self, sql: str, parameters: Any = None) -> list[dict[str, Any]]:
        """What a query finds."""
        return warehouse.fetch(self.connection, sql, parameters)

    def findings(self, file_id: int) -> list[tuple[str, str]]:
        """Code and Thai sentence of a file's findings."""
        rows = self.fetch("select * from ops.file_finding where file_id = %s order by finding_no", [file_id])
        return [(row["finding_code"], row["message_th"]) for row in rows]

    def other_rows(self, kind: str) -> list[tuple[int, list[str]]]:
        """Row numbers and cells of the rows that are not data."""
        rows = self.fetch("select * from raw.other_row where kind = %s order by file_id, sheet, row_number", [kind])
        return [(row["row_number"], row["cells"]) for row in rows]


@pytest.fixture
def zone(connection: Any, tmp_path: Path) -> Zone:
    """An empty landing zone before a warehouse with the rulebooks."""
    return Zone(tmp_path, connection, [])


@pytest.fixture
def touched() -> Callable[[LandedFile], LandedFile]:
    """The same file with another modification time."""
    return lambda file: replace(file, fingerprint=file.fingerprint + " touched")


@pytest.fixture
def workbook() -> Callable[..., bytes]:
    """Makes an .xlsx of sheets, each a list of rows; None leaves a cell out, dates become real dates.

    `merged` names the ranges of a sheet that are merged, the way `B2:C2`, over the cell that stands there.
    """

    def make(sheets: dict[str, list[list[Any]]], merged: Mapping[str, Sequence[str]] = {}) -> bytes:
        content = io.BytesIO()
        with xlsxwriter.Workbook(content, {"default_date_format": "dd/mm/yyyy hh:mm"}) as book:
            for name, rows in sheets.items():
                sheet = book.add_worksheet(name)
                for row_number, cells in enumerate(rows):
                    for column, cell in enumerate(cells):
                        if cell is not None:
                            sheet.write(row_number, column, cell)
                for cell_range in merged.get(name, ()):
                    first = cell_range.split(":")[0]
                    row_number, column = xlsxwriter.utility.xl_cell_to_rowcol(first)
                    sheet.merge_range(cell_range, rows[row_number][column])
        return content.getvalue()

    return make


@pytest.fixture
def old_workbook() -> Callable[[list[list[str | float]]], bytes]:
    """Makes an .xls (BIFF8 in an OLE file) with one sheet, `Sheet1`: what Excel 97 wrote, reduced to its bones."""

    def record(kind: int, body: bytes) -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    def make(rows: list[list[str | float]]) -> bytes:
        cells = b""
        for row_number, row in enumerate(rows):
            for column, cell in enumerate(row):
                place = struct.pack("<HHH", row_number, column, 0)
                if isinstance(cell, str):
                    text = struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le")
                    cells += record(0x0204, place + text)
                else:
                    cells += record(0x0203, place + struct.pack("<d", cell))
        begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0x0600))
        name = b"Sheet1"
        end = record(0x000A, b"")
        offset = len(begin) + 4 + 8 + len(name) + len(end)
        stream = begin + record(0x0085, struct.pack("<IHBB", offset, 0, len(name), 0) + name) + end
        stream += record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0x0600)) + cells + end
        stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
        sectors = len(stream) // 512
        free, last = 0xFFFFFFFF, 0xFFFFFFFE
        table = [0xFFFFFFFD, last, *range(3, sectors + 2), last]
        table += [free] * (128 - len(table))

        def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
            raw = name.encode("utf-16-le") + b"\0\0" if name else b""
            return raw.ljust(64, b"\0") + struct.pack(
                "<HBBIII16sIQQIQ", len(raw), kind, 1, free, free, child, b"", 0, 0, 0, start, size
            )

        folder = (
            entry("Root Entry", 5, 1, last, 0)
            + entry("Workbook", 2, free, 2, len(stream))
            + entry("", 0, free, 0, 0) * 2
        )
        header = (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
        )
        header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, last, 0, last, 0) + struct.pack("<109I", 0, *[free] * 108)
        return header + struct.pack("<128I", *table) + folder + stream

    return make
