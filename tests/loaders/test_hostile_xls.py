"""An old workbook (.xls) that is made to do harm, or damaged, is refused at once, with the right reason."""

import io
import struct
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from xlwt.CompoundDoc import XlsDoc

from include.loaders import limits, workbooks
from include.loaders.refusal import FileRefused

GLOBALS, SHEET, CHART, MACROS = 0x05, 0x10, 0x20, 0x40
SECTOR = 512


@pytest.fixture(autouse=True)
def at_once() -> Iterator[None]:
    started = time.process_time()
    yield
    assert time.process_time() - started < 20


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def begin(part: int, version: int = 0x0600) -> bytes:
    return record(0x0809, struct.pack("<HHHHII", version, part, 0x0DBB, 1996, 0, 0x0600))


END = record(0x000A)


def number(row: int, column: int, value: float) -> bytes:
    return record(0x0203, struct.pack("<HHHd", row, column, 0, value))


def packed(stream: bytes) -> bytes:
    content = io.BytesIO()
    XlsDoc().save(content, stream)
    return content.getvalue()


def old_book(
    sheets: dict[str, bytes], contents: bytes = b"", kinds: dict[str, int] | None = None, version: int = 0x0600
) -> bytes:
    """A workbook of sheets with these records; `contents` stand in the part before them."""
    kinds = kinds or {}
    parts = {name: begin(kinds.get(name, SHEET), version) + cells + END for name, cells in sheets.items()}
    place = len(begin(GLOBALS)) + len(contents) + sum(4 + 8 + len(name) for name in sheets) + len(END)
    if version == 0x0500:
        place -= len(sheets)  # a name without the byte that tells its letters
    listed = b""
    for name, part in parts.items():
        kind = {SHEET: 0, MACROS: 1, CHART: 2}[kinds.get(name, SHEET)]
        letters = bytes([len(name)]) + (b"\0" if version == 0x0600 else b"") + name.encode()
        listed += record(0x0085, struct.pack("<IBB", place, 0, kind) + letters)
        place += len(part)
    return packed(begin(GLOBALS, version) + contents + listed + END + b"".join(parts.values()))


def shared_texts(count: int, first: bytes, *more: bytes) -> bytes:
    return record(0x00FC, struct.pack("<II", count, count) + first) + b"".join(record(0x003C, body) for body in more)


def rows_of(content: bytes) -> dict[str, list[tuple[int, list[str]]]]:
    opened = workbooks.open_workbook(io.BytesIO(content))
    return {name: list(opened.rows(name)) for name in opened.sheet_names}


def why(content: bytes) -> str:
    with pytest.raises(FileRefused) as refused:
        rows_of(content)
    return refused.value.code


def with_entry(content: bytes, name: str) -> bytes:
    """The file with one more entry in its directory, beside the workbook."""
    changed = bytearray(content)
    at = content.index("Workbook".encode("utf-16-le"))
    changed[at + 72 : at + 76] = struct.pack("<I", 2)
    letters = name.encode("utf-16-le") + b"\0\0"
    changed[at + 128 : at + 256] = letters.ljust(64, b"\0") + struct.pack(
        "<HBBIII16sIQQIQ", len(letters), 1, 1, *[0xFFFFFFFF] * 3, b"", 0, 0, 0, 0, 0
    )
    return bytes(changed)


GOOD = old_book({"a": number(0, 0, 7)})


def test_the_plain_one_is_read() -> None:
    assert rows_of(GOOD) == {"a": [(1, ["7"])]}


def test_an_excel_95_workbook_is_read_in_its_own_thai() -> None:
    text = "อำเภอ".encode("cp874")
    cell = record(0x0204, struct.pack("<HHHH", 2, 1, 0, len(text)) + text)
    assert rows_of(old_book({"a": cell}, record(0x0042, struct.pack("<H", 874)), version=0x0500)) == {
        "a": [(3, ["", "อำเภอ"])]
    }


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (with_entry(GOOD, "_VBA_PROJECT_CUR"), "macros"),
        (with_entry(GOOD, "EncryptedPackage"), "password"),
        (old_book({"a": b"", "b": b""}, kinds={"b": MACROS}), "macros"),
        (old_book({"a": b""}, record(0x002F, bytes(54))), "password"),
        (old_book({"a": b""}, record(0x01AE, b"\1\0\5\0\0\1b.xls")), "external_links"),
        (old_book({"a": number(0, 0, 1)}).replace("Workbook".encode("utf-16-le"), bytes(16)), "not_a_workbook"),
        (packed(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000)), "broken_workbook"),
        (packed(begin(SHEET, 0x0400) + number(0, 0, 1) + END), "broken_workbook"),
        (GOOD.replace(begin(SHEET), b"\x09\x02" + begin(SHEET)[2:]), "broken_workbook"),
        (old_book({"a": number(0, 0, 1)}, kinds={"a": CHART}).replace(b"\2\1\0a", b"\0\1\0a"), "broken_workbook"),
        (old_book({"a": record(0x0204, struct.pack("<HHHHB", 0, 0, 0, 3, 0) + b"a\0b")}), "null_in_cell"),
        (old_book({f"{n}": b"" for n in range(256)}), "strange_workbook"),
    ],
)
def test_what_is_dangerous_or_no_workbook_is_refused_by_name(content: bytes, code: str) -> None:
    assert why(content) == code


def test_own_sheets_and_functions_are_no_other_workbook() -> None:
    own = record(0x01AE, b"\1\0\1\4") + record(0x01AE, b"\1\0\1\x3a")
    assert rows_of(old_book({"a": number(0, 0, 7)}, own)) == {"a": [(1, ["7"])]}


def test_what_a_chart_remembers_is_no_row() -> None:
    drawn = begin(CHART) + number(0, 0, 99) + END
    content = old_book({"a": number(0, 0, 1) + drawn + number(1, 0, 2), "c": number(0, 0, 9)}, kinds={"c": CHART})
    assert rows_of(content) == {"a": [(1, ["1"]), (2, ["2"])]}


def test_a_formula_is_none_of_the_values_it_once_came_to() -> None:
    results = {
        0: struct.pack("<d", 12.0),
        1: b"\0\0\0\0\0\0\xff\xff",
        2: b"\1\0\1\0\0\0\xff\xff",
        3: b"\2\0*\0\0\0\xff\xff",
    }
    cells = b"".join(
        record(0x0006, struct.pack("<HHH", row, 0, 0) + result + bytes(6) + b"\3\0\x1e\1\0")
        for row, result in results.items()
    )
    text = record(0x0207, b"\1\0\0x")
    assert rows_of(old_book({"a": cells + text})) == {"a": [(row + 1, ["=…"]) for row in results]}


def test_sheets_that_stand_in_one_another_are_refused() -> None:
    content = old_book({"a": number(0, 0, 1) * 9, "b": b""})
    [one, other] = (content.index(b"\1\0" + name) - 6 for name in (b"a", b"b"))
    same = bytearray(content)
    same[other : other + 4] = same[one : one + 4]
    assert why(bytes(same)) == "broken_workbook"
    within = bytearray(content)
    [place] = struct.unpack_from("<I", content, one)
    within[other : other + 4] = struct.pack("<I", place + len(begin(SHEET)))
    assert why(bytes(within)) == "broken_workbook"


def test_limits_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    content = old_book({"a": record(0x00BD, struct.pack("<HH", 0, 0) + bytes(6) * 5 + b"\4\0"), "b": number(0, 0, 1)})
    assert rows_of(content)["a"] == [(1, ["0"] * 5)]
    for limit, value, code in [
        ("OLD_CELLS", 4, "sheet_too_large"),
        ("COLUMNS", 4, "too_many_columns"),
        ("LINE_CHARACTERS", 4, "row_too_long"),
        ("SHEETS", 1, "strange_workbook"),
        ("MEMBERS", 0, "broken_workbook"),
        ("WORKBOOK_BYTES", 1000, "workbook_too_large"),
    ]:
        with monkeypatch.context() as patched:
            patched.setattr(limits, limit, value)
            assert why(content) == code, limit


@pytest.mark.parametrize(
    ("contents", "code"),
    [
        # Signs for reading aloud, of so many bytes that the same text would come again and again.
        (shared_texts(10**7, struct.pack("<HBi", 8000, 4, -8007) + b"a" * 8000, bytes(8000)), "broken_workbook"),
        (shared_texts(2**31, b"\2\0\0ab"), "broken_workbook"),
        (shared_texts(2_000_001, bytes(3) * 2700, *[bytes(3) * 2700] * 741), "sheet_too_large"),
        (shared_texts(9, struct.pack("<HB", 65_535, 1), *[b"\1" + bytes(8000)] * 4300), "workbook_unfolds"),
        (record(0x00E0, bytes(20)) * 65_537, "strange_workbook"),
        (record(0x041E, struct.pack("<HHB", 164, 1, 0) + b"0") * 65_537, "strange_workbook"),
    ],
    ids=["a text without end", "more texts than told", "more texts than cells", "long texts", "styles", "formats"],
)
def test_what_would_fill_the_memory_is_refused(contents: bytes, code: str) -> None:
    assert why(old_book({"a": b""}, contents)) == code


def test_many_merged_ranges_and_letters_in_many_styles_take_no_memory() -> None:
    merged = record(0x00E5, struct.pack("<H", 1000) + bytes(8000))
    assert why(old_book({"a": merged * 2001})) == "sheet_too_large"
    rich = struct.pack("<HHHHB", 0, 0, 0, 1, 0) + b"a" + struct.pack("<H", 16_000) + bytes(64_000)
    content = old_book({"a": record(0x00D6, rich) * 100})
    tracemalloc.start()
    assert rows_of(content) == {"a": [(1, ["a"])]}
    [_, peak] = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5 * len(content)


def test_names_that_double_one_another_are_not_worked_out() -> None:
    def name(formula: bytes) -> bytes:
        return record(0x0018, struct.pack("<HBBHHH4B", 0, 0, 1, len(formula), 0, 0, 0, 0, 0, 0) + b"\0n" + formula)

    names = name(b"\x17\xc8\0" + b"a" * 200)
    for n in range(1, 40):
        names += name(struct.pack("<BHHBHHB", 0x23, n, 0, 0x23, n, 0, 0x08))
    assert rows_of(old_book({"a": number(0, 0, 7)}, names)) == {"a": [(1, ["7"])]}


@pytest.mark.parametrize(
    ("at", "value"),
    [
        (30, struct.pack("<H", 0)),  # how large a sector is
        (30, struct.pack("<H", 60_000)),
        (44, struct.pack("<I", 2**31)),  # how many tables of sectors there are, and then the first of more of them
        (44, struct.pack("<I", 2**31) + bytes(20) + struct.pack("<II", 0, (2**31 - 109 + 126) // 127)),
        (48, struct.pack("<I", 2**31)),  # where the directory is
    ],
)
def test_a_file_that_lies_about_its_own_parts_is_refused(at: int, value: bytes) -> None:
    assert why(GOOD[:at] + value + GOOD[at + len(value) :]) == "broken_workbook"


@pytest.mark.parametrize("size", [2**31 - 1, 2**31, 2**32 - 1])
def test_a_stream_that_goes_round_in_circles_is_refused(size: int) -> None:
    """The sectors of the stream name one another in turn, and the directory says that it has no end."""
    content = bytearray(old_book({"a": number(0, 0, 1) * 2000}))
    at = content.index("Workbook".encode("utf-16-le"))
    content[at + 120 : at + 124] = struct.pack("<I", size)
    [first] = struct.unpack_from("<I", content, 76)
    table = (first + 1) * SECTOR
    content[table + 16 : table + 20] = struct.pack("<I", 1)
    assert why(bytes(content)) == "broken_workbook"


def test_a_stream_shorter_than_told_is_refused() -> None:
    content = bytearray(GOOD)
    at = content.index("Workbook".encode("utf-16-le"))
    [size] = struct.unpack_from("<I", content, at + 120)
    content[at + 120 : at + 124] = struct.pack("<I", size + SECTOR)
    assert size + SECTOR < len(content) and why(bytes(content)) == "broken_workbook"


def whole() -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    for name in ("สรุป", "กิจกรรม"):
        sheet = book.add_sheet(name)
        for row in range(60):
            for column in range(6):
                sheet.write(
                    row, column, [row, f"ตำบลที่ {row} 📢", xlwt.Formula("1+1"), row % 2 == 0, row / 7, ""][column]
                )
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


WHOLE = whole()


@pytest.mark.parametrize("part", range(1, 20))
def test_a_file_of_which_a_part_arrived_is_refused(part: int) -> None:
    assert why(WHOLE[: len(WHOLE) * part // 20]) == "broken_workbook"


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_damaged_file_is_read_or_refused_in_silence_and_nothing_else(data: Any) -> None:
    content = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(8, 600) | st.integers(8, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    try:
        opened = workbooks.open_workbook(io.BytesIO(bytes(content)))
        for name in opened.sheet_names:
            assert all(number > 0 and cells and cells[-1] for number, cells in opened.rows(name))
            opened.merged(name)
    except FileRefused as refused:
        assert refused.reason


def test_nothing_is_printed_about_a_strange_file(tmp_path: Path) -> None:
    """Seen from outside: xlrd writes to what was the standard output when it was imported."""
    (tmp_path / "strange.xls").write_bytes(old_book({"a": number(0, 0, 7)}, record(0x00E0, b"\xff" * 20)))
    read = "from include.loaders import workbooks; [*workbooks.open_workbook(open('strange.xls', 'rb')).rows('a')]"
    environment = {"PYTHONPATH": str(Path.cwd()), "PYTHONWARNINGS": "ignore"}
    done = subprocess.run([sys.executable, "-c", read], cwd=tmp_path, env=environment, capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"", b"")
