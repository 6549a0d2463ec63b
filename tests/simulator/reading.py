"""Reads a simulated landing zone with none of the simulator's own code."""

import csv
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


def csv_records(path: Path) -> list[list[str]]:
    """A CSV file's records, blank ones included."""
    content = path.read_bytes()
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
    running = str(rows[header][0]) in ("ที่", "ลำดับ")
    found = []
    for number, row in enumerate(rows[header + 1 :], start=header + 2):
        cells = row[1:] if running else row
        texts = [str(cell).strip() for cell in row]
        if not has_value(cells) or any(text in TOTALS for text in texts):
            continue
        if any(text.startswith(SIGNATURES) for text in texts):
            continue
        found.append(number)
    return found
