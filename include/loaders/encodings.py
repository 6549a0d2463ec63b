"""A delimited file's bytes as UTF-8, whatever they are in: UTF-8 or UTF-16 with or without its mark, CP874, gzip."""

import codecs
import gzip
import re
import zlib
from collections.abc import Iterator
from itertools import chain
from typing import IO

from include.loaders import file_kinds, limits
from include.loaders.receiving import Arriving
from include.loaders.refusal import FileRefused, Undecided

_BLOCK_BYTES = 1 << 16
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_GZIP = b"\x1f\x8b"
_OTHER_KINDS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1")  # zip (and .xlsx), OLE (and .xls), Parquet
# Thai in UTF-8, which CP874 would show as “เธขเธฐเธฅ”: no Thai text looks so.
_THAI_IN_UTF_8 = re.compile(rb"(?:\xe0[\xb8\xb9][\x80-\xbf]){3}")


def whole_lines(content: IO[bytes] | Arriving) -> Iterator[bytes]:
    """Blocks of a file in UTF-8 without mark, each ending with a line end; memory does not grow with the file.

    Raises FileRefused for what is no text in one of the encodings. A file that is arriving is taken for UTF-8.
    """
    carried = b""
    for block in _as_it_arrives(content) if isinstance(content, Arriving) else _utf8(content):
        if b"\0" in block:
            raise FileRefused("null_in_text")
        end = block.rfind(b"\n") + 1
        if end:
            yield carried + block[:end]
            carried = block[end:]
        else:
            carried += block
        if len(carried) > limits.LINE_CHARACTERS:
            raise FileRefused("line_too_long", limit=limits.LINE_CHARACTERS)
    if carried:
        yield carried + b"\n"


def _as_it_arrives(content: Arriving) -> Iterator[bytes]:
    """Taken for UTF-8, which the database refuses when it is not: only all of the file can tell what else it is."""
    block = content.read(_BLOCK_BYTES).removeprefix(codecs.BOM_UTF8)
    if block.startswith((_GZIP, *_OTHER_KINDS)):
        raise Undecided("not plain text")
    while block:
        yield block
        block = content.read(_BLOCK_BYTES)


def _utf8(content: IO[bytes]) -> Iterator[bytes]:
    mark, encoding = _encoding(content)
    blocks = _unfolded(content)
    if encoding == "utf-8" and not mark:  # read through once already: it is
        yield from blocks
        return
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for block in chain([next(blocks, b"").removeprefix(mark)], blocks):
            if encoding == "cp874" and _THAI_IN_UTF_8.search(block):
                raise FileRefused("unknown_encoding")
            yield decoder.decode(block).encode()
        decoder.decode(b"", final=True)
    except UnicodeError:
        raise FileRefused("unknown_encoding") from None


def _encoding(content: IO[bytes]) -> tuple[bytes, str]:
    """The file's mark, if any, and its encoding. Without a mark it is UTF-8 if all of it can be, else CP874."""
    blocks = _unfolded(content)
    start = next(blocks, b"")
    if start.startswith(_OTHER_KINDS):
        raise FileRefused("not_csv")
    kind = file_kinds.told_by_signs(start)
    if kind is not None:
        raise FileRefused("other_kind_as_csv", kind=kind)
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return mark, encoding
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(start)
        for block in blocks:
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return b"", "cp874"
    return b"", "utf-8"


def _unfolded(content: IO[bytes]) -> Iterator[bytes]:
    """The file's bytes from its beginning, unpacked where they are gzip (by their first bytes, not by the name)."""
    content.seek(0, 2)
    size = content.tell()
    content.seek(0)
    packed = content.read(2) == _GZIP
    content.seek(0)
    if not packed:
        yield from iter(lambda: content.read(_BLOCK_BYTES), b"")
        return
    most = min(limits.FILE_BYTES, max(limits.GZIP_BYTES, size * limits.GZIP_TIMES))
    unfolded = 0
    try:
        with gzip.GzipFile(fileobj=content, mode="rb") as file:
            while block := file.read(_BLOCK_BYTES):
                unfolded += len(block)
                if unfolded > most:
                    raise FileRefused("gzip_unfolds")
                yield block
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise FileRefused("broken_gzip") from None
