"""Workbooks (.xlsx, .xls) as text: every sheet's rows, each under the row number the sheet itself shows."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import IO, Any

import python_calamine

from include.loaders.refusal import FileRefused

LARGEST_BYTES = 64 << 20
_MOST_UNFOLDED = 512 << 20
_MOST_CELLS = 12_000_000  # a sheet is laid out in memory as a whole rectangle: one far cell makes it a huge one
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_FILLED_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"(?:[^>]*[^/>])?>')
_BLOCK_BYTES = 1 << 20


def open_workbook(content: IO[bytes]) -> Any:
    """The workbook. Raises FileRefused for what is none, is protected by a password, or would fill the memory."""
    content.seek(0)
    packed = content.read(LARGEST_BYTES + 1)
    if len(packed) > LARGEST_BYTES:
        raise FileRefused("workbook_too_large", megabytes=LARGEST_BYTES >> 20)
    if packed.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in packed:
        raise FileRefused("password")
    if packed.startswith(_ZIP):
        _check_size(packed)
    elif not packed.startswith(_OLE):
        raise FileRefused("not_a_workbook")
    return _ask(lambda: python_calamine.load_workbook(io.BytesIO(packed)))


def sheet_rows(workbook: Any, name: str) -> Iterator[tuple[int, list[str]]]:
    """A sheet's rows from its first one on: row number (from 1) and cells as text from column A on, '' where empty.

    Raises FileRefused for a sheet that cannot be read.
    """
    sheet = _ask(lambda: workbook.get_sheet_by_name(name))
    left = [""] * (sheet.start[1] if sheet.start else 0)
    for row_number, cells in enumerate(sheet.iter_rows(), 1):
        yield row_number, left + [cell_text(cell) for cell in cells]


def cell_text(cell: Any) -> str:
    """What a cell holds, as text. A real date keeps a form of its own, `2024-02-15T00:00:00`, by which it is known."""
    match cell:
        case str():
            if "\0" in cell:
                raise FileRefused("null_in_cell")
            return cell
        case bool():
            return "TRUE" if cell else "FALSE"
        case float():
            return f"{cell:.0f}" if cell.is_integer() else repr(cell)
        case datetime():
            # Excel keeps times as fractions of a day: seconds come back a hair off.
            return (cell + timedelta(microseconds=500_000)).replace(microsecond=0).isoformat()
        case date():
            return f"{cell.isoformat()}T00:00:00"
        case time():
            return cell.isoformat(timespec="seconds")
        case timedelta():
            minutes, seconds = divmod(round(cell.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
        case _:
            return str(cell)


def _check_size(packed: bytes) -> None:
    """Refuse a damaged archive, and one that would fill the memory, before anything lays it out."""
    unfolded = 0
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            for member in archive.infolist():
                unfolded += member.file_size
                if unfolded > _MOST_UNFOLDED:
                    raise FileRefused("workbook_unfolds")
                with archive.open(member) as file:
                    _check_cells(file, member.filename)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        raise FileRefused("broken_workbook") from None


def _check_cells(file: IO[bytes], name: str) -> None:
    """Read one member through, which proves its checksum, and see how far the filled cells of a sheet reach."""
    is_sheet = "worksheets/" in name.lower()
    last_row = last_column = 0
    rest = b""
    while block := file.read(_BLOCK_BYTES):
        if is_sheet:
            block = rest + block
            for letters, row in _FILLED_CELL.findall(block):
                last_row = max(last_row, int(row))
                last_column = max(last_column, _column_number(letters))
            rest = block[block.rfind(b"<") :][:1000]
        if last_row * last_column > _MOST_CELLS:
            raise FileRefused("workbook_unfolds")


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _ask(read: Any) -> Any:
    """What the reader of workbooks answers. It panics on some damaged files, which is no Exception."""
    try:
        return read()
    except python_calamine.PasswordError:
        raise FileRefused("password") from None
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:
        raise FileRefused("broken_workbook") from None
