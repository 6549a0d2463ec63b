"""A Parquet export gives the same rows as a CSV of the same table, and what is none is refused in bounded memory."""

import csv
import io
import re
import resource
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from include.loaders import copying, delimited, headings, parquet, rows
from include.loaders.refusal import FileRefused

SHOPS = "shop_registrations/57/2024-02/shops.parquet"
EVENTS = "app_downloads/57/2024-02/events.parquet"
NAMES = headings.column_map("app_downloads", date(2024, 2, 1))
HEADINGS = ["รหัสเหตุการณ์", "เวลา", "รหัสตำบล", "ระบบปฏิบัติการ", "กลุ่มผู้ใช้", "รหัสผู้ใช้"]
EVENT = {"รหัสเหตุการณ์": ["E1"], "เวลา": ["2024-02-01T10:00:00"], "รหัสตำบล": ["570101"], "ระบบปฏิบัติการ": ["Android"]}
SHOP = {"รหัสร้านค้า": ["S1"], "รหัสผู้ประกอบการ": ["P1"], "วันที่สมัคร": ["1/2/67"], "สถานะ": ["รออนุมัติ"]}


def packed(columns: dict[str, Any], **how: Any) -> bytes:
    """A Parquet file of columns, each a list of cells or an Arrow array."""
    content = io.BytesIO()
    pq.write_table(pa.table(columns), content, **how)
    return content.getvalue()


def text_of(cells: Any) -> list[str | None]:
    """What becomes of the cells of one column, read back from a file."""
    file = pq.ParquetFile(io.BytesIO(packed({"ก": cells})))
    return [cell for [texts] in parquet._texts(file, 1 << 30) for cell in texts.to_pylist()]


BANGKOK = timezone(timedelta(hours=7))


@pytest.mark.parametrize(
    ("cells", "texts"),
    [
        (["๑๒", " x ", "", None], ["๑๒", " x ", "", None]),
        (pa.array(["ก"], pa.large_string()), ["ก"]),
        (pa.array(["Web", None, "iOS", "Web"]).dictionary_encode(), ["Web", None, "iOS", "Web"]),
        (pa.array([570101, None]).dictionary_encode(), ["570101", None]),
        (pa.array(["แม่สาย".encode(), None], pa.binary()), ["แม่สาย", None]),
        (pa.array([b"57"], pa.binary(2)), ["57"]),
        (pa.array([-1, 0, 2**62]), ["-1", "0", str(2**62)]),
        (pa.array([2**64 - 1], pa.uint64()), ["18446744073709551615"]),
        (pa.array([570101.0, None, float("nan")]), ["570101", None, None]),
        (pa.array([12.0, 12.5, 0.1, -3.0, 123456789012.25]), ["12", "12.5", "0.1", "-3", "123456789012.25"]),
        (pa.array([1e20, float("inf")]), ["100000000000000000000", "inf"]),
        (pa.array([0.1, 12.0], pa.float32()), ["0.1", "12"]),
        (pa.array([Decimal("12.50"), Decimal("12.00"), None], pa.decimal128(9, 2)), ["12.5", "12", None]),
        (
            pa.array([Decimal("0.0000001"), Decimal("9" * 28 + ".1")], pa.decimal128(38, 7)),
            ["0.0000001", "9" * 28 + ".1"],
        ),
        (pa.array([Decimal("100")], pa.decimal256(40, 0)), ["100"]),
        (pa.array([True, False, None]), ["TRUE", "FALSE", None]),
        (pa.nulls(2), [None, None]),
        (pa.array([date(2024, 2, 15), date(2567, 2, 15)]), ["2024-02-15T00:00:00", "2567-02-15T00:00:00"]),
        (pa.array([date(2024, 2, 15)], pa.date64()), ["2024-02-15T00:00:00"]),
        (pa.array([datetime(2567, 2, 15, 8, 30)], pa.timestamp("us")), ["2567-02-15T08:30:00"]),
        (pa.array([datetime(2024, 2, 15)], pa.timestamp("ns")), ["2024-02-15T00:00:00"]),
        (pa.array([datetime(2024, 2, 15, 8, 30, 0, 500_000)], pa.timestamp("ms")), ["2024-02-15T08:30:00.500"]),
        (pa.array([datetime(2024, 2, 29, 17, tzinfo=UTC)], pa.timestamp("us", "UTC")), ["2024-03-01T00:00:00+07:00"]),
        (
            pa.array([datetime(2024, 2, 29, 23, 59, 59, tzinfo=BANGKOK)], pa.timestamp("s", "Asia/Bangkok")),
            ["2024-02-29T23:59:59+07:00"],
        ),
        (pa.array([time(9, 5), time(9, 5, 0, 1)], pa.time64("us")), ["09:05:00", "09:05:00.000001"]),
    ],
    ids=lambda value: str(getattr(value, "type", "")),
)
def test_a_cell_is_the_text_that_a_person_would_read(cells: Any, texts: list[str | None]) -> None:
    assert text_of(cells) == texts


def test_a_record_is_a_row_numbered_from_one_below_no_header(zone: Any) -> None:
    columns = {"สถานะ": ["อนุมัติแล้ว", "", None], "รหัสร้านค้า": ["S1", None, "S3"], "วันที่สมัคร": [date(2024, 2, 1)] * 3}
    entry = zone.load(SHOPS, packed({**columns, " รหัส ผู้ประกอบการ": [101.0, None, 103.0], "ผู้บันทึก": ["ก", None, None]}))
    assert (entry["status"], entry["section"], entry["rows_read"]) == ("loaded", "", 3)
    found = zone.fetch("select * from raw.shop_registrations order by row_number")
    assert [
        (row["sheet"], row["row_number"], row["shop_id"], row["operator_id"], row["registered_on"], row["status"])
        for row in found
    ] == [
        ("", 1, "S1", "101", "2024-02-01T00:00:00", "อนุมัติแล้ว"),
        ("", 2, None, None, "2024-02-01T00:00:00", None),
        ("", 3, "S3", "103", "2024-02-01T00:00:00", None),
    ]
    assert [row["extra"] for row in found] == [{"ผู้บันทึก": "ก"}, None, None]
    [(code, told)] = zone.findings(entry["file_id"])
    assert code == "unknown_column" and told.startswith("มีคอลัมน์นอกแบบฟอร์ม เก็บไว้แต่ไม่ได้นำมาใช้: “ผู้บันทึก” ")
    places = zone.fetch("select column_name, column_number, row_number, heading from ops.file_column order by 2")
    assert [tuple(row.values()) for row in places] == [
        ("status", 1, 0, "สถานะ"),
        ("shop_id", 2, 0, "รหัสร้านค้า"),
        ("registered_on", 3, 0, "วันที่สมัคร"),
        ("operator_id", 4, 0, " รหัส ผู้ประกอบการ"),
    ]


def test_blank_records_and_totals_are_no_rows_and_keep_the_others_numbers(zone: Any) -> None:
    columns = {"ลำดับ": [1, 2, None, None], "รหัสร้านค้า": ["S1", None, "S2", "รวม"], "จำนวนสินค้า": [3, None, 4, 8]}
    others = {
        "รหัสผู้ประกอบการ": ["P", None, "P", None],
        "วันที่สมัคร": ["d", None, "d", None],
        "สถานะ": ["s", " ", "s", None],
    }
    entry = zone.load(SHOPS, packed({**columns, **others}))
    assert [row["row_number"] for row in zone.fetch("select row_number from raw.shop_registrations")] == [1, 3]
    assert zone.other_rows("total") == [(4, ["", "รวม", "8", "", "", ""])]
    [(code, text)] = zone.findings(entry["file_id"])
    assert (code, "แถวที่ 4" in text, "ระบุ 8" in text) == ("total_mismatch", True, True)


def test_however_many_blank_records_hide_none_below_them(zone: Any) -> None:
    blank = [""] * 2_000
    columns = {heading: ["1", *blank, "2"] for heading in HEADINGS}
    assert zone.load(EVENTS, packed(columns))["rows_read"] == 2
    found = zone.fetch("select row_number from raw.app_downloads order by row_number")
    assert [row["row_number"] for row in found] == [1, 2_002]


def test_an_export_without_records_is_a_delivery_of_zero(zone: Any) -> None:
    entry = zone.load(EVENTS, packed({heading: pa.array([], pa.string()) for heading in HEADINGS}))
    assert (entry["status"], entry["rows_read"]) == ("loaded", 0)


def test_records_of_many_row_groups_are_numbered_through(zone: Any) -> None:
    count = 20_000
    columns = {heading: [f"{heading[0]}{number}" for number in range(count)] for heading in HEADINGS}
    columns["รหัสผู้ใช้"][12_345] = "a\tb\nc\\"
    entry = zone.load(EVENTS, packed(columns, row_group_size=7_001))
    assert entry["rows_read"] == count
    found = zone.fetch(
        "select count(*), count(distinct row_number) as different, min(row_number), max(row_number)"
        " from raw.app_downloads"
    )
    assert tuple(found[0].values()) == (count, count, 1, count)
    wrong = zone.fetch("select row_number from raw.app_downloads where event_id <> 'ร' || (row_number - 1)")
    assert wrong == []
    assert zone.fetch("select user_id from raw.app_downloads where row_number = 12346") == [{"user_id": "a\tb\nc\\"}]


TELLING = ["E1", "12", "ประชาชน", "รวม", "รวม\u200b", "ลงชื่อ", "(x)", "", " ", "\u00a0", "๑", "é", None]
SPLITTING = ['"', "a,b", "a\tb", "a\nb", "\\", "\\.", "\\N", "%d", "x\r", "\r\n", "E1\t2\t3\t4\t5\nE2"]
CELLS = st.sampled_from([*TELLING, *SPLITTING])


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=6, max_size=6) | st.just(["E1", "2", "3", "Web", "", "u"]), max_size=6))
def test_a_record_says_what_the_same_record_of_a_csv_says(records: list[list[str | None]]) -> None:
    def copied(is_parquet: bool) -> tuple[Any, ...]:
        header = headings.match(0 if is_parquet else 1, HEADINGS, NAMES)
        kept: list[tuple[int, str, list[str]]] = []

        class Recorder(copying.OtherRows):
            def add(self, file_id: int, sheet: str, row_number: int, kind: str, cells: Sequence[str]) -> None:
                kept.append((row_number + is_parquet, kind, list(cells)))

        table = rows.Table(7, "", NAMES, header, Recorder(), "\t")
        if is_parquet:
            texts = [pa.array([record[place] for record in records], pa.string()) for place in range(6)]
            lines = b"".join(parquet.read(table, iter([texts] if records else [])))
        else:
            written = io.StringIO()
            writer = csv.writer(written, delimiter="\t", quoting=csv.QUOTE_ALL)
            writer.writerows([HEADINGS, *records])
            lines = b"".join(delimited.read(table, iter([written.getvalue().encode()])))
            kept[:] = [other for other in kept if other[1] != "header"]
        numbered = re.sub(rb"(?m)^7\t(\d+)", lambda match: b"7\t%d" % (int(match[1]) + is_parquet), lines)
        return numbered, kept, table.rows_read

    assert copied(is_parquet=True) == copied(is_parquet=False)


def test_plain_exports_do_go_the_fast_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "take", None)
    table = rows.Table(7, "", NAMES, headings.match(0, HEADINGS, NAMES), copying.OtherRows(), "\t")
    texts = [
        pa.array(cells)
        for cells in zip(["E1", "t", "570101", "Web", None, "u"], ["E2", "t", "๕", "iOS", "ก", "u"], strict=True)
    ]
    assert (
        b"".join(parquet.read(table, iter([texts]))).decode()
        == "7\t1\tE1\tt\t570101\tWeb\t\tu\t\n7\t2\tE2\tt\t๕\tiOS\tก\tu\t\n"
    )


def with_time(cells: pa.Array, **how: Any) -> bytes:
    return packed({**EVENT, "เวลา": cells}, **how)


def renamed(old: str, new: str) -> bytes:
    content = io.BytesIO()
    pq.write_table(pa.table(EVENT).rename_columns({old: new}), content)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\x03\x04 a workbook", "ไม่ใช่ Parquet"),
        ("รหัสเหตุการณ์,เวลา\n".encode(), "ไม่ใช่ Parquet"),
        (b"PARE" + bytes(100) + b"PARE", "เข้ารหัสไว้"),
        (b"PAR1", "ไฟล์เสีย"),
        (packed(EVENT)[:-40], "ไฟล์เสีย"),
        (packed(EVENT)[:60] + packed(EVENT)[80:], "ไฟล์เสีย"),
        (renamed("เวลา", "เมื่อ"), "ไฟล์ Parquet ขาดคอลัมน์ “เวลา”"),
        (renamed("ระบบปฏิบัติการ", "เวลา"), "ไฟล์ Parquet ขาดคอลัมน์ “ระบบปฏิบัติการ”"),
        (packed({**EVENT, "วันเวลาที่ดาวน์โหลด": ["x"]}), "ไฟล์ Parquet มีคอลัมน์ “เวลา” ซ้ำกัน"),
        (with_time(pa.array([["x"]])), "“เวลา” ของไฟล์ Parquet เป็นข้อมูลชนิด list<"),
        (packed({**EVENT, "อื่น ๆ": pa.array([{"a": 1}])}), "“อื่น ๆ” ของไฟล์ Parquet เป็นข้อมูลชนิด struct<"),
        (with_time(pa.array([timedelta(1)])), "“เวลา” ของไฟล์ Parquet เป็นข้อมูลชนิด duration"),
        (
            with_time(pa.array([datetime(2024, 2, 1)]), use_deprecated_int96_timestamps=True),
            "“เวลา” ของไฟล์ Parquet เก็บเวลาแบบ INT96",
        ),
        (with_time(pa.array([b"\xe0\xb8"])), "“เวลา” ของไฟล์ Parquet มีข้อความที่ไม่ใช่ UTF-8"),
        (with_time(pa.array(["a\0b"])), "อักขระ NUL"),
        (with_time(pa.array(["x" * 140_000])), "“เวลา” ของไฟล์ Parquet มีข้อความยาวเกิน"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_rejected_with_its_reason(zone: Any, content: bytes, reason: str) -> None:
    entry = zone.load(EVENTS, content)
    assert (entry["status"], entry["rows_read"]) == ("rejected", 0)
    assert reason in entry["reason"]
    assert zone.fetch("select * from raw.app_downloads") == []


def test_text_that_only_claims_to_be_utf_8_is_refused(zone: Any) -> None:
    content = with_time(pa.array(["อ่านไม่ได้"]), compression="none", use_dictionary=False, write_statistics=False)
    text = "อ่านไม่ได้".encode()
    assert "ไม่ใช่ UTF-8" in zone.load(EVENTS, content.replace(text, b"\xff" * len(text)))["reason"]


def test_a_report_as_parquet_is_refused(zone: Any) -> None:
    for name in ("รายงาน.parquet", "downloads.parquet"):
        assert "แบบรายงานรับเป็น Excel" in zone.load(f"submissions/57/2024-02/{name}", packed(SHOP))["reason"]


def repeated(text: str, count: int) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.nulls(count, pa.int32()).fill_null(0), pa.array([text]))


def bomb(count: int, text: str, **how: Any) -> bytes:
    """A small file of so many records, each with the same text."""
    short = {heading: repeated("E1", count) for heading in HEADINGS}
    return packed({**short, "รหัสผู้ใช้": repeated(text, count)}, compression="zstd", **how)


@pytest.mark.parametrize(
    ("count", "length", "how", "reason"),
    [
        (3_000_000, 1, {"store_schema": False}, "3,000,000 แถว"),
        (100_000, 100_000, {"store_schema": False}, "ขยายใหญ่ผิดปกติ"),
        (100_000, 9_000_000, {"store_schema": False}, "ขยายใหญ่ผิดปกติ"),
        (100_000, 9_000_000, {}, "ยาวเกิน 131,072 ตัวอักษร"),
    ],
    ids=["records", "long texts", "longer texts", "longer texts in a dictionary"],
)
def test_a_bomb_is_refused_before_it_fills_the_memory(
    zone: Any, count: int, length: int, how: dict[str, Any], reason: str
) -> None:
    content = bomb(count, "x" * length, **how)
    assert len(content) < 1 << 20
    limit = resource.getrlimit(resource.RLIMIT_AS)
    entry = zone.load(EVENTS, content)
    assert entry["status"] == "rejected" and reason in entry["reason"]
    assert resource.getrlimit(resource.RLIMIT_AS) == limit, "the memory is bounded only while a file is read"


def test_texts_that_repeat_their_beginning_are_a_bomb_too(zone: Any) -> None:
    cells = pa.array(["x" * 100_000] * 1500)
    how: dict[str, Any] = {"use_dictionary": False, "column_encoding": {"เวลา": "DELTA_BYTE_ARRAY"}}
    content = packed(
        {**{name: value * 1500 for name, value in EVENT.items()}, "เวลา": cells}, compression="zstd", **how
    )
    assert len(content) < 1 << 20
    assert "ขยายใหญ่ผิดปกติ" in zone.load(EVENTS, content)["reason"]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_file_is_read_or_refused_and_nothing_else(data: Any) -> None:
    content = bytearray(
        packed({**EVENT, "รหัสผู้ใช้": ["u"]}, compression=data.draw(st.sampled_from(["none", "snappy", "zstd"])))
    )
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(4, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        with parquet._refusing(), parquet._bounded_memory(), parquet._open(io.BytesIO(bytes(content))) as file:
            table = rows.Table(7, "", NAMES, parquet._header(file, NAMES), copying.OtherRows(), "\t")
            for _ in parquet.read(table, parquet._texts(file, 1 << 26)):
                pass
    except FileRefused as refused:
        assert refused.reason
