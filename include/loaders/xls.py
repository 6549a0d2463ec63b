"""Workbooks in the old binary form (.xls, of Excel 95 to 2003), read record by record.

A formula is written there in tokens, not as text: of its cell is told only that it holds one.
"""

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from include.loaders import cell_text, limits
from include.loaders.cell_text import Kind
from include.loaders.compound_file import CompoundFile
from include.loaders.refusal import FileRefused
from include.loaders.sheet_xml import Row

Record = tuple[int, bytes]

_STREAMS = ("workbook", "book")
_UNTOLD_FORMULA = "=…"
_BEGIN, _END, _CONTINUED, _PASSWORD, _OTHER_WORKBOOK = 0x0809, 0x000A, 0x003C, 0x002F, 0x01AE
_SHEET, _FORMAT, _STYLE, _EPOCH, _CODE_PAGE, _SHARED_TEXTS = 0x0085, 0x041E, 0x00E0, 0x0022, 0x0042, 0x00FC
_NUMBER, _SHORT_NUMBER, _SHORT_NUMBERS, _BOOLEAN_OR_ERROR = 0x0203, 0x027E, 0x00BD, 0x0205
_MERGED = 0x00E5
_SHARED_TEXT, _TEXT, _RICH_TEXT = 0x00FD, 0x0204, 0x00D6
_FORMULAS = frozenset({0x0006, 0x0206, 0x0406})
_EXCEL_97 = 0x0600
_CELLS, _MACROS, _VISUAL_BASIC = 0, 1, 6
_OWN_NAMES = (b"\x01\x04", b"\x01\x3a")  # a list of the workbook's own sheets, or of functions: no other workbook
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


@dataclass
class _Contents:
    """What the first part of the file says: sheets by name with the place of their records, texts and formats."""

    sheets: dict[str, int] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    formats: dict[int, str] = field(default_factory=dict)
    styles: list[int] = field(default_factory=list)
    is_97: bool = True
    from_1904: bool = False
    encoding: str = "cp874"

    def kind(self, style: int) -> Kind:
        """What the numbers of a style show."""
        format_id = self.styles[style] if style < len(self.styles) else 0
        return cell_text.kind_of_format(format_id, self.formats.get(format_id))

    def text(self, body: bytes, at: int, length_bytes: int = 2) -> str:
        """A text with its length before it."""
        count = int.from_bytes(body[at : at + length_bytes], "little")
        at += length_bytes
        if not self.is_97:
            return body[at : at + count].decode(self.encoding, "replace")
        wide = body[at] & 1
        text = body[at + 1 : at + 1 + (count << wide)]
        return text.decode("utf-16-le" if wide else "latin-1", "replace")


class Workbook:
    """A workbook that was opened. `sheet_names` in its own order, hidden ones among them."""

    def __init__(self, packed: bytes) -> None:
        file = CompoundFile(packed)
        if "encryptedpackage" in file.names:
            raise FileRefused("password")
        stream = next((name for name in _STREAMS if name in file.names), None)
        if stream is None:
            raise FileRefused("not_a_workbook")
        if any("vba" in name for name in file.names):
            raise FileRefused("macros")
        self._stream = file.read(stream)
        try:
            self._contents = _contents(_records(self._stream, 0))
        except (struct.error, IndexError, LookupError):
            raise FileRefused("broken_workbook") from None
        self.sheet_names = list(self._contents.sheets)

    def rows(self, sheet: str) -> Iterator[Row]:
        """The rows of a sheet that show something: number (from 1), and cells from column A to the last filled one.

        Raises FileRefused for a sheet that is damaged, or larger than the limits allow.
        """
        place = self._contents.sheets[sheet]
        rows: dict[int, dict[int, str]] = {}
        try:
            for count, (row, column, text) in enumerate(_cells(_records(self._stream, place), self._contents)):
                if count > limits.OLD_CELLS:
                    raise FileRefused("sheet_too_large", limit=limits.OLD_CELLS)
                if text:
                    rows.setdefault(row, {})[column] = text
        except (struct.error, IndexError, LookupError):
            raise FileRefused("broken_workbook") from None
        characters = 0
        for row, cells in sorted(rows.items()):
            if max(cells) >= limits.COLUMNS:
                raise FileRefused("too_many_columns", row_number=row + 1, limit=limits.COLUMNS)
            length = sum(map(len, cells.values()))
            characters += length
            if length > limits.LINE_CHARACTERS or characters > limits.UNFOLDED_BYTES:
                raise FileRefused("row_too_long", row_number=row + 1, limit=limits.LINE_CHARACTERS)
            if any("\0" in text for text in cells.values()):
                raise FileRefused("null_in_cell")
            yield row + 1, [cells.get(column, "") for column in range(max(cells) + 1)]

    def merged(self, sheet: str) -> dict[tuple[int, int], int]:
        """By row number (from 1) and place (from 0) of the first cell of each merged range, its last column's place."""
        found: dict[tuple[int, int], int] = {}
        try:
            for kind, body in _records(self._stream, self._contents.sheets[sheet]):
                if kind == _MERGED:
                    ranges = struct.iter_unpack("<4H", body[2 : 2 + 8 * int.from_bytes(body[:2], "little")])
                    found |= {(row + 1, first): last for row, _, first, last in ranges}
        except (struct.error, IndexError):
            raise FileRefused("broken_workbook") from None
        return found


def _records(stream: bytes, at: int) -> Iterator[Record]:
    """The records of a part of the stream up to its end, kind and body; not those of charts within it."""
    depth = 0
    while True:
        kind, size = struct.unpack_from("<HH", stream, at)
        body = stream[at + 4 : at + 4 + size]
        if len(body) < size:
            raise IndexError(at)
        depth += (kind == _BEGIN) - (kind == _END)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, body
        at += 4 + size


def _contents(records: Iterator[Record]) -> _Contents:
    contents = _Contents()
    shared: list[bytes] = []
    kind_before = 0
    for kind, body in records:
        if kind == _BEGIN:
            contents.is_97 = struct.unpack_from("<H", body)[0] == _EXCEL_97
        elif kind == _PASSWORD:
            raise FileRefused("password")
        elif kind == _SHEET:
            _note_sheet(contents, body)
        elif kind == _OTHER_WORKBOOK and body[2:4] not in _OWN_NAMES:
            raise FileRefused("external_links")
        elif kind == _FORMAT:
            contents.formats[struct.unpack_from("<H", body)[0]] = contents.text(body, 2, 2 if contents.is_97 else 1)
        elif kind == _STYLE:
            contents.styles.append(struct.unpack_from("<2xH", body)[0])
        elif kind == _EPOCH:
            contents.from_1904 = body[0] == 1
        elif kind == _CODE_PAGE:
            contents.encoding = f"cp{struct.unpack_from('<H', body)[0]}"
        elif kind == _SHARED_TEXTS or (kind == _CONTINUED and kind_before == _SHARED_TEXTS):
            shared.append(body)
            kind = _SHARED_TEXTS
        kind_before = kind
    if shared:
        contents.texts = list(_Texts(shared).read())
    return contents


def _note_sheet(contents: _Contents, body: bytes) -> None:
    place, kind = struct.unpack_from("<IxB", body)
    if kind in (_MACROS, _VISUAL_BASIC):
        raise FileRefused("macros")
    name = contents.text(body, 6, 1)
    if name in contents.sheets or len(contents.sheets) == limits.SHEETS:
        raise FileRefused("strange_workbook", problem=f"แผ่นงาน “{name}” หรือจำนวนแผ่นงาน")
    contents.sheets[name] = place


def _cells(records: Iterable[Record], contents: _Contents) -> Iterator[tuple[int, int, str]]:
    """The cells of a sheet that hold something: row and column (from 0) and text."""
    for kind, body in records:
        if kind == _SHORT_NUMBERS:
            row, column = struct.unpack_from("<HH", body)
            for at in range(4, len(body) - 2, 6):
                style, number = struct.unpack_from("<HI", body, at)
                yield row, column, cell_text.of_number(_short_number(number), contents.kind(style), contents.from_1904)
                column += 1
            continue
        if kind not in _HOLDING:
            continue
        row, column, style = struct.unpack_from("<HHH", body)
        if kind == _SHARED_TEXT:
            text = contents.texts[struct.unpack_from("<I", body, 6)[0]]
        elif kind in (_TEXT, _RICH_TEXT):
            text = contents.text(body, 6)
        elif kind == _BOOLEAN_OR_ERROR:
            value, is_error = struct.unpack_from("<BB", body, 6)
            text = _ERRORS.get(value, "#N/A") if is_error else "TRUE" if value else "FALSE"
        elif kind in _FORMULAS:
            text = _UNTOLD_FORMULA
        else:
            number = (
                struct.unpack_from("<d", body, 6)[0]
                if kind == _NUMBER
                else _short_number(struct.unpack_from("<I", body, 6)[0])
            )
            text = cell_text.of_number(number, contents.kind(style), contents.from_1904)
        yield row, column, text


_HOLDING = frozenset({_SHARED_TEXT, _TEXT, _RICH_TEXT, _BOOLEAN_OR_ERROR, _NUMBER, _SHORT_NUMBER, *_FORMULAS})


def _short_number(stored: int) -> float:
    """A number in 30 bits: whole, or the upper part of a longer one; its lowest bit says that it is in hundredths."""
    number: float
    if stored & 2:
        number = (stored >> 2) - ((stored >> 31) << 30)
    else:
        [number] = struct.unpack("<d", struct.pack("<Q", (stored & ~3) << 32))
    return float(number / 100 if stored & 1 else number)


class _Texts:
    """The shared texts, which run over from one record into the next."""

    def __init__(self, bodies: list[bytes]) -> None:
        self._bodies = iter(bodies)
        self._body = next(self._bodies)
        self._at = 8
        self._count: int = struct.unpack_from("<I", self._body, 4)[0]

    def read(self) -> Iterator[str]:
        """Each text. Raises LookupError or struct.error when they break off."""
        for _ in range(self._count):
            count, flags = struct.unpack("<HB", self._take(3))
            [runs] = struct.unpack("<H", self._take(2)) if flags & 8 else [0]
            [others] = struct.unpack("<I", self._take(4)) if flags & 4 else [0]
            yield self._characters(count, flags & 1)
            self._take(runs * 4 + others)

    def _characters(self, count: int, wide: int) -> str:
        parts = []
        while True:
            part = self._body[self._at : self._at + (count << wide)]
            parts.append(part.decode("utf-16-le" if wide else "latin-1", "replace"))
            self._at += len(part)
            count -= len(part) >> wide
            if not count:
                return "".join(parts)
            self._next()
            wide = self._body[0] & 1
            self._at = 1

    def _take(self, size: int) -> bytes:
        taken = self._body[self._at : self._at + size]
        self._at += len(taken)
        while len(taken) < size:
            self._next()
            more = self._body[: size - len(taken)]
            self._at = len(more)
            taken += more
        return taken

    def _next(self) -> None:
        body = next(self._bodies, None)
        if body is None:
            raise IndexError("texts break off")
        self._body, self._at = body, 0
