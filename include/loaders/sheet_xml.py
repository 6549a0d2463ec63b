"""A sheet of a workbook in XML, read as a stream: memory does not grow with it, however far its cells reach.

Almost every sheet is written the one way that Excel and its like have, and is taken apart by one regular expression.
A piece of a sheet that is not surely so goes through the XML parser, with the same result.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import chain

from include.loaders import cell_text, limits, xml_parts
from include.loaders.cell_text import Kind
from include.loaders.refusal import FileRefused

Row = tuple[int, list[str]]
Reader = Callable[[str], str]

FORMULA = "="  # the text of a cell whose value is calculated begins so
_ELSEWHERE = "…"  # stands for a formula that is written at another cell, or not as text
_LAST_ROW = 1_048_576
_REMEMBERED = 1 << 14
_LONG_TEXT = 255  # texts longer than this could make a small sheet that refers to them often very large
_SHEET_DATA = re.compile(r"<((?:\w+:)?sheetData)\s*(/?)>")
_ROW = re.compile(r"<\w+:row[\s/>]")
_ROW_NUMBER = re.compile(r'<[\w:]+ r="([0-9]{1,7})"')
_CELL = re.compile(
    r'<c r="([A-Z]{1,3}+)([0-9]{1,7}+)"([^>/]*+)>(?:<v>([^<]++)</v></c>|<f>([^<]++)</f><v>[^<]*+</v></c>)'
)
_ATTRIBUTES = re.compile(r'(?: \w+="[^"]*")*')
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
_ADDRESS = re.compile("([A-Z]{1,3})([0-9]{1,7})")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})[0-9]{1,7}"')
_MOST_MERGED = 10_000  # a form has a few dozen
_UNUSUAL = ("\r", "\0", "<!", "<?")  # the latter begin comments, text that is not parsed, and instructions


class SharedTexts(dict[str, str]):
    """The texts that a workbook's cells share, by their numbers as cells write them.

    Raises FileRefused for one that is too long.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        super().__init__(zip(map(str, range(_REMEMBERED)), texts, strict=False))
        self._texts = texts
        longest = max(map(len, texts), default=0)
        if longest > limits.CELL_CHARACTERS:
            raise FileRefused("text_too_long", limit=limits.CELL_CHARACTERS)
        self.are_long = longest > _LONG_TEXT

    def __missing__(self, number: str) -> str:
        if not number.isdecimal():
            raise ValueError(number)
        return self._texts[int(number)]


class Readers(dict[str, Reader | None]):
    """By a cell's attributes as they are written, what makes its text of its value; None for a shared text.

    Looking one up raises ValueError or LookupError where the attributes say nothing.
    """

    def __init__(self, kinds: Sequence[Kind], from_1904: bool) -> None:
        self._kinds = kinds
        self._from_1904 = from_1904

    def __missing__(self, attributes: str) -> Reader | None:
        if not _ATTRIBUTES.fullmatch(attributes):
            raise ValueError(attributes)
        reader = self.of(dict(_ATTRIBUTE.findall(attributes)))
        if len(self) < _REMEMBERED and len(attributes) < _LONG_TEXT:
            self[attributes] = reader
        return reader

    def of(self, attributes: dict[str, str]) -> Reader | None:
        """The reader of a cell with these attributes."""
        match attributes.get("t", "n"):
            case "s":
                return None
            case "n":
                style = int(attributes.get("s", "0"))
                kind = self._kinds[style] if self._kinds else "number"
                return _number if kind == "number" else partial(_dated, kind=kind, from_1904=self._from_1904)
            case "b":
                return _boolean
            case "e":
                return str
            case "str":
                return xml_parts.unescaped
            case "d":
                return _iso_date
        raise ValueError(attributes["t"])


def rows_of_sheet(blocks: Iterator[bytes], texts: SharedTexts, readers: Readers) -> Iterator[Row]:
    """The rows that show something, each with its number (from 1) and its cells from column A to the last filled one.

    Raises FileRefused for a sheet that is damaged, or larger than the limits allow.
    """
    sheet = _Sheet(texts, readers)
    filled = bare = characters = 0
    for piece in _pieces(blocks):
        rows = sheet.plain_rows(piece)
        if rows is None:
            rows = sheet.parsed_rows(piece)
        filled += len(rows)
        if len(piece) > limits.EMPTY_ROWS:  # else it has fewer rows than that
            bare += piece.count("<row") - len(rows)
        if max(bare, sheet.last - filled) > limits.EMPTY_ROWS:
            raise FileRefused("too_many_empty_rows", limit=limits.EMPTY_ROWS)
        if texts.are_long:
            for number, row in rows:
                length = sum(map(len, row))
                characters += length
                if length > limits.LINE_CHARACTERS or characters > limits.UNFOLDED_BYTES:
                    raise FileRefused("row_too_long", row_number=number, limit=limits.LINE_CHARACTERS)
        yield from rows


def _pieces(blocks: Iterator[bytes]) -> Iterator[str]:
    """What stands between the beginning and the end of the sheet's data, in pieces of whole rows."""
    first = next(blocks, b"")
    decoder = xml_parts.decoder(first[:4])
    text = closing = ""
    begun = ended = False
    try:
        for block in chain([first], blocks):
            if ended:
                continue  # the rest is read for its checksum
            text += decoder.decode(block)
            if not begun:
                data = _SHEET_DATA.search(text, max(0, text.find("<sheetData")))
                if data is None:
                    if len(text) > limits.PART_BYTES:
                        break
                    continue
                if "<!DOCTYPE" in text[: data.start()]:
                    raise FileRefused("strange_workbook", problem="มีการกำหนดชนิดเอกสาร (DTD)")
                begun, ended, closing = True, bool(data[2]), f"</{data[1]}"
                text = text[data.end() :]
            end = -1 if ended else text.find(closing)
            if end >= 0:
                ended = True
                yield text[:end]
            if ended:
                continue
            cut = text.rfind("<row")
            if cut < 0:
                cut = max((row.start() for row in _ROW.finditer(text)), default=0)
            if cut:
                yield text[:cut]
                text = text[cut:]
            if len(text) > limits.LINE_CHARACTERS:
                number = _ROW_NUMBER.match(text)
                raise FileRefused("row_too_long", row_number=number[1] if number else "?", limit=limits.LINE_CHARACTERS)
    except UnicodeDecodeError:
        raise FileRefused("broken_workbook") from None
    if not ended:
        raise FileRefused("broken_workbook")


def merged_ranges(blocks: Iterator[bytes]) -> dict[tuple[int, int], int]:
    """By row number (from 1) and place (from 0) of the first cell of each merged range, its last column's place."""
    found: dict[tuple[int, int], int] = {}
    rest = b""
    for block in blocks:
        for first, number, last in _MERGED.findall(rest + block):
            found[int(number), _PLACES[first.decode()]] = _PLACES[last.decode()]
        if len(found) > _MOST_MERGED:
            break
        rest = block[-100:]
    return found


class _Sheet:
    """One sheet while it is read, piece by piece. `last` is the last row that showed something."""

    def __init__(self, texts: SharedTexts, readers: Readers) -> None:
        self.last = 0
        self._texts = texts
        self._readers = readers
        # Of the parser: the row and cell it is in, what it has read of them, and whether it has seen every row so far.
        self._counts_rows = True
        self._number = 0
        self._rows: list[Row] = []
        self._row: list[str] = []
        self._attributes: dict[str, str] = {}
        self._parts: dict[str, list[str]] = {}
        self._inside: list[str] = []

    def plain_rows(self, piece: str) -> list[Row] | None:
        """The rows of a piece in which everything is written the usual way, else None."""
        if any(sign[-1] in piece and sign in piece for sign in _UNUSUAL):
            return None
        has_entities = "&" in piece
        if has_entities and not xml_parts.has_plain_entities(piece):
            return None
        found = _CELL.findall(piece)
        formulas = 0
        rows: list[Row] = []
        row: list[str] = []
        last, of_row = self.last, ""
        texts, readers, places = self._texts, self._readers, _PLACES
        try:
            for letters, number, attributes, value, formula in found:
                reader = readers[attributes]
                if formula:
                    text = FORMULA + formula
                    formulas += 1
                    if has_entities:
                        text = xml_parts.with_entities(text)
                else:
                    if has_entities and "&" in value:
                        value = xml_parts.with_entities(value)
                    text = texts[value] if reader is None else reader(value)
                    if not text:
                        continue
                if number != of_row:
                    of_row, row = number, []
                    if not last < int(number) <= _LAST_ROW:
                        return None
                    last = int(number)
                    rows.append((last, row))
                gap = places[letters] - len(row)
                if gap:
                    if not 0 < gap < limits.COLUMNS - len(row):
                        return None
                    row.extend([""] * gap)
                row.append(text)
        except (ValueError, LookupError):
            return None
        # A cell has four tags, its own and those of its value, and two more with a formula. What else there may be is
        # tags that hold nothing, and rows.
        if piece.count("<") != 4 * len(found) + 2 * formulas + piece.count("/>") + 2 * piece.count("</row>"):
            return None
        self.last = last
        self._counts_rows = False
        return rows

    def parsed_rows(self, piece: str) -> list[Row]:
        """The rows of any piece, by the XML parser. Raises FileRefused when it is damaged."""
        if "\0" in piece:
            raise FileRefused("null_in_cell")
        self._rows = []
        self._inside.clear()
        xml_parts.parse([b"<rows>", piece.encode(), b"</rows>"], self._start, self._end, self._text)
        return self._rows

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._inside.append(name)
        if name == "row":
            if "r" not in attributes and not self._counts_rows:
                raise ValueError("a row without its number")
            self._number = int(attributes.get("r", self._number + 1))
            self._row = []
        elif name == "c":
            self._attributes, self._parts = attributes, {}
        elif name in ("f", "v"):
            self._parts[name] = []

    def _text(self, text: str) -> None:
        name = self._inside[-1]
        if name in ("f", "v") or (name == "t" and "rPh" not in self._inside[-2:]):
            self._parts.setdefault(name, []).append(text)

    def _end(self, name: str) -> None:
        self._inside.pop()
        if name == "c":
            self._place(self._attributes.get("r"), self._cell())

    def _cell(self) -> str:
        formula, value, inline = ("".join(self._parts.get(name, ())) for name in ("f", "v", "t"))
        if "f" in self._parts:
            return FORMULA + (formula or _ELSEWHERE)
        if inline:
            return xml_parts.unescaped(inline)
        if not value:
            return ""
        reader = self._readers.of(self._attributes)
        return self._texts[value] if reader is None else reader(value)

    def _place(self, address: str | None, text: str) -> None:
        """Put a cell where its address says; without one it follows the cell before."""
        if address is None:
            place = len(self._row)
        elif not text:
            return
        else:
            found = _ADDRESS.fullmatch(address)
            if found is None:
                raise ValueError(address)
            place = _PLACES[found[1]]
            if int(found[2]) != self._number:
                self._number, self._row = int(found[2]), []
        if place >= limits.COLUMNS:
            raise FileRefused("too_many_columns", row_number=self._number, limit=limits.COLUMNS)
        if place < len(self._row):
            raise ValueError(address)
        if text and not any(self._row):
            if not self.last < self._number <= _LAST_ROW:
                raise ValueError(address)
            self.last = self._number
            self._rows.append((self._number, self._row))
        self._row += [""] * (place - len(self._row)) + [text]


class _Places(dict[str, int]):
    """Places of columns, from 0, by their letters."""

    def __missing__(self, letters: str) -> int:
        number = 0
        for letter in letters:
            number = number * 26 + ord(letter) - ord("A") + 1
        self[letters] = number - 1
        return number - 1


_PLACES = _Places()


def _number(value: str) -> str:
    if value.isdecimal() and len(value) < 16 and (value[0] != "0" or value == "0"):
        return value
    return cell_text.of_stored(value)


@lru_cache(maxsize=4096)
def _dated(value: str, kind: Kind, from_1904: bool) -> str:
    return cell_text.of_stored(value, kind, from_1904)


def _boolean(value: str) -> str:
    return "TRUE" if value in ("1", "true") else "FALSE"


def _iso_date(value: str) -> str:
    return f"{value}T00:00:00" if len(value) == len("2024-02-15") else value
