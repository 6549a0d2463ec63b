"""Of every file, whatever its rows are: rows read are rows loaded, rows known and rows refused, by the database."""

import csv
import io
from itertools import count
from typing import Any

import psycopg2
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from include import months, warehouse

WHOSE = ["รหัสรายงาน", "อำเภอ", "ประจำเดือน"]
SUMMARY = {"วันที่รายงาน": "5/3/67", "ร้านค้าสมัครใหม่": "5", "กำนัน": "๓"}
# By table: its headings with a good cell each; `{n}` is another number in every row.
SECTIONS = {
    "downloads": ("ดาวน์โหลดรายตำบล", {"ตำบล": "เวียงพางคำ", "จำนวน": "{n}"}),
    "publicity": ("ประชาสัมพันธ์", {"วันที่": "15/2/67", "ช่องทาง": "Line", "หัวข้อ": "เรื่องที่ {n}"}),
    "activities": ("กิจกรรม", {"วันที่": "๑๕ ก.พ. ๖๗", "ชื่อกิจกรรม": "อบรมครั้งที่ {n}", "ผู้เข้าร่วม": "1{n} คน"}),
    "services": ("บันทึกข้อมูล", {"บริการ": "Shop ชุมชน", "ถูกต้อง": "ใช่", "ครบถ้วน": "ครบ", "เป็นปัจจุบัน": "ใช่"}),
}
EXPORTS = {
    "otop_operators": {"รหัสผู้ประกอบการ": "A{n}", "อำเภอ": "แม่สาย", "ข้อมูล ณ วันที่": "9/2/67"},
    "shop_registrations": {"รหัสร้านค้า": "S{n}", "รหัสผู้ประกอบการ": "A{n}", "วันที่สมัคร": "1/2/67", "สถานะ": "รออนุมัติ"},
    "app_downloads": {"รหัสเหตุการณ์": "E{n}", "เวลา": "2024-02-15T12:00:00", "รหัสตำบล": "570101", "ระบบปฏิบัติการ": "Web"},
    "content_records": {"รหัสรายการ": "C{n}", "บริการ": "มีทุน", "รหัสอำเภอ": "5709", "ปรับปรุงล่าสุด": "15/2/67"},
    "leader_roster": {"อำเภอ": "แม่สาย", "กำนัน": "8", "รวม": "8", "ข้อมูล ณ วันที่": "9/2/67"},
}
WRONG = [
    "x",
    "31/2/67",
    "-5",
    "1.5",
    "ไม่รู้จัก",
    "=A1",
    "#REF!",
    "2024-05-01",
    "1967-02-15T00:00:00",
    "9" * 30,
    "'",
    "\\N",
]
KINDS = st.lists(st.sampled_from(["good", "good", "wrong", "again", "blank", "total", "signature"]), max_size=8)
examples = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
numbers = count(1)


def rows_of(data: Any, good: dict[str, str], before: list[str]) -> tuple[list[list[str]], int]:
    """Rows below a header, all sorts mixed, the cells of `before` in front of each; and how many of them are data."""
    rows: list[list[str]] = []
    latest = [cell.format(n=next(numbers)) for cell in good.values()]
    data_rows = 0
    for kind in data.draw(KINDS):
        if kind in ("good", "wrong"):
            latest = [cell.format(n=next(numbers)) for cell in good.values()]
        row = list(latest)
        if kind == "wrong":
            row[data.draw(st.integers(0, len(row) - 1))] = data.draw(st.sampled_from(WRONG))
        if kind in ("good", "wrong", "again"):
            data_rows += 1
            rows.append([*before, *row])
        else:
            shown = {"blank": " ", "total": "รวมทั้งสิ้น", "signature": "ลงชื่อ"}[kind]
            rows.append([shown, *[""] * (len(before) + len(row) - 1)])
    return rows, data_rows


def as_csv(rows: list[list[str]]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows([[f"ฉบับที่ {next(numbers)}"], *rows])
    return written.getvalue().encode()


def as_parquet(header: list[str], rows: list[list[str]]) -> bytes:
    columns = {heading: pa.array([row[place] for row in rows], pa.string()) for place, heading in enumerate(header)}
    content = io.BytesIO()
    pq.write_table(pa.table(columns, metadata={"ฉบับที่": str(next(numbers))}), content)
    return content.getvalue()


def type_rows(zone: Any, *paths: str) -> list[dict[str, Any]]:
    """Load files and type what waits; the database refuses a file whose rows do not add up."""
    entries = zone.scan(*paths)
    for path in months.TYPE:
        warehouse.run(zone.connection, path, {"province_code": "57"})
    zone.connection.commit()
    typed: list[dict[str, Any]] = zone.entries([entry["file_id"] for entry in entries])
    for entry in typed:
        assert (entry["status"], entry["reason"]) == ("loaded", None)
        assert entry["typed_with"] is not None
        assert entry["rows_read"] == entry["rows_loaded"] + entry["rows_known"] + entry["rows_rejected"]
    return typed


@examples
@given(st.data())
def test_every_row_of_a_report_is_accounted_for(zone: Any, workbook: Any, data: Any) -> None:
    district = data.draw(st.sampled_from(["แม่สาย", "อ.เทิง", "ไม่มีอำเภอนี้", ""]))
    summary = [["อำเภอ", district], ["ประจำเดือน", data.draw(st.sampled_from(["ก.พ. 67", "มี.ค. 67"]))]]
    sheets: dict[str, list[list[str]]] = {"สรุป": [[f"ฉบับที่ {next(numbers)}"], *summary, *map(list, SUMMARY.items())]}
    data_rows = 1
    for sheet, good in SECTIONS.values():
        rows, of_section = rows_of(data, good, [])
        sheets[sheet] = [["แบบรายงาน"], [], list(good), *rows]
        data_rows += of_section
    [entry] = type_rows(zone, zone.put(f"submissions/57/2024-02/{next(numbers)}.xlsx", workbook(sheets)))
    assert entry["rows_read"] == data_rows


@examples
@given(st.data())
def test_every_row_of_a_form_tools_sections_is_accounted_for(zone: Any, data: Any) -> None:
    whose = [f"R{next(numbers)}", data.draw(st.sampled_from(["แม่สาย", "ไม่มีอำเภอนี้"])), "ก.พ. 67"]
    paths, data_rows = [], []
    for section, good in {"summary": SUMMARY, **{name: good for name, (_, good) in SECTIONS.items()}}.items():
        if data.draw(st.integers(0, 4)) == 0:
            continue  # a section that never came
        rows, of_section = rows_of(data, good, whose)
        paths.append(
            zone.put(f"submissions/57/2024-02/{section}_{next(numbers)}.csv", as_csv([[*WHOSE, *good], *rows]))
        )
        data_rows.append(of_section)
    entries = type_rows(zone, *paths)
    assert [entry["rows_read"] for entry in entries] == data_rows


@examples
@given(st.data())
def test_every_row_of_an_export_is_accounted_for(zone: Any, workbook: Any, data: Any) -> None:
    paths, data_rows = [], []
    for source, good in EXPORTS.items():
        rows, of_export = rows_of(data, good, [])
        kind = data.draw(st.sampled_from(["csv", "xlsx", "parquet"]))
        if kind == "csv":
            content = as_csv([list(good), *rows])
        elif kind == "xlsx":
            content = workbook({"ก": [[f"ฉบับที่ {next(numbers)}"], list(good), *rows]})
        else:
            content = as_parquet(list(good), rows)
        paths.append(zone.put(f"{source}/57/2024-02/{next(numbers)}.{kind}", content))
        data_rows.append(of_export)
    entries = type_rows(zone, *paths)
    assert [entry["rows_read"] for entry in entries] == data_rows


def test_the_database_lets_no_file_be_typed_whose_rows_do_not_add_up(zone: Any) -> None:
    content = as_csv([list(EXPORTS["app_downloads"]), [cell.format(n=1) for cell in EXPORTS["app_downloads"].values()]])
    entry = zone.load("app_downloads/57/2024-02/events.csv", content)
    with pytest.raises(psycopg2.errors.CheckViolation, match="every_row_accounted_for"):
        zone.fetch(
            "update ops.source_file set typed_with = rules_sha256 where file_id = %s returning file_id",
            [entry["file_id"]],
        )
