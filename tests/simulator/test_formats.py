"""The landing zone holds every kind of file that the contract names, made as offices and systems make them."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl.utils.datetime import MAC_EPOCH

from include.simulator import simulate
from tests.simulator import reading
from tests.simulator.conftest import Zone

PROVINCES = ("57", "34")
KINDS = {"csv", "csv.gz", "parquet", "xlsx", "xls"}
EXPORTS = {"otop_operators", "shop_registrations", "app_downloads", "content_records"}
QUARTERS = {"57": 2024, "34": 2025}  # the first of each, which is simulated by default


def _loaded(zone: Zone) -> Iterator[tuple[Path, dict[str, Any]]]:
    for code in PROVINCES:
        for file in reading.truth(zone.truth, code, "files"):
            if file["status"] == "loaded":
                yield zone.landing / file["uri"], file


def _refused(zone: Zone, *rules: str) -> list[dict[str, Any]]:
    return [
        row for code in PROVINCES for row in reading.truth(zone.truth, code, "rejected_rows") if row["rule"] in rules
    ]


@pytest.fixture(scope="module")
def books(zones: list[Zone]) -> dict[Path, openpyxl.Workbook]:
    """The small .xlsx files of the first zones, with formulas as formulas."""
    return {
        path: openpyxl.load_workbook(path)
        for zone in zones[:3]
        for path, file in _loaded(zone)
        if path.suffix == ".xlsx" and file["rows_read"] < 500
    }


def test_what_make_run_simulates_shows_a_newcomer_every_kind_of_file(tmp_path: Path) -> None:
    for code, year in QUARTERS.items():
        months = [date(year, month, 1) for month in (1, 2, 3)]
        simulate(tmp_path / "landing", tmp_path / "truth", code, months, seed=1)
    zone = Zone(tmp_path / "landing", tmp_path / "truth")
    assert {reading.ending(path) for path, file in _loaded(zone) if file["source"] in EXPORTS} == KINDS
    assert {reading.ending(path) for path, file in _loaded(zone) if file["source"] == "submissions"} == {
        "csv", "xlsx", "xls",
    }  # fmt: skip


def test_exports_come_in_every_kind_and_mostly_as_csv(zones: list[Zone]) -> None:
    kinds = Counter(reading.ending(path) for zone in zones for path, file in _loaded(zone) if file["source"] in EXPORTS)
    assert set(kinds) == KINDS
    assert kinds["csv"] > kinds.total() / 2


def test_most_reports_that_are_workbooks_are_new_ones(zones: list[Zone]) -> None:
    kinds = Counter(path.suffix for zone in zones for path, file in _loaded(zone) if file["source"] == "submissions")
    assert kinds[".xlsx"] > 4 * kinds[".xls"] > 0


def test_some_text_is_utf_16_with_tabs_and_some_cp874_with_semicolons(zones: list[Zone]) -> None:
    seen = set()
    for zone in zones:
        for path, _ in _loaded(zone):
            if "csv" in reading.ending(path):
                content = reading.unpacked(path)
                if content.startswith(b"\xff\xfe"):
                    seen.add("utf-16 with tabs" if content.count(b"\t\0") > content.count(b",\0") else "utf-16")
                else:
                    try:
                        content.decode()
                    except UnicodeDecodeError:
                        seen.add("cp874 with semicolons" if content.count(b";") > content.count(b",") else "cp874")
    assert {"utf-16 with tabs", "cp874", "cp874 with semicolons"} <= seen


def test_a_parquet_has_real_types_and_as_many_records_as_the_truth_says(zones: list[Zone]) -> None:
    types: set[str] = set()
    for zone in zones:
        for path, file in _loaded(zone):
            if path.suffix == ".parquet":
                table = pq.read_table(path)
                assert table.num_rows == file["rows_read"]
                refused = [row["row_number"] for row in _refused(zone, "value_missing") if row["uri"] == file["uri"]]
                assert all(None in table.slice(number - 1, 1).to_pylist()[0].values() for number in refused)
                types.update(str(field.type) for field in table.schema)
    assert {"int64", "date32[day]", "timestamp[us]", "timestamp[us, tz=UTC]", "string"} <= types
    assert any(name.startswith("dictionary") for name in types)


def test_the_refused_rows_of_a_parquet_are_counted_from_its_first_record(zones: list[Zone]) -> None:
    looked_at = 0
    for zone in zones:
        for row in _refused(zone, "date_excel_two_digit_year"):
            if row["uri"].endswith(".parquet"):
                record = pq.read_table(zone.landing / row["uri"]).slice(row["row_number"] - 1, 1).to_pylist()[0]
                assert any(isinstance(cell, date) and cell.year < 2000 for cell in record.values())
                looked_at += 1
    assert looked_at


def test_a_parquet_keeps_the_codes_of_subdistricts_as_whole_numbers(zones: list[Zone]) -> None:
    looked_at = 0
    for zone in zones:
        for path, file in _loaded(zone):
            if path.suffix == ".parquet" and file["source"] == "app_downloads":
                fields = {reading.plain_name(field.name): field for field in pq.read_schema(path)}
                looked_at += pa.types.is_integer(fields["รหัสตำบล"].type)
    assert looked_at


def test_workbooks_are_made_as_offices_make_them(books: dict[Path, openpyxl.Workbook]) -> None:
    seen: Counter[str] = Counter()
    for book in books.values():
        seen["days from 1904"] += book.epoch == MAC_EPOCH
        seen["hidden sheet"] += any(sheet.sheet_state == "hidden" for sheet in book)
        seen["careless sheet name"] += any(sheet.title != reading.plain_name(sheet.title) for sheet in book)
        seen["sheets in another order"] += reading.plain_name(book.sheetnames[0]) not in ("สรุป", "บัญชี", "ข้อมูล")
        for sheet in book:
            cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
            texts = [str(cell.value) for cell in cells]
            seen["merged title"] += any(part.min_row == part.max_row for part in sheet.merged_cells.ranges)
            seen["blank rows above"] += bool(cells) and cells[0].row > 1
            seen["blank columns before"] += bool(cells) and min(cell.column for cell in cells) > 1
            seen["signature"] += any(text.startswith("ลงชื่อ") for text in texts)
            seen["number as text"] += any(cell.data_type == "s" and cell.value.isdigit() for cell in cells)
            seen["Thai digits"] += any(set(text) <= set("๐๑๒๓๔๕๖๗๘๙") for text in texts)
            seen["total as a formula"] += any(text.startswith("=SUM(") for text in texts) and "รวม" in texts
            seen["running number as a formula"] += any(text.endswith("+1") and text[0] == "=" for text in texts)
            seen["title as a formula"] += '="Click "&2567' in texts
    assert not [name for name, count in seen.items() if not count], seen


def test_a_planted_formula_or_error_stands_in_the_row_that_the_truth_names(
    zones: list[Zone], books: dict[Path, openpyxl.Workbook]
) -> None:
    kinds = {"formula_found": "f", "excel_error": "e"}
    seen: Counter[str] = Counter()
    records: dict[Path, list[list[str]]] = {}
    for zone in zones[:3]:
        for row in _refused(zone, *kinds):
            path = zone.landing / row["uri"]
            if path in books:
                cells = books[path][row["sheet"]][row["row_number"]]
                assert any(cell.data_type == kinds[row["rule"]] for cell in cells), row
                seen[row["rule"]] += 1
            elif "csv" in reading.ending(path):
                records[path] = records.get(path) or reading.csv_records(path)
                record = records[path][row["row_number"] - 1]
                assert any(cell.startswith("=" if row["rule"] == "formula_found" else "#") for cell in record), row
                seen["text"] += 1
    assert set(seen) == {*kinds, "text"}
