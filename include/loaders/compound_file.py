"""The streams of an OLE compound file (the container of old Office files and of encrypted new ones), in memory."""

import struct
from typing import NamedTuple

from include.loaders.refusal import FileRefused

SIGN = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = struct.Struct("<8s16x4xHHH6x8xI4xIIII4x")
_ENTRY = struct.Struct("<64sHBB12x16x20xIQ")
_LAST_SECTOR = 0xFFFFFFFA  # sector numbers from here on say: free, end of a chain, part of the tables
_STREAM, _ROOT = 2, 5


class _Entry(NamedTuple):
    kind: int
    first: int
    bytes: int


class CompoundFile:
    """Streams and storages by name, in lower case. Raises FileRefused for a damaged file."""

    def __init__(self, packed: bytes) -> None:
        try:
            sign, _, sector_shift, small_shift, directory, small_limit, small_table, _, more = _HEADER.unpack_from(
                packed
            )
            if sign != SIGN or sector_shift not in (9, 12) or small_shift != 6:
                raise FileRefused("broken_workbook")
            self._packed, self._sector_bytes, self._small_limit = packed, 1 << sector_shift, small_limit
            self._table = self._allocation(more)
            self._entries = self._directory(directory)
            self._small_table = _numbers(self._chain(small_table))
            root = next((entry for entry in self._entries.values() if entry.kind == _ROOT), None)
            self._small = self._chain(root.first) if root and root.first < _LAST_SECTOR else b""
        except (struct.error, IndexError):
            raise FileRefused("broken_workbook") from None
        self.names = frozenset(self._entries)

    def read(self, name: str) -> bytes:
        """A stream's bytes."""
        entry = self._entries[name]
        try:
            if entry.kind == _STREAM and entry.bytes < self._small_limit:
                content = _chained(self._small, 64, entry.first, self._small_table, 0)
            else:
                content = self._chain(entry.first)
        except IndexError:
            raise FileRefused("broken_workbook") from None
        if len(content) < entry.bytes:
            raise FileRefused("broken_workbook")
        return content[: entry.bytes]

    def _allocation(self, more: int) -> memoryview:
        """For every sector the next one of its chain; the sectors that say so are listed in the header and beyond."""
        sectors = len(self._packed) // self._sector_bytes
        listed = list(struct.unpack_from("<109I", self._packed, 76))
        while more < _LAST_SECTOR:
            *numbers, more = _numbers(self._sector(more))
            listed += numbers
            if len(listed) > sectors + 109:
                raise IndexError("more tables than sectors")
        tables = [self._sector(number) for number in listed if number < _LAST_SECTOR]
        if len(tables) > 1 + sectors * 4 // self._sector_bytes:
            raise IndexError("more tables than sectors need")
        return _numbers(b"".join(tables))

    def _directory(self, first: int) -> dict[str, _Entry]:
        entries: dict[str, _Entry] = {}
        content = self._chain(first)
        for at in range(0, len(content) - _ENTRY.size + 1, 128):
            raw_name, name_bytes, kind, _, start, size = _ENTRY.unpack_from(content, at)
            name = raw_name[: max(0, min(name_bytes, 64) - 2)].decode("utf-16-le", "replace").lower()
            if kind:
                entries.setdefault(name, _Entry(kind, start, size & 0xFFFFFFFF))
        return entries

    def _chain(self, first: int) -> bytes:
        return _chained(self._packed, self._sector_bytes, first, self._table, 1)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._sector_bytes
        sector = self._packed[start : start + self._sector_bytes]
        if not sector:
            raise IndexError(number)
        return sector.ljust(self._sector_bytes, b"\xff")


def _numbers(content: bytes) -> memoryview:
    """Bytes as the 32-bit numbers that they are, on machines whose lowest byte comes first."""
    return memoryview(content[: len(content) // 4 * 4]).cast("I")


def _chained(content: bytes, sector_bytes: int, first: int, table: memoryview, skipped: int) -> bytes:
    """The sectors of a chain put together; `skipped` ones stand before the first. Raises IndexError where it breaks."""
    sectors: list[bytes] = []
    number = first
    while number < _LAST_SECTOR:
        if len(sectors) > len(table):
            raise IndexError("a chain that never ends")
        start = (number + skipped) * sector_bytes
        sectors.append(content[start : start + sector_bytes])
        number = table[number]
    return b"".join(sectors)
