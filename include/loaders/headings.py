"""Which column of a file is which column of `raw`: column maps, and the search for the header row."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property, lru_cache
from pathlib import Path

from include.loaders.folding import fold, fold_heading, is_blank
from include.loaders.refusal import FileRefused, quoted

HEADER_ROWS = 10  # the header is sought in so many rows
_REMEMBERED_CHARACTERS = 1_000  # districts fill in the same form: its headers are the same in every file
_FOLDER = Path(__file__).parent / "column_maps"
_RUNNING_NUMBER = frozenset({"ที่", "ลำดับ", "ลำดับที่"})
_IDENTIFY_REPORT = frozenset({"report_id", "district", "period"})


@dataclass(frozen=True, eq=False)  # there is one of each: it is the same or another
class ColumnMap:
    """What one table of `raw` is called in a file.

    `columns` by folded heading; `labels` the Thai name of a column in messages; of `either` one column is enough.
    """

    table: str
    columns: dict[str, str]
    labels: dict[str, str]
    required: frozenset[str]
    either: frozenset[str]

    @cached_property
    def of_workbook(self) -> "ColumnMap":
        """The map of a workbook's sheets after the first, which do not repeat whose report they are."""
        return replace(self, required=self.required - _IDENTIFY_REPORT)


@dataclass(frozen=True)
class Header:
    """One row read as a header: by cell position (from 0) the column of `raw`, or the heading of an unknown column.

    `missing` and `repeated` are labels of required columns. `row_number` counts from 1.
    """

    row_number: int
    headings: tuple[str, ...]
    columns: dict[int, str]
    unknown: dict[int, str]
    running: frozenset[int]
    missing: tuple[str, ...]
    repeated: tuple[str, ...]


@cache
def column_map(table: str, period: date) -> ColumnMap:
    """The headings of `column_maps/<table>.csv` that are accepted for files of a month."""
    with (_FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if date.fromisoformat(row["valid_from"]) <= period]
    labels: dict[str, str] = {}
    for row in rows:
        labels.setdefault(row["column_name"], row["thai_header"])
    return ColumnMap(
        table=table,
        columns={fold_heading(row["thai_header"]): row["column_name"] for row in rows},
        labels=labels,
        required=frozenset(row["column_name"] for row in rows if row["required"] == "yes"),
        either=frozenset(row["column_name"] for row in rows if row["required"] == "either"),
    )


def find_header(rows: Iterable[Sequence[str]], names: ColumnMap) -> Header | None:
    """The first of a table's first rows that has every required heading, else the one with the most known headings.

    None when no row has a known heading. The caller decides what a header with `missing` columns means.
    """
    best: Header | None = None
    for row_number, cells in zip(range(1, HEADER_ROWS + 1), rows, strict=False):
        if names.columns.keys().isdisjoint(map(fold_heading, cells)):
            continue
        header = match(row_number, cells, names)
        if header.columns and not header.missing:
            return header
        if header.columns and (best is None or len(header.columns) > len(best.columns)):
            best = header
    return best


def accept(header: Header | None, names: ColumnMap) -> Header:
    """The header, when a table can be read by it. Raises FileRefused naming what is missing or stands twice."""
    if header is None:
        wanted = quoted(label for column, label in names.labels.items() if column in names.required)
        raise FileRefused("no_header", rows=HEADER_ROWS, columns=wanted)
    if header.missing:
        raise FileRefused("missing_columns", row_number=header.row_number, columns=quoted(header.missing))
    if header.repeated:
        raise FileRefused("repeated_columns", row_number=header.row_number, columns=quoted(header.repeated))
    return header


def match(row_number: int, cells: Sequence[str], names: ColumnMap) -> Header:
    """One row read as the header of a table, whatever of it is known."""
    is_short = sum(map(len, cells)) <= _REMEMBERED_CHARACTERS
    return (_matched_before if is_short else _match)(row_number, tuple(cells), names)


@lru_cache(maxsize=1024)
def _matched_before(row_number: int, cells: tuple[str, ...], names: ColumnMap) -> Header:
    return _match(row_number, cells, names)


def _match(row_number: int, cells: tuple[str, ...], names: ColumnMap) -> Header:
    columns: dict[int, str] = {}
    unknown: dict[int, str] = {}
    running = set()
    repeated = []
    for position, cell in enumerate(cells):
        key = fold_heading(cell)
        column = names.columns.get(key)
        if key in _RUNNING_NUMBER:
            running.add(position)
        elif column is not None and column not in columns.values():
            columns[position] = column
        elif not is_blank(cell):
            heading = fold(cell)
            unknown[position] = heading if heading not in unknown.values() else f"{heading} (คอลัมน์ที่ {position + 1})"
            if column in names.required | names.either:
                repeated.append(names.labels[column])
    found = set(columns.values())
    missing = [label for column, label in names.labels.items() if column in names.required - found]
    if names.either and not names.either & found:
        missing.append("” หรือ “".join(label for column, label in names.labels.items() if column in names.either))
    return Header(
        row_number, cells, columns, unknown, frozenset(running), tuple(missing), tuple(dict.fromkeys(repeated))
    )
