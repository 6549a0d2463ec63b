"""The texts that the cells of an old workbook (.xls) share: one list, running over from record to record.

xlrd reads them too, but goes by whatever sizes the list states: some kilobytes of it can be made to fill any memory.
"""

import struct
from collections.abc import Iterator, Sequence
from itertools import accumulate

_WIDE, _SPOKEN, _RICH = 1, 4, 8  # letters of two bytes; signs for reading aloud; runs of letters in other styles


def texts(bodies: Sequence[bytes]) -> Iterator[str]:
    """Each text, from the bodies of the records. Raises struct.error or IndexError where they break off."""
    content, ends = b"".join(bodies), list(accumulate(map(len, bodies)))
    [count] = struct.unpack_from("<4xI", content) if bodies else [0]
    at, record = 8, 0
    for _ in range(count):
        letters, signs = struct.unpack_from("<HB", content, at)
        at, beyond = at + 3, 0
        if signs & _RICH:
            beyond += 4 * struct.unpack_from("<H", content, at)[0]
            at += 2
        if signs & _SPOKEN:
            beyond += struct.unpack_from("<I", content, at)[0]
            at += 4
        text, wide = bytearray(), signs & _WIDE
        while letters:
            while ends[record] < at:
                record += 1
            part = content[at : min(at + (letters << wide), ends[record])]
            text += part if wide else part.decode("latin-1").encode("utf-16-le")
            letters -= len(part) >> wide
            at += len(part)
            if letters:  # goes on in the next record, which says anew how wide its letters are
                wide = content[at] & _WIDE
                at += 1
        yield text.decode("utf-16-le", "replace")
        at += beyond
