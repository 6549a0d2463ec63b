"""Every form of CSV becomes the same rows, and the fast way through it the same as the slow one."""

import csv
import gzip
import io
import re
import tracemalloc
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from include.loaders import copying, delimited, encodings, headings, rows
from include.loaders.refusal import FileRefused

NAMES = headings.column_map("app_downloads", date(2024, 2, 1))
HEADINGS = ["รหัสเหตุการณ์", "เวลา", "รหัสตำบล", "ระบบปฏิบัติการ", "กลุ่มผู้ใช้", "รหัสผู้ใช้"]
SHOPS = "shop_registrations/57/2024-02/shops.csv"
EVENTS = "app_downloads/57/2024-02/events.csv"
SHOP_TABLE = "รหัสร้านค้า,รหัสผู้ประกอบการ,วันที่สมัคร,สถานะ,ชื่อร้านค้า\nS1,P1,2024-02-01,อนุมัติแล้ว,ร้านแม่\nS2,P2,๒ ก.พ. ๖๗,รออนุมัติ,\n"
SHOP_ROWS = [("S1", "P1", "2024-02-01", "อนุมัติแล้ว", "ร้านแม่", 2), ("S2", "P2", "๒ ก.พ. ๖๗", "รออนุมัติ", None, 3)]


class Recorder(copying.OtherRows):
    """Remembers the other rows instead of writing them."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[tuple[int, str, list[str]]] = []

    def add(self, file_id: int, sheet: str, row_number: int, kind: str, cells: Sequence[str]) -> None:
        self.kept.append((row_number, kind, list(cells)))


def table_of_events() -> rows.Table:
    """A table of download events whose header stands in row 1."""
    header = headings.accept(headings.find_header([HEADINGS], NAMES), NAMES)
    return rows.Table(7, "", NAMES, header, Recorder(), ",")


def shops(zone: Any) -> list[tuple[Any, ...]]:
    found = zone.fetch("select * from raw.shop_registrations order by row_number")
    columns = ("shop_id", "operator_id", "registered_on", "status", "shop_name", "row_number")
    return [tuple(row[column] for column in columns) for row in found]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp874"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encoding_separator_and_line_end_make_no_difference(encoding: str, separator: str, end: str) -> None:
    text = SHOP_TABLE.replace("\n", end).replace(",", separator)
    packed = text.encode(encoding)
    content = io.BytesIO(b"\xfe\xff" + packed if encoding == "utf-16-be" else packed)
    names = headings.column_map("shop_registrations", date(2024, 2, 1))
    blocks = list(encodings.whole_lines(content))
    found, header = delimited._sniff(blocks[0], names)
    table = rows.Table(7, "", names, header, Recorder(), found)
    expected = [copying.line((7, "", row[-1], *row[:-1], None), found) for row in SHOP_ROWS]
    assert b"".join(delimited.read(table, iter(blocks))).decode() == "".join(expected)


@pytest.mark.parametrize("packed", [False, True])
def test_a_csv_is_kept_as_text_with_its_row_numbers(zone: Any, packed: bool) -> None:
    path = SHOPS + ".gz" if packed else SHOPS
    entry = zone.load(path, gzip.compress(SHOP_TABLE.encode()) if packed else SHOP_TABLE)
    assert (entry["status"], entry["rows_read"], entry["reason"]) == ("loaded", 2, None)
    assert shops(zone) == SHOP_ROWS
    assert zone.other_rows("header") == [(1, SHOP_TABLE.split("\n")[0].split(","))]


def test_quoted_line_ends_add_no_row_and_blank_records_do(zone: Any) -> None:
    entry = zone.load(
        SHOPS, '"รายงาน\nร้านค้า"\n\nรหัสร้านค้า,รหัสผู้ประกอบการ,วันที่สมัคร,สถานะ\nS1,"P\n1",d,s\n\n , ,\u200b,\nS2,"P""2",d,s'
    )
    assert entry["rows_read"] == 2
    assert [(row[0], row[1], row[5]) for row in shops(zone)] == [("S1", "P\n1", 4), ("S2", 'P"2', 7)]
    assert zone.other_rows("title") == [(1, ["รายงาน\nร้านค้า"]), (2, [])]


NASTY = [
    "\\",
    "\\N",
    "\\.",
    "a\\tb",
    "a\tb",
    "a\nb",
    "a\r\nb",
    'a"b',
    '"',
    "a,b",
    "a;b",
    "{}",
    "NULL",
    "%d %",
    " x ",
    "'",
    "ก\u200bข",
]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize(("path", "table"), [(SHOPS, "shop_registrations"), (EVENTS, "app_downloads")])
def test_every_text_arrives_as_it_was(zone: Any, path: str, table: str, separator: str) -> None:
    names = headings.column_map(table, date(2024, 2, 1))
    columns = list(names.labels)
    written = io.StringIO()
    rows_written = [[cell, *NASTY[start : start + len(columns) - 1]] for start, cell in enumerate(NASTY[:12])]
    writer = csv.writer(written, delimiter=separator, lineterminator="\r\n")
    writer.writerows([NASTY, [names.labels[column] for column in columns], *rows_written])
    assert zone.load(path, written.getvalue())["rows_read"] == len(rows_written)
    found = zone.fetch(f"select * from raw.{table} order by row_number")
    padded = [[*row, *[None] * (len(columns) - len(row))] for row in rows_written]
    assert [[row[column] for column in columns] for row in found] == padded
    assert zone.other_rows("title") == [(1, NASTY)]


def test_unknown_columns_and_stray_cells_are_kept_and_told(zone: Any) -> None:
    entry = zone.load(SHOPS, "ลำดับ ที่,รหัสร้านค้า,รหัสผู้ประกอบการ,วันที่สมัคร,สถานะ,ผู้บันทึก\n1,S1,P1,d,s,สมศรี\n2,S2,P2,d,s,,x\n3\n")
    assert entry["rows_read"] == 2
    extras = zone.fetch("select extra from raw.shop_registrations order by row_number")
    assert [row["extra"] for row in extras] == [{"ผู้บันทึก": "สมศรี"}, {"คอลัมน์ที่ 7": "x"}]
    assert zone.findings(entry["file_id"]) == [
        (
            "unknown_column",
            "มีคอลัมน์นอกแบบฟอร์ม เก็บไว้แต่ไม่ได้นำมาใช้: “ผู้บันทึก” "
            "หากเป็นข้อมูลที่ต้องส่ง โปรดแก้หัวตารางให้ตรงกับแบบฟอร์มแล้วส่งใหม่ หากไม่ใช่ ไม่ต้องแก้ไข",
        ),
        (
            "cells_outside_table",
            "มีข้อมูลในช่องที่ไม่มีหัวตาราง 1 แถว แถวแรกคือแถวที่ 3 โปรดตรวจว่าข้อมูลเลื่อนช่องหรือไม่ หากเลื่อน โปรดแก้ไขแล้วส่งใหม่",
        ),
    ]


def test_a_file_with_a_header_alone_is_a_delivery_of_zero(zone: Any) -> None:
    assert zone.load(SHOPS, SHOP_TABLE.split("\n")[0])["status"] == "loaded"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("สวัสดี\n", "หาหัวตารางไม่พบ"),
        ("รหัสร้านค้า,รหัสผู้ประกอบการ,สถานะ\n", "ขาดคอลัมน์ “วันที่สมัคร”"),
        (SHOP_TABLE + 'S3,"P3,d,s\n', r"เครื่องหมายคำพูด \(\"\) ในแถวที่ 4 ไม่มีตัวปิด"),
        (SHOP_TABLE + 'S3,"' + "x" * 140_000 + '"\n', "แถวที่ 4 ยาวเกิน"),
        (SHOP_TABLE + "S3,P\0,d,s\n", "NUL"),
        (SHOP_TABLE + "x" * 2_000_000, "บรรทัดยาวเกิน"),
        (SHOP_TABLE.encode() + b"\xff\xfe\xfd\n", "อ่านตัวอักษรในไฟล์ไม่ได้"),
        (SHOP_TABLE.encode("utf-16") + b"\x00\xd8", "อ่านตัวอักษรในไฟล์ไม่ได้"),
        (b"PK\x03\x04 ...", "ไฟล์ Excel หรือไฟล์บีบอัดที่ตั้งชื่อเป็น .csv"),
        (gzip.compress(SHOP_TABLE.encode())[:-9], "ไฟล์บีบอัดเสีย"),
        (gzip.compress(SHOP_TABLE.encode() + b"x,y\n" * (20 << 20), 9), "ขยายใหญ่ผิดปกติ"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 60 else "",
)
def test_what_cannot_be_read_is_rejected_with_its_reason(zone: Any, content: bytes | str, reason: str) -> None:
    entry = zone.load(SHOPS, content)
    assert (entry["status"], entry["rows_read"]) == ("rejected", 0)
    assert re.search(reason, entry["reason"])
    assert shops(zone) == [] and zone.findings(entry["file_id"]) == []


def read_blocks(blocks: list[bytes], fast: bool, piece: int = delimited._PIECE) -> tuple[Any, ...]:
    """What reading says of blocks below a header: rows, other rows, findings, or the refusal."""
    table = table_of_events()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "_PIECE", piece)
        if not fast:
            patch.setattr(delimited, "plain", lambda *_: None)
        try:
            copied = b"".join(delimited.read(table, iter([(",".join(HEADINGS) + "\n").encode(), *blocks])))
        except FileRefused as refused:
            return ("refused", refused.reason)
    assert isinstance(table.others, Recorder)
    return copied, table.others.kept, table.rows_read, table.findings()


PLAIN_CELLS = ["E1", "12", "2024-02-01", "ประชาชน", "Web"]
TELLING_CELLS = [
    "รวม",
    "รวม\u200b",
    "ร\u00adวม",
    "ลงชื่อ",
    "หมายเหตุ",
    "(x)",
    "...",
    "",
    " ",
    "\u00a0",
    "\u200b",
    "๑",
    "é",
]
SPLITTING_CELLS = ['"', '"a,b"', '"a\nb"', '""', 'a"b', "\\", "\\.", "%d", "x\r", "\t", "\x0b"]
CELLS = st.sampled_from([*PLAIN_CELLS, *TELLING_CELLS, *SPLITTING_CELLS])
LINES = st.lists(CELLS, min_size=0, max_size=8).map(",".join) | st.lists(
    st.sampled_from(PLAIN_CELLS), min_size=6, max_size=6
).map(",".join)
BLOCKS = st.lists(
    st.lists(st.tuples(LINES, st.sampled_from(["\n", "\n", "\r\n"])), min_size=1, max_size=5).map(
        lambda lines: "".join(line + end for line, end in lines).encode()
    ),
    max_size=4,
)


@settings(max_examples=1500, deadline=None)
@given(BLOCKS, st.sampled_from([1, 20, delimited._PIECE]))
@example([b"E1,2,3,4,5,6\nE2,2,3,4,5\n"], 1)
@example([b"E1,2,3,4,5,6\n,,,,,\n"], 1)
@example(["ลงชื่อ,,,,,\n".encode(), b"E1,2,,4,5,6\n"], 1)
@example([b'E1,2,3,4,5,"6\n', b'E2,2,3,4,5,6"\n'], 1)
@example([b'E0,2,3,4,5,6\nE1,2,3,4,5,"6\nE2,2,3,4,5,6\nE3,2,3,4,5,6"\nE4,2,3,4,5,6\n'], 1)
@example([b"E1," + b"2" * 3000 + b",3,4,5,6\n"], 20)
def test_the_fast_way_says_what_the_slow_way_says(blocks: list[bytes], piece: int) -> None:
    assert read_blocks(blocks, fast=True, piece=piece) == read_blocks(blocks, fast=False)


def test_of_a_block_with_a_spoilt_line_the_others_go_the_fast_way(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = []
    monkeypatch.setattr(rows, "take", lambda table, number, cells: taken.append(number))
    lines = [b"E%d,2024-02-01T00:00:00,570101,Android,,u\n" % number for number in range(1000)]
    lines[500] = b'"E500",2024-02-01T00:00:00,570101,Android,,u\n'
    table = table_of_events()
    copied = b"".join(delimited.read(table, iter([(",".join(HEADINGS) + "\n").encode(), b"".join(lines)])))
    assert 502 in taken and len(taken) < 50
    assert copied.count(b"\n") == 1000 - len(taken)


def test_plain_exports_do_go_the_fast_way() -> None:
    table = table_of_events()
    block = "E1,2024-02-01T00:00:00,570101,Android,ประชาชน,\r\nE2,2024-02-01T00:00:00,570101,iOS,,u\r\n".encode()
    assert delimited.plain(table, block) == (block.replace(b"\r", b""), block.count(b"\n"))


def test_memory_does_not_grow_with_the_file() -> None:
    def peak(count: int) -> int:
        table = table_of_events()
        line = b"E1,2024-02-01T00:00:00,570101,Android,,u\n"
        content = io.BytesIO((",".join(HEADINGS) + "\n").encode() + line * count)
        tracemalloc.start()
        for _ in delimited.read(table, encodings.whole_lines(content)):
            pass
        [_, peak] = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert table.rows_read == count
        return peak

    assert peak(100_000) < peak(10_000) + 1_000_000
