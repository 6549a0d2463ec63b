"""The members of a ZIP archive that is held in memory. Nothing an archive says of itself is believed unchecked."""

import struct
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from include.loaders import limits
from include.loaders.refusal import FileRefused

_END = struct.Struct("<4s4H2LH")
_ENTRY = struct.Struct("<4s4x2H4x3L3H8xL")  # what is not asked about is passed over
_LOCAL = struct.Struct("<4s5H3L2H")
_LONGEST_COMMENT = 0xFFFF
_BLOCK_BYTES = 1 << 18
_PACKED_BLOCK_BYTES = 1 << 16
_STORED, _DEFLATED = 0, 8


class _Member(NamedTuple):
    name: bytes
    method: int
    crc: int
    packed_bytes: int
    bytes: int
    at: int


class Archive:
    """Members by name, in lower case and with `/` between folders.

    Raises FileRefused for an archive that is damaged, protected or made to mislead, or unfolds to too much.
    """

    def __init__(self, packed: bytes) -> None:
        self._packed = packed
        self._members = _members(packed)
        if sum(member.packed_bytes for member in self._members.values()) > len(packed):
            raise FileRefused("strange_workbook", problem="ส่วนประกอบซ้อนทับกัน")
        if sum(member.bytes for member in self._members.values()) > limits.UNFOLDED_BYTES:
            raise FileRefused("workbook_unfolds", megabytes=limits.UNFOLDED_BYTES >> 20)

    @property
    def names(self) -> list[str]:
        """The members, in the archive's order."""
        return list(self._members)

    def read(self, name: str, most: int) -> bytes:
        """A member as a whole, b"" when there is none. Raises FileRefused when it has more than `most` bytes."""
        member = self._members.get(name)
        if member is None:
            return b""
        if member.bytes > most:
            raise FileRefused("workbook_unfolds", megabytes=most >> 20)
        return b"".join(self.blocks(name))

    def blocks(self, name: str) -> Iterator[bytes]:
        """A member in blocks. Raises FileRefused, after the last one, when it is not what the archive says of it."""
        member = self._members.get(name)
        if member is None:
            return
        packed = _data(self._packed, member)
        if member.method == _DEFLATED and member.bytes < _BLOCK_BYTES:
            yield _unfolded_at_once(packed, member)
            return
        crc = size = 0
        for block in _unfolded(packed, member):
            size += len(block)
            crc = zlib.crc32(block, crc)
            if size > member.bytes:
                break
            yield block
        if size != member.bytes or crc != member.crc:
            raise FileRefused("broken_workbook")


def _unfolded_at_once(packed: bytes, member: _Member) -> bytes:
    unfolding = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = unfolding.decompress(packed, member.bytes + 1)
    except zlib.error:
        raise FileRefused("broken_workbook") from None
    if not unfolding.eof or len(content) != member.bytes or zlib.crc32(content) != member.crc:
        raise FileRefused("broken_workbook")
    return content


def _unfolded(packed: bytes, member: _Member) -> Iterator[bytes]:
    if member.method == _STORED:
        for start in range(0, len(packed), _BLOCK_BYTES):
            yield packed[start : start + _BLOCK_BYTES]
        return
    if member.method != _DEFLATED:
        raise FileRefused("strange_workbook", problem="บีบอัดด้วยวิธีที่ไม่รู้จัก")
    unfolding = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for start in range(0, len(packed), _PACKED_BLOCK_BYTES):
            waiting = packed[start : start + _PACKED_BLOCK_BYTES]
            while waiting and not unfolding.eof:
                yield unfolding.decompress(waiting, _BLOCK_BYTES)
                waiting = unfolding.unconsumed_tail
        if not unfolding.eof:
            yield unfolding.flush()
    except zlib.error:
        raise FileRefused("broken_workbook") from None


def _members(packed: bytes) -> dict[str, _Member]:
    """What the archive's list at its end names, by name."""
    members = {}
    try:
        end = packed.rindex(b"PK\5\6", max(0, len(packed) - _END.size - _LONGEST_COMMENT))
        _, _, _, _, count, list_bytes, at, _ = _END.unpack_from(packed, end)
        if count > limits.MEMBERS:
            raise FileRefused("strange_workbook", problem=f"ส่วนประกอบเกิน {limits.MEMBERS:,} ส่วน")
        if at + list_bytes > end:
            raise FileRefused("broken_workbook")
        for _ in range(count):
            name, member, at = _entry(packed, at)
            if name in members:
                raise FileRefused("strange_workbook", problem=f"ส่วนประกอบซ้ำ {name}")
            members[name] = member
    except (ValueError, struct.error):
        raise FileRefused("broken_workbook") from None
    return members


def _entry(packed: bytes, at: int) -> tuple[str, _Member, int]:
    """One member that the list names at a place, and the place of the next."""
    sign, flags, method, crc, packed_bytes, size, name_bytes, extra_bytes, comment_bytes, local = _ENTRY.unpack_from(
        packed, at
    )
    name_at = at + _ENTRY.size
    raw_name = packed[name_at : name_at + name_bytes]
    name = raw_name.decode("utf-8", "replace").replace("\\", "/").lower()
    if sign != b"PK\1\2":
        raise FileRefused("broken_workbook")
    if flags & 1:
        raise FileRefused("password")
    if name.startswith("/") or ".." in name:
        raise FileRefused("strange_workbook", problem=f"ชื่อส่วนประกอบ {name}")
    member = _Member(raw_name, method, crc, packed_bytes, size, local)
    return name, member, name_at + name_bytes + extra_bytes + comment_bytes


def _data(packed: bytes, member: _Member) -> bytes:
    """The packed bytes of a member, before which its name must stand once more."""
    try:
        (sign, *_, name_bytes, extra_bytes) = _LOCAL.unpack_from(packed, member.at)
    except struct.error:
        raise FileRefused("broken_workbook") from None
    name_at = member.at + _LOCAL.size
    data_at = name_at + name_bytes + extra_bytes
    if sign != b"PK\3\4" or data_at + member.packed_bytes > len(packed):
        raise FileRefused("broken_workbook")
    if packed[name_at : name_at + name_bytes] != member.name:
        raise FileRefused("strange_workbook", problem="ชื่อส่วนประกอบไม่ตรงกัน")
    return packed[data_at : data_at + member.packed_bytes]
