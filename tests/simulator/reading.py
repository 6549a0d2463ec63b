"""Reads a simulated landing zone with none of the simulator's own code."""

import csv
import gzip
import io
import json
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

TOTALS = ("รวม", "รวมทั้งสิ้น")
SIGNATURES = ("ลงชื่อ", "(", "ตำแหน่ง")


def truth(folder: Path, province_code: str, name: str) -> list[dict[str, Any]]:
    """The records of one truth file."""
    return [json.loads(line) for line in (folder / province_code / f"{name}.jsonl").read_text("utf-8").splitlines()]


def ending(path: Path) -> str:
    """The kind of a file by its name: csv, csv.gz, parquet, xlsx or xls."""
    return "csv.gz" if path.name.endswith(".csv.gz") else path.suffix.removeprefix(".")


def unpacked(path: Path) -> bytes:
    """The bytes of a CSV file, unpacked where it is gzip."""
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def plain_name(sheet: str) -> str:
    """A sheet's name without the spaces that somebody left in it."""
    return "".join(sheet.split())


def csv_records(path: Path) -> list[list[str]]:
    """A CSV file's records, blank ones included, unpacked where it is gzip."""
    content = unpacked(path)
    if content.startswith(b"\xff\xfe"):
        text = content.decode("utf-16")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp874")
    delimiter = max(",;\t", key=text[:4000].count)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def sheets(path: Path) -> dict[str, list[list[Any]]]:
    """A workbook's sheets as rows of cells, each from the first row and column on."""
    workbook = CalamineWorkbook.from_path(path)
    return {name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in workbook.sheet_names}


def has_value(cells: list[Any]) -> bool:
    """Whether a record or row has any value."""
    return any(str(cell).strip() for cell in cells)


def table_rows(rows: list[list[Any]]) -> list[int]:
    """The row numbers (from 1) of a sheet's data: not its blank rows, lone running numbers, totals and signatures."""
    header = next(index for index, row in enumerate(rows) if sum(bool(str(cell).strip()) for cell in row) >= 2)
    running = {place for place, cell in enumerate(rows[header]) if str(cell) in ("ที่", "ลำดับ")}
    found = []
    for number, row in enumerate(rows[header + 1 :], start=header + 2):
        cells = [cell for place, cell in enumerate(row) if place not in running]
        texts = [str(cell).strip() for cell in row]
        if not has_value(cells) or any(text in TOTALS for text in texts):
            continue
        if any(text.startswith(SIGNATURES) for text in texts):
            continue
        found.append(number)
    return found
