"""Workbooks in the old binary form (.xls, of Excel 95 to 2003), as `olefile` and `xlrd` read them.

Neither is made for files that mean harm: xlrd is shown no more than the records it needs for the cells, and those in
numbers that the memory holds.
"""

import io
import struct
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

import olefile
import xlrd
from xlrd import biffh

from include.loaders import cell_text, limits, old_texts
from include.loaders.refusal import FileRefused
from include.loaders.sheet_xml import Row

SIGN = olefile.MAGIC

_STREAMS = ("workbook", "book")
_BEGIN = 0x0809
_VERSIONS = (b"\0\5", b"\0\6")  # of the workbooks in such a container: Excel 95, Excel 97 and later
_WORKSHEET, _MACROS, _VISUAL_BASIC = 0, 1, 6
_OWN_NAMES = (b"\x01\x04", b"\x01\x3a")  # a list of the workbook's own sheets, or of functions: no other workbook
_FORMULA = 0xFF  # a code that no error has
_STYLES = 1 << 16  # a cell names its own, and a style its format, by a number of two bytes
_CONTENTS = frozenset({biffh.XL_BOUNDSHEET, biffh.XL_CODEPAGE, biffh.XL_DATEMODE, biffh.XL_FORMAT, biffh.XL_XF})
_CELLS = frozenset(
    {biffh.XL_LABELSST, biffh.XL_LABEL, biffh.XL_RSTRING, biffh.XL_NUMBER, biffh.XL_RK, biffh.XL_MULRK}
    | {biffh.XL_BOOLERR, biffh.XL_MERGEDCELLS, *biffh.XL_FORMULA_OPCODES}
)
_CELL_BYTES = {biffh.XL_MULRK: 6, biffh.XL_MERGEDCELLS: 8}  # of each where a record holds many


class Workbook:
    """A workbook that was opened. `sheet_names` in its own order, hidden ones among them; a chart is no sheet."""

    def __init__(self, packed: bytes) -> None:
        with _refusing():
            self._stream = _stream(packed)
            places, texts = _sieve_contents(self._stream)
            self._book = xlrd.open_workbook(
                file_contents=self._stream,
                logfile=io.StringIO(),
                formatting_info=True,
                on_demand=True,
                ragged_rows=True,
            )
            self._book._sharedstrings = texts
        self.sheet_names: list[str] = self._book.sheet_names()
        self._places = dict(zip(self.sheet_names, places, strict=True))
        if len(self._places) < len(places):
            raise FileRefused("strange_workbook", problem="แผ่นงานชื่อซ้ำกัน")

    def rows(self, sheet: str) -> Iterator[Row]:
        """The rows of a sheet that show something: number (from 1), and cells from column A to the last filled one.

        Raises FileRefused for a sheet that is damaged, or larger than the limits allow.
        """
        found = self._sheet(sheet)
        characters = 0
        for row in range(found.nrows):
            cells = [self._text(found, row, column) if kind else "" for column, kind in enumerate(found.row_types(row))]
            while cells and not cells[-1]:
                cells.pop()
            if len(cells) > limits.COLUMNS:
                raise FileRefused("too_many_columns", row_number=row + 1, limit=limits.COLUMNS)
            length = sum(map(len, cells))
            characters += length
            if length > limits.LINE_CHARACTERS or characters > limits.UNFOLDED_BYTES:
                raise FileRefused("row_too_long", row_number=row + 1, limit=limits.LINE_CHARACTERS)
            if any("\0" in text for text in cells):
                raise FileRefused("null_in_cell")
            if cells:
                yield row + 1, cells

    def merged(self, sheet: str) -> dict[tuple[int, int], int]:
        """By row number (from 1) and place (from 0) of the first cell of each merged range, its last column's place."""
        return {(row + 1, first): end - 1 for row, _, first, end in self._sheet(sheet).merged_cells}

    def _sheet(self, name: str) -> xlrd.sheet.Sheet:
        with _refusing():
            _sieve_cells(self._stream, *self._places[name])
            sheet = self._book.sheet_by_name(name)
            self._book.unload_sheet(name)
            return sheet

    def _text(self, sheet: xlrd.sheet.Sheet, row: int, column: int) -> str:
        cell = sheet.cell(row, column)
        if cell.ctype == xlrd.XL_CELL_ERROR:
            # A formula is kept in tokens, not as text: of its cell is told only that it holds one.
            return "=…" if cell.value == _FORMULA else xlrd.error_text_from_code.get(cell.value, "#N/A")
        if cell.ctype == xlrd.XL_CELL_BOOLEAN:
            return "TRUE" if cell.value else "FALSE"
        if isinstance(cell.value, str):
            return cell.value
        styles, formats = self._book.xf_list, self._book.format_map
        format_id = styles[cell.xf_index].format_key if styles else 0
        code = formats[format_id].format_str if format_id in formats else None
        return cell_text.of_number(cell.value, cell_text.kind_of_format(format_id, code), self._book.datemode == 1)


@contextmanager
def _refusing() -> Iterator[None]:
    """Refuse the file for whatever the readers stumble over: of a damaged one they raise anything."""
    try:
        yield
    except FileRefused:
        raise
    except Exception:
        raise FileRefused("broken_workbook") from None


class _Container(olefile.OleFileIO):  # type: ignore[misc]
    """What a file holds by name."""

    def _load_direntry(self, sid: int) -> Any:
        """An entry of the directory. Each is compared with all before it, which takes hours for half a million."""
        if sid > limits.MEMBERS:
            raise FileRefused("broken_workbook")
        return super()._load_direntry(sid)


def _stream(packed: bytes) -> bytearray:
    """The workbook's records. Refuses sizes beyond the file's own, which olefile would follow for hours."""
    [tables] = struct.unpack_from("<I", packed, 44)
    if tables > 1 + (len(packed) >> 16):  # each tells of at least 128 sectors of at least 512 bytes
        raise FileRefused("broken_workbook")
    file = _Container(io.BytesIO(packed))
    names = {part.lower() for path in file.listdir(storages=True) for part in path}
    if "encryptedpackage" in names:
        raise FileRefused("password")
    name = next((name for name in _STREAMS if file.exists(name)), None)
    if name is None:
        raise FileRefused("not_a_workbook")
    if any("vba" in name for name in names):
        raise FileRefused("macros")
    if max(file.get_size(name), file.root.size, file.num_mini_fat_sectors * file.sector_size) > len(packed):
        raise FileRefused("broken_workbook")
    harmless = len(file.parsing_issues)
    stream = bytearray(file.openstream(name).read())
    if len(file.parsing_issues) > harmless:
        raise FileRefused("broken_workbook")
    return stream


def _sieve(stream: bytearray, at: int, end: int, shown: frozenset[int]) -> Iterator[tuple[int, int, int]]:
    """The records of a part of the stream: kind, place of the body, and its bytes.

    All but the shown kinds become one that xlrd does not know: names, comments and pictures it takes apart at any cost.
    """
    depth = 0
    while True:
        kind, size = struct.unpack_from("<HH", stream, at)
        depth += (kind == _BEGIN) - (kind == biffh.XL_EOF)  # a chart in a sheet is a part within the part
        if at + 4 + size > end or (depth == 0 and kind != biffh.XL_EOF):
            raise FileRefused("broken_workbook")
        if depth <= 0:
            return
        if kind not in shown and kind not in (_BEGIN, biffh.XL_EOF):
            struct.pack_into("<H", stream, at, biffh.XL_UNKNOWN)
        yield kind, at + 4, size
        at += 4 + size


def _sieve_contents(stream: bytearray) -> tuple[list[tuple[int, int]], list[str]]:
    """Where each sheet may stand, and the texts that cells share. Leaves xlrd the sheets' names and the formats."""
    if stream[4:6] not in _VERSIONS:
        raise FileRefused("broken_workbook")
    places: list[int] = []
    shared: list[bytes] = []
    counts = Counter[int]()
    before = 0
    for kind, at, size in _sieve(stream, 0, len(stream), _CONTENTS):
        counts[kind] += 1
        if kind == biffh.XL_FILEPASS:
            raise FileRefused("password")
        if kind == biffh.XL_SUPBOOK and stream[at + 2 : at + 4] not in _OWN_NAMES:
            raise FileRefused("external_links")
        if kind == biffh.XL_BOUNDSHEET:
            place, sheet_kind = struct.unpack_from("<IxB", stream, at)
            if sheet_kind in (_MACROS, _VISUAL_BASIC):
                raise FileRefused("macros")
            if sheet_kind == _WORKSHEET:
                places.append(place)
        if kind == biffh.XL_SST or (kind == biffh.XL_CONTINUE and before == biffh.XL_SST):
            shared.append(bytes(stream[at : at + size]))
            kind = biffh.XL_SST
        before = kind
    if counts[biffh.XL_BOUNDSHEET] > limits.SHEETS:
        raise FileRefused("strange_workbook", problem=f"มีแผ่นงานเกิน {limits.SHEETS} แผ่น")
    if max(counts[biffh.XL_XF], counts[biffh.XL_FORMAT]) > _STYLES:
        raise FileRefused("strange_workbook", problem="มีรูปแบบเซลล์มากผิดปกติ")
    if sum(map(len, shared)) > limits.SHARED_TEXT_BYTES:
        raise FileRefused("workbook_unfolds", megabytes=limits.SHARED_TEXT_BYTES >> 20)
    texts = list(islice(old_texts.texts(shared), limits.OLD_CELLS + 1))
    if len(texts) > limits.OLD_CELLS:
        raise FileRefused("sheet_too_large", limit=limits.OLD_CELLS)
    ends = [*sorted(places), len(stream)]
    return [(place, ends[ends.index(place) + 1]) for place in places], texts


def _sieve_cells(stream: bytearray, at: int, end: int) -> None:
    """Leave xlrd the cells and merged ranges of a sheet, of texts in several styles the text, of formulas an error."""
    count = 0
    for kind, place, size in _sieve(stream, at, end, _CELLS):
        if kind not in _CELLS:
            continue
        count += size // _CELL_BYTES[kind] if kind in _CELL_BYTES else 1
        if count > limits.OLD_CELLS:
            raise FileRefused("sheet_too_large", limit=limits.OLD_CELLS)
        if kind == biffh.XL_RSTRING:
            struct.pack_into("<H", stream, place - 4, biffh.XL_LABEL)
        elif kind in biffh.XL_FORMULA_OPCODES:
            struct.pack_into("<H", stream, place - 4, biffh.XL_BOOLERR)
            struct.pack_into("<BB", stream, place + 6, _FORMULA, True)
