"""The column maps name the columns of `raw`, and every heading of the contract leads to one of them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from include import warehouse
from include.loaders import headings
from include.loaders.refusal import FileRefused

MAPS = sorted((Path(headings.__file__).parent / "column_maps").glob("*.csv"))
PERIOD = date(2024, 2, 1)
OWN_COLUMNS = {"file_id", "sheet", "row_number", "cell_rows", "extra"}


def test_every_raw_table_has_its_map(connection: Any) -> None:
    columns = warehouse.fetch(
        connection,
        "select table_name, column_name from information_schema.columns"
        " where table_schema = 'raw' and table_name <> 'other_row'",
    )
    raw: dict[str, set[str]] = {}
    for column in columns:
        raw.setdefault(column["table_name"], set()).add(column["column_name"])
    mapped = {path.stem: set(headings.column_map(path.stem, PERIOD).labels) for path in MAPS}
    assert mapped == {table: names - OWN_COLUMNS for table, names in raw.items()}


@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.stem)
def test_no_heading_leads_to_two_columns(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    assert len(headings.column_map(path.stem, PERIOD).columns) == len(lines)


def test_a_heading_counts_from_its_month_on() -> None:
    assert headings.column_map("leader_roster", date(1999, 12, 1)).columns == {}


def test_the_header_is_the_first_row_with_all_required_headings() -> None:
    names = headings.column_map("shop_registrations", PERIOD)
    rows = [
        ["รายชื่อร้านค้า", "สถานะ"],
        [],
        ["ที่", "สถานะ", "วันที่สมัคร", "รหัสผู้ประกอบการ", "รหัสร้านค้า", "หมายเหตุ", "หมายเหตุ"],
    ]
    header = headings.accept(headings.find_header(rows, names), names)
    assert header.row_number == 3
    assert header.columns == {1: "status", 2: "registered_on", 3: "operator_id", 4: "shop_id"}
    assert header.unknown == {5: "หมายเหตุ", 6: "หมายเหตุ (คอลัมน์ที่ 7)"}
    assert header.running == {0}


def test_the_header_is_sought_in_ten_rows_only() -> None:
    names = headings.column_map("submissions_downloads", PERIOD).of_workbook
    assert headings.find_header([[""]] * 9 + [["ตำบล", "จำนวน"]], names)
    with pytest.raises(FileRefused, match="หาหัวตารางไม่พบใน 10 แถวแรก"):
        headings.accept(headings.find_header([[""]] * 10 + [["ตำบล", "จำนวน"]], names), names)


def test_a_missing_column_is_named_and_of_two_one_is_enough() -> None:
    names = headings.column_map("content_records", PERIOD)
    with pytest.raises(FileRefused, match="ขาดคอลัมน์ “ปรับปรุงล่าสุด” “รหัสอำเภอ” หรือ “อำเภอ”"):
        headings.accept(headings.find_header([["รหัสรายการ", "บริการ"]], names), names)
    for heading in ("รหัสอำเภอ", "อำเภอ"):
        headings.accept(headings.find_header([["รหัสรายการ", "บริการ", "ปรับปรุงล่าสุด", heading]], names), names)


def test_a_required_heading_that_stands_twice_is_named_by_whatever_names() -> None:
    names = headings.column_map("leader_roster", PERIOD)
    row = ["อำเภอ", "รวม", "ข้อมูล ณ วันที่", "จำนวนเป้าหมาย"]
    with pytest.raises(FileRefused, match="มีคอลัมน์ “รวม” ซ้ำกัน"):
        headings.accept(headings.find_header([row], names), names)


def test_an_optional_heading_that_stands_twice_counts_once() -> None:
    names = headings.column_map("submissions_publicity", PERIOD).of_workbook
    header = headings.accept(headings.find_header([["วันที่", "ช่องทาง", "ลิงก์", "URL"]], names), names)
    assert header.columns[2] == "link" and header.unknown == {3: "URL"}
