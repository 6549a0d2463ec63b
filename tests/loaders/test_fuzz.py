"""However a file is damaged, it is read or refused with a reason of the catalogue: never another exception."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from include.loaders import refusal
from tests.loaders.making_hostile import HEADER, old_workbook, rewritten, workbook
from tests.loaders.reading_in_bounds import read

KINDS: dict[str, Callable[[], bytes]] = {
    "xlsx": workbook,
    "xls": old_workbook,
    "csv": lambda: (HEADER + 'S1,P1,2024-02-01,"อนุมัติ\nแล้ว"\nรวม,,,1\nลงชื่อ,,,\n' * 9).encode(),
    "csv.gz": lambda: gzip.compress(HEADER.encode() + b"S1,P1,2024-02-01,x\n" * 50),
}
MEMBERS = (
    "[Content_Types].xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/sharedStrings.xml",
    "xl/worksheets/sheet1.xml",
)
# What stands between the elements of a workbook, and what an attribute or a text may be made into.
SCRAPS = (
    *(b"<", b">", b"/>", b"</", b"&", b"&amp;", b"&#0;", b"&#55296;", b"&lol;", b"<!--", b"-->", b"<![CDATA[", b"]]>"),
    *(b"<?x?>", b'"', b"'", b" ", b"\0", b"\r", b"\xff", b"\xe0\xb8", b"_x0000_", b"_xD800_", b"<c>", b"<c ", b"</c>"),
    *(b"<row>", b"</row>", b'<row r="0">', b"<v>", b"</v>", b"<f>", b"<f/>", b"<is><t>", b"<si>", b"</si>", b"<t/>"),
    *(
        b"</sheetData>",
        b"<sheetData/>",
        b"x:",
        b't="s"',
        b't="e"',
        b's="-1"',
        b's="99"',
        b'r="ZZZ9999999"',
        b"-1",
        b"1e999",
    ),
    *(b"99999999999999999999", b"1048576", b"XFD", b"nan", b"\xe0\xb9\x91", b""),
)


def outcome(kind: str, content: bytes) -> str:
    """The code of the file's refusal, or `loaded`. Anything else that happens is an error of the reader."""
    with TemporaryDirectory() as folder:
        file = Path(folder, f"file.{kind}")
        file.write_bytes(content)
        return read(file)


@st.composite
def damaged(draw: st.DrawFn, content: bytes) -> bytes:
    """Content with up to six bytes changed, pieces moved, doubled, left out or put in."""
    changed = bytearray(content)
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, max(0, len(changed) - 1)))
        end = min(len(changed), start + draw(st.sampled_from((1, 1, 2, 4, 16, 512))))
        match draw(st.sampled_from(("flip", "set", "drop", "double", "swap", "cut", "put"))):
            case "flip" if start < len(changed):
                changed[start] ^= 1 << draw(st.integers(0, 7))
            case "set":
                changed[start:end] = bytes([draw(st.sampled_from((0, 1, 0x7F, 0x80, 0xFE, 0xFF)))]) * (end - start)
            case "drop":
                del changed[start:end]
            case "double":
                changed[start:start] = changed[start:end]
            case "swap":
                other = draw(st.integers(0, max(0, len(changed) - 1)))
                piece, there = changed[start:end], changed[other : other + end - start]
                changed[start:end], changed[other : other + end - start] = there, piece
            case "cut":
                del changed[max(start, 1) :]
            case "put":
                changed[start:start] = draw(st.binary(max_size=8))
    return bytes(changed)


@st.composite
def rewritten_xml(draw: st.DrawFn, xml: bytes) -> bytes:
    """XML with scraps of it put elsewhere, or in the place of what stood there."""
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(xml)))
        behind = at + draw(st.sampled_from((0, 0, 1, 5, 40)))
        xml = xml[:at] + draw(st.sampled_from(SCRAPS)) + xml[behind:]
    return xml


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(KINDS)), st.binary(max_size=600), st.booleans())
def test_random_bytes(kind: str, content: bytes, with_its_sign: bool) -> None:
    sign = KINDS[kind]()[:8] if with_its_sign else b""
    assert outcome(kind, sign + content) in {"loaded", *refusal.MESSAGES}


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_damaged_anywhere(kind: str) -> None:
    content = KINDS[kind]()

    @settings(max_examples=400, deadline=None)
    @given(damaged(content))
    def try_it(changed: bytes) -> None:
        assert outcome(kind, changed) in {"loaded", *refusal.MESSAGES}

    assert outcome(kind, content) == "loaded"
    try_it()


@pytest.mark.parametrize("member", MEMBERS)
def test_a_workbook_of_which_one_part_is_written_strangely(member: str) -> None:
    with zipfile.ZipFile(io.BytesIO(workbook())) as archive:
        xml = archive.read(member)

    @settings(max_examples=250, deadline=None)
    @given(rewritten_xml(xml))
    def try_it(changed: bytes) -> None:
        assert outcome("xlsx", rewritten({member: lambda _: changed})) in {"loaded", *refusal.MESSAGES}

    try_it()


@settings(max_examples=200, deadline=None)
@given(damaged(HEADER.encode() + b"S1,P1,2024-02-01,x\n" * 50))
def test_a_damaged_text_in_a_sound_gzip(changed: bytes) -> None:
    packed = zlib.compress(changed, wbits=31)
    assert outcome("csv.gz", packed) == outcome("csv", changed)
