"""CSV files as systems and spreadsheet programs save them: encodings, line ends, separators, titles and blank lines."""

import csv
import gzip
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from include.simulator.layout import Column
from include.simulator.pen import slips
from include.simulator.records import Cell, PlacedRow, Remark, Row, Written

EXTRA_HEADINGS = ("หมายเหตุ", "ผู้บันทึก", "ภาพประกอบ", "ระบบต้นทาง")


@dataclass(frozen=True)
class CsvStyle:
    """How one file is saved."""

    encoding: str
    line_end: str
    delimiter: str


def any_style(random: Random) -> CsvStyle:
    """A style; UTF-8 with commas is the usual one, and what Excel calls Unicode text is UTF-16 with tabs."""
    encoding = random.choices(["utf-8", "utf-8-sig", "cp874", "utf-16"], [4, 4, 4, 2])[0]
    weights = {"cp874": [5, 4, 1], "utf-16": [1, 1, 6]}.get(encoding, [8, 1, 1])
    return CsvStyle(encoding, random.choice(["\r\n", "\n"]), random.choices([",", ";", "\t"], weights)[0])


def written_columns(
    random: Random, columns: Sequence[Column], first: int = 0, kept: Sequence[str] = ()
) -> list[Column]:
    """A file's columns in its own order: the first few stay, optional ones outside `kept` are sometimes left out."""
    rest = [column for column in columns[first:] if column.required or column.name in kept or random.random() > 0.08]
    if random.random() < 0.3:
        random.shuffle(rest)
    return [*columns[:first], *rest]


def heading(random: Random, column: Column) -> str:
    """One of a column's headings, sometimes with its unit in brackets or a slip."""
    text = column.headings[0] if random.random() < 0.7 else random.choice(column.headings)
    if column.unit and random.random() < 0.3:
        text = f"{text} ({column.unit})"
    return slips(random, text) if random.random() < 0.06 else text


def text_of(cell: Cell) -> str:
    """A cell as a CSV file has it."""
    if isinstance(cell, (datetime, date)):
        raise TypeError("a CSV file has no real dates")
    return "" if cell is None else str(cell)


def csv_file(
    random: Random, columns: Sequence[Column], rows: Sequence[Row], title: str, packed: bool = False
) -> Written:
    """A file, `packed` by gzip or not; its first record is row 1."""
    style = any_style(random)
    headings = [heading(random, column) for column in columns]
    names: list[str | None] = [column.name for column in columns]
    if random.random() < 0.15:
        headings.append(random.choice(EXTRA_HEADINGS))
        names.append(None)
    records: list[list[str]] = []
    if random.random() < 0.2:
        records.append([title] + [""] * (len(names) - 1) if random.random() < 0.5 else [title])
        if random.random() < 0.5:
            records.append([])
    records.append(headings)
    remarks = [Remark("unknown_column", "", len(records))] if None in names else []
    blank_lines = 0.3 / (len(rows) + 1) if random.random() < 0.5 else 0.0
    placed = []
    for row in rows:
        if blank_lines and random.random() < blank_lines:
            records.append([] if random.random() < 0.5 else [""] * len(names))
        # An unknown column has something in it now and then; the row would stand without it.
        remark = random.choice(["", "-", "ตรวจแล้ว"])
        records.append([text_of(row.cells.get(name)) if name else remark for name in names])
        placed.append(PlacedRow("", len(records), row))
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=style.delimiter, lineterminator=style.line_end).writerows(records)
    text = buffer.getvalue()
    try:
        content = text.encode(style.encoding)
    except UnicodeEncodeError:  # a check mark or a zero-width space, which the old code page does not have
        content = text.encode("utf-8-sig")
    return Written(gzip.compress(content, mtime=0) if packed else content, placed, remarks)
