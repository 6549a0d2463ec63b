"""The content of one file into `raw`: a CSV or a Parquet is one table, a report five, another workbook one or more."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import IO, Any

from include.loaders import (
    column_places,
    copying,
    delimited,
    findings,
    headings,
    rows,
    summary_sheet,
    workbooks,
)
from include.loaders.column_places import ColumnPlace
from include.loaders.findings import Finding, found
from include.loaders.folding import fold, fold_heading, is_blank
from include.loaders.placing import Place
from include.loaders.receiving import Arriving
from include.loaders.refusal import FileRefused
from include.loaders.workbooks import Row, Workbook

SUMMARY_SHEET = "สรุป"
SECTION_SHEETS = {
    "ดาวน์โหลดรายตำบล": "submissions_downloads",
    "ประชาสัมพันธ์": "submissions_publicity",
    "กิจกรรม": "submissions_activities",
    "บันทึกข้อมูล": "submissions_services",
}
# Two more sheets of the form that districts are given, without answers.
INSTRUCTIONS_SHEET = "คำแนะนำ"
CHOICES_SHEET = "รายการตัวเลือก"  # its first row says which form it is: kept, so that it can be asked later
# The list in front of a workbook that was handed back, when it comes back corrected.
REFUSALS_SHEET = "รายการที่ต้องแก้ไข"
_SEPARATOR = "\t"  # of all that separates, what text in cells holds the least


@dataclass
class _Shown:
    """What a file has shown so far, besides its rows."""

    rows_read: int = 0
    findings: list[Finding] = field(default_factory=list)
    columns: list[ColumnPlace] = field(default_factory=list)

    def add(self, table: rows.Table) -> None:
        """Count in a table that was read to its end."""
        self.rows_read += table.rows_read
        self.findings += table.findings()
        self.columns += column_places.of_header(table.sheet, table.header)


def load(connection: Any, file_id: int, place: Place, content: IO[bytes] | Arriving) -> int:
    """Copy a file's rows, with what stands around them, into `raw` and its findings into `ops`; returns the rows read.

    In the caller's transaction. Raises FileRefused, having written part of the file, when it cannot be loaded: the
    caller rolls back.
    """
    assert place.period is not None
    others = copying.OtherRows()
    shown = _Shown()
    if place.reader == "delimited":
        names = headings.column_map(place.table, place.period)
        shown.add(delimited.load(connection, file_id, names, content, others))
    elif isinstance(content, Arriving):
        raise TypeError("only a CSV is read while it arrives")
    elif place.reader == "parquet":
        from include.loaders import parquet  # what it brings along takes 60 MB, and few send one

        names = headings.column_map(place.table, place.period)
        shown.add(parquet.load(connection, file_id, names, content, others))
    elif place.source == "submissions":
        _load_report(connection, file_id, place, content, others, shown)
    else:
        _load_tables(connection, file_id, place, content, others, shown)
    others.copy_into(connection)
    findings.keep(connection, file_id, place.province_code, shown.findings)
    column_places.keep(connection, file_id, shown.columns)
    return shown.rows_read


def _load_report(
    connection: Any, file_id: int, place: Place, content: IO[bytes], others: copying.OtherRows, shown: _Shown
) -> None:
    """The five sheets of a district's report, found by name in any order."""
    assert place.period is not None
    workbook = workbooks.open_workbook(content)
    sheets: dict[str, str] = {}
    for name in workbook.sheet_names:
        known = fold_heading(name)
        if known in sheets:
            raise FileRefused("repeated_sheet", sheet=fold(name))
        if known == SUMMARY_SHEET or known in SECTION_SHEETS:
            sheets[known] = name
        elif known == CHOICES_SHEET:
            for row_number, cells in islice(workbook.rows(name), 1):
                others.add(file_id, name, row_number, "title", cells)
        elif known not in (INSTRUCTIONS_SHEET, REFUSALS_SHEET):
            shown.findings.append(found("unknown_sheet", name))
    if SUMMARY_SHEET not in sheets:
        raise FileRefused("missing_sheet", sheet=SUMMARY_SHEET)
    names = headings.column_map("submissions_summary", place.period)
    summary_rows = list(workbook.rows(sheets[SUMMARY_SHEET]))
    merged = workbook.merged(sheets[SUMMARY_SHEET])
    summary = summary_sheet.load(sheets[SUMMARY_SHEET], summary_rows, merged, names, file_id, others)
    copying.copy(connection, "submissions_summary", summary.columns, [summary.line.encode()])
    shown.rows_read = 1
    shown.columns += summary.places
    shown.findings += summary.findings
    for known, table_name in SECTION_SHEETS.items():
        sheet = sheets.get(known)
        names = headings.column_map(table_name, place.period).of_workbook
        first, sheet_rows = _begin(workbook, sheet) if sheet is not None else ([], iter(()))
        header = headings.find_header(first, names)
        if sheet is None or (header is None and _show_nothing(sheet_rows)):
            shown.findings.append(found("missing_sheet", known))
            continue
        try:
            table = rows.Table(file_id, sheet, names, headings.accept(header, names), others, _SEPARATOR)
        except FileRefused as refused:
            raise refused.of_sheet(fold(sheet)) from None
        _copy(connection, table, sheet_rows)
        shown.add(table)


def _load_tables(
    connection: Any, file_id: int, place: Place, content: IO[bytes], others: copying.OtherRows, shown: _Shown
) -> None:
    """Every sheet of a workbook that has the table's header."""
    assert place.period is not None
    workbook = workbooks.open_workbook(content)
    names = headings.column_map(place.table, place.period)
    read, nearest = False, None
    for sheet in workbook.sheet_names:
        first, sheet_rows = _begin(workbook, sheet)
        header = headings.find_header(first, names)
        if header is None or header.missing:
            shown.findings.append(found("unknown_sheet", sheet))
            if nearest is None or (header is not None and len(header.columns) > len(nearest.columns)):
                nearest = header
            continue
        table = rows.Table(file_id, sheet, names, headings.accept(header, names), others, _SEPARATOR)
        _copy(connection, table, sheet_rows)
        read = True
        shown.add(table)
    if not read:
        headings.accept(nearest, names)


def _begin(workbook: Workbook, sheet: str) -> tuple[list[list[str]], Iterator[Row]]:
    """The first rows of a sheet, among which its header is sought, and all that show something."""
    sheet_rows = workbook.rows(sheet)
    first = list(islice(sheet_rows, headings.HEADER_ROWS))
    cells = dict(first)
    return [cells.get(number, []) for number in range(1, headings.HEADER_ROWS + 1)], chain(first, sheet_rows)


def _copy(connection: Any, table: rows.Table, sheet_rows: Iterable[Row]) -> None:
    lines = copying.blocks(_lines(table, sheet_rows))
    copying.copy(connection, table.names.table, table.copied, lines, table.separator, table.null)


def _lines(table: rows.Table, sheet_rows: Iterable[Row]) -> Iterator[str]:
    """A sheet's lines of COPY; what is above the header and the header itself are put aside."""
    for row_number, cells in sheet_rows:
        if row_number > table.header.row_number:
            line = rows.take(table, row_number, cells)
            if line is not None:
                yield line
        elif row_number == table.header.row_number:
            table.keep_other(row_number, "header", cells)
        elif not all(map(is_blank, cells)):
            table.keep_other(row_number, "title", cells)


def _show_nothing(sheet_rows: Iterable[Row]) -> bool:
    return all(is_blank(cell) for _, cells in sheet_rows for cell in cells)
