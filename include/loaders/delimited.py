"""A delimited text file becomes rows of one table, as a stream.

Download events are many and mostly plain. A block in which every line is plain data goes to COPY as it stands, with
only file and row number put in front of each line. Of any other block a few lines at a time are tried likewise; those
among which one is not plain go through the csv module, with the same result.
"""

import csv
import io
import re
from collections import deque
from collections.abc import Iterator
from itertools import chain, islice
from typing import IO, Any

from include.loaders import copying, encodings, headings, limits, rows
from include.loaders.receiving import Arriving
from include.loaders.refusal import FileRefused, Undecided

_SEPARATORS = (",", ";", "\t")
csv.field_size_limit(limits.CELL_CHARACTERS)
# What makes a line of COPY, or keeps it from being one as it stands.
_ALL_BUT = {sign.encode(): bytes(set(range(256)) - set(f'{sign}\n\r"\\'.encode())) for sign in _SEPARATORS}
_PIECE = 1 << 10  # bytes of a block that are tried by themselves: some ten lines, of which one in fifty may be spoilt
# A line that starts otherwise may show nothing, or be a total or a signature.
_UNUSUAL_START = re.compile(rb"\n[^0-9A-Za-z]")
# One that starts so is no total, whatever follows: its first cell is text, and another.
_NO_LETTER_FIRST = re.compile(rb"\n[^A-Za-z]")
# First bytes of what is neither ASCII nor Thai, among it all that folding removes: a total may hide behind it.
_FOREIGN = (b"\xc2", b"\xd8", b"\xe1", b"\xe2", b"\xef")
_TOTAL = rows.TOTAL.encode()


def load(
    connection: Any,
    file_id: int,
    names: headings.ColumnMap,
    content: IO[bytes] | Arriving,
    others: copying.OtherRows,
) -> rows.Table:
    """Copy a file's rows into the table of its column map; returns that table, read to its end.

    Raises FileRefused for a file that is not such a table.
    """
    blocks = encodings.whole_lines(content)
    start = next(blocks, b"")
    separator, header = _sniff(start, names)
    table = rows.Table(file_id, "", names, header, others, separator)
    copying.copy(connection, names.table, table.copied, read(table, chain([start], blocks)), separator, table.null)
    return table


def read(table: rows.Table, blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Blocks of COPY from blocks of whole lines in UTF-8. Row numbers count records, from 1; blank ones count too.

    Raises FileRefused where quotes are left open or a cell is too long.
    """
    waiting: deque[str] = deque()
    pieces: deque[bytes] = deque()
    row_number = row_characters = 0

    def following() -> bytes | None:
        return pieces.popleft() if pieces else next(blocks, None)

    def lines() -> Iterator[str]:
        """What the csv module reads. Asked for more than what waits, it is inside quotes that end in a later block."""
        nonlocal row_characters
        while True:
            while waiting:
                row_characters += len(waiting[0])
                if row_characters > limits.LINE_CHARACTERS:
                    raise FileRefused("row_too_long", row_number=row_number + 1, limit=limits.LINE_CHARACTERS)
                yield waiting.popleft()
            block = following()
            if block is None:
                raise FileRefused("open_quote", row_number=row_number + 1)
            waiting.extend(_lines(block))

    records = csv.reader(lines(), delimiter=table.separator)
    while (block := following()) is not None:
        may_be_plain = table.is_large and row_number >= table.header.row_number
        ready = plain(table, block) if may_be_plain else None
        if ready is not None:
            lines_ready, count = ready
            yield numbered(table, row_number + 1, lines_ready, count)
            row_number += count
            table.rows_read += count
            continue
        if may_be_plain and len(cut := _pieces(block)) > 1:
            pieces.extendleft(reversed(cut))
            continue
        waiting.extend(_lines(block))
        written = []
        while waiting:
            try:
                cells = next(records)
            except csv.Error:
                raise FileRefused("cell_too_long", row_number=row_number + 1, limit=limits.CELL_CHARACTERS) from None
            row_number += 1
            row_characters = 0
            if len(cells) > limits.COLUMNS:
                raise FileRefused("too_many_columns", row_number=row_number, limit=limits.COLUMNS)
            if row_number < table.header.row_number:
                table.keep_other(row_number, "title", cells)
            elif row_number == table.header.row_number:
                table.keep_other(row_number, "header", cells)
            else:
                line = rows.take(table, row_number, cells)
                if line is not None:
                    written.append(line)
        if written:
            yield "".join(written).encode()


def _sniff(start: bytes, names: headings.ColumnMap) -> tuple[str, headings.Header]:
    """The separator under which the header row shows the most of the table's headings, and that header."""
    candidates = []
    for separator in _SEPARATORS:
        records = csv.reader(_lines(start), delimiter=separator)
        try:
            first = list(islice(records, headings.HEADER_ROWS))
        except csv.Error:
            continue
        wide = next((number for number, cells in enumerate(first, 1) if len(cells) > limits.COLUMNS), None)
        if wide is not None:
            raise FileRefused("too_many_columns", row_number=wide, limit=limits.COLUMNS)
        header = headings.find_header(first, names)
        if header is not None:
            candidates.append((separator, header))
    separator, header = max(candidates, key=lambda found: len(found[1].columns), default=(",", None))
    return separator, headings.accept(header, names)


def _pieces(block: bytes) -> list[bytes]:
    """A block cut behind lines: all of it, in pieces of some lines, or of one where it is long."""
    cut, begin = [], 0
    while begin < len(block):
        end = block.find(b"\n", begin + _PIECE) + 1 or len(block)
        cut.append(block[begin:end])
        begin = end
    return cut


def _lines(block: bytes) -> Iterator[str]:
    """Lines with their ends, of any of the three kinds."""
    try:
        return iter(io.StringIO(block.decode(), newline=""))
    except UnicodeDecodeError:
        raise Undecided("not UTF-8") from None


def plain(table: rows.Table, block: bytes) -> tuple[bytes, int] | None:
    """The block with simple line ends and its number of lines, when every one is surely data as it stands; else None.

    Each question is asked of the block as a whole, the one that tells the most for its time first.
    """
    header = table.header
    if (
        not table.is_large
        or table.signed
        or len(header.columns) < len(header.headings)
        or len(block) > limits.CELL_CHARACTERS
    ):
        return None
    if b"\r" in block:
        block = block.replace(b"\r\n", b"\n")
    separator = table.separator.encode()
    row = separator * (len(header.headings) - 1) + b"\n"
    signs = block.translate(None, _ALL_BUT[separator])
    count = len(signs) // len(row)
    if signs != row * count or not block[:1].isalnum():
        return None
    may_be_total = not block[:1].isalpha() or _NO_LETTER_FIRST.search(block, 0, len(block) - 1)
    if may_be_total and _UNUSUAL_START.search(block, 0, len(block) - 1):
        return None
    if not block.isascii() and (any(byte in block for byte in _FOREIGN) or (may_be_total and _TOTAL in block)):
        return None
    return block, count


def numbered(table: rows.Table, first: int, block: bytes, count: int) -> bytes:
    """So many plain lines as COPY takes them: file and row number in front, and no extra columns behind."""
    separator = table.separator.encode()
    before = table.before.encode() + b"%d" + separator
    after = separator + b"\n"
    template = before + block[:-1].replace(b"%", b"%%").replace(b"\n", after + before) + after
    return template % tuple(range(first, first + count))
