"""Tells the rows of a table apart: data, totals, signatures, and rows that show nothing."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from include.loaders import copying, limits
from include.loaders.findings import Finding, found
from include.loaders.folding import fold, fold_heading, is_blank, read_number
from include.loaders.headings import ColumnMap, Header
from include.loaders.refusal import FileRefused, quoted

TOTAL = "รวม"  # every total row's first word
_TOTALS = frozenset({TOTAL, "รวมทั้งสิ้น", "รวมทั้งหมด"})
_SIGNATURE = re.compile(r"\(?ลงชื่อ|ผู้รายงาน|ผู้รับรอง|ตำแหน่ง|หมายเหตุ|[.…()\[\]]")
_LARGE = "app_downloads"
_VISIBLE = frozenset(map(chr, (*range(ord("!"), ord("~") + 1), *range(ord("ก"), ord("๛") + 1))))
_OTHER_WORDS = frozenset(map(chr, range(ord("ก"), ord("ฮ") + 1))) - {TOTAL[0]}  # neither a total nor a number
# A total row adds up counts; adding up codes and dates would say nothing.
_COUNTS = frozenset(
    {
        "new_shops",
        "downloads_total",
        "downloads",
        "participants",
        "records",
        "products",
        "district_chief",
        "district_development_officer",
        "land_office_head",
        "local_administration_head",
        "subdistrict_heads",
        "village_heads",
        "printed_total",
    }
)


@dataclass
class Table:
    """One table of a file while it is read: how to read it, and what it has shown so far."""

    file_id: int
    sheet: str
    names: ColumnMap
    header: Header
    others: copying.OtherRows
    separator: str = ","
    rows_read: int = 0
    passed_over: int = 0
    signed: bool = False
    totals: list[Finding] = field(default_factory=list)
    outside_rows: int = 0
    first_outside_row: int = 0

    def __post_init__(self) -> None:
        columns, width = self.header.columns, len(self.header.headings)
        # The one large table has a default for the sheet: a CSV's rows need not say that they are from none. Where no
        # sheet is empty, an empty cell is null as it stands.
        self.is_large = self.names.table == _LARGE and not self.sheet
        own = ("file_id", "row_number") if self.is_large else ("file_id", "sheet", "row_number")
        self.copied = (*own, *columns.values(), "extra")
        self.null = "" if self.is_large or self.sheet else copying.NULL
        self.required = frozenset(place for place, column in columns.items() if column in self.names.required)
        self.either = frozenset(place for place, column in columns.items() if column in self.names.either)
        self.kept = frozenset(columns) | self.header.running
        self.width = width
        # what every line of COPY begins with: the file, and the sheet where the line names one
        own_texts = [str(self.file_id), *([] if self.is_large else [self.sheet]), ""]
        self.before = copying.texts_line(own_texts, self.separator).removesuffix("\n")
        counted = [place for place, column in columns.items() if column in _COUNTS]
        self.sums: dict[int, Decimal | int] = dict.fromkeys(counted, 0)
        self.sums_at_total = dict(self.sums)

    def keep_other(self, row_number: int, kind: str, cells: Sequence[str]) -> None:
        """Put a row that is not data aside."""
        self.others.add(self.file_id, self.sheet, row_number, kind, cells)

    def pass_over(self) -> None:
        """Count a row that is not data. Raises FileRefused when there are too many."""
        self.passed_over += 1
        if self.passed_over > limits.EMPTY_ROWS:
            raise FileRefused("too_many_empty_rows", limit=limits.EMPTY_ROWS)

    def findings(self) -> list[Finding]:
        """What the table showed, once it is read."""
        told = list(self.totals)
        if self.header.unknown:
            columns = quoted(self.header.unknown.values())
            told.append(found("unknown_column", self.sheet, self.header.row_number, columns=columns))
        if self.outside_rows:
            told.append(found("cells_outside_table", self.sheet, self.first_outside_row, rows=self.outside_rows))
        return told


def take(table: Table, row_number: int, cells: Sequence[str]) -> str | None:
    """One row below the header: its line of COPY when it is data, else None, and the row is put where it belongs."""
    filled = [place for place, cell in enumerate(cells) if cell and (cell[0] in _VISIBLE or not is_blank(cell))]
    running = table.header.running
    values = [place for place in filled if place not in running] if running else filled
    if _is_total(cells, filled):
        table.keep_other(row_number, "total", cells)
        _compare_total(table, row_number, cells)
        table.pass_over()
        return None
    if not _has_required(table, values) and _is_signature(table, cells, filled):
        table.signed = True
        table.keep_other(row_number, "signature", cells)
        table.pass_over()
        return None
    if not values:
        table.pass_over()
        return None
    table.rows_read += 1
    _add_up(table, cells)
    return _line(table, row_number, cells, values)


def _is_total(cells: Sequence[str], filled: Sequence[int]) -> bool:
    """Whether the first cell that is text, not a number or a formula, says that the row is a total."""
    for place in filled:
        cell = cells[place]
        if cell[0] == "=":
            continue
        if cell[0] in _OTHER_WORDS:
            return False
        if not cell.isascii() and fold(cell).startswith(TOTAL) and fold_heading(cell) in _TOTALS:
            return True
        if not (cell.isascii() and cell.isdecimal()) and read_number(cell) is None:
            return False
    return False


def _is_signature(table: Table, cells: Sequence[str], filled: Sequence[int]) -> bool:
    """Whether an incomplete row belongs to what is signed below a table. It may begin under the running number."""
    running = table.header.running
    shown = [cells[place] for place in filled if place not in running or read_number(cells[place]) is None]
    return bool(shown) and (table.signed or (len(shown) <= 2 and _SIGNATURE.match(fold(shown[0])) is not None))


def _has_required(table: Table, values: Sequence[int]) -> bool:
    return table.required.issubset(values) and not (table.either and table.either.isdisjoint(values))


def _line(table: Table, row_number: int, cells: Sequence[str], values: Sequence[int]) -> str:
    kept = "" if table.kept.issuperset(values) else _extra(table, row_number, cells, values)
    if len(cells) < table.width:
        cells = [*cells, *[""] * (table.width - len(cells))]
    known = [cells[place] for place in table.header.columns]
    line = copying.texts_line([*known, kept], table.separator, table.null)
    return f"{table.before}{row_number}{table.separator}{line}"


def _extra(table: Table, row_number: int, cells: Sequence[str], values: Sequence[int]) -> str:
    """What stands in columns that are not known, as JSON."""
    unknown = table.header.unknown
    extra = {unknown.get(place, f"คอลัมน์ที่ {place + 1}"): cells[place] for place in values if place not in table.kept}
    if not all(place in unknown for place in values if place not in table.kept):
        table.outside_rows += 1
        table.first_outside_row = table.first_outside_row or row_number
    return json.dumps(extra, ensure_ascii=False)


def _add_up(table: Table, cells: Sequence[str]) -> None:
    for place in table.sums:
        cell = cells[place] if place < len(cells) else ""
        number = int(cell) if cell.isascii() and cell.isdecimal() and len(cell) < 19 else read_number(cell)
        if number is not None:
            table.sums[place] += number


def _compare_total(table: Table, row_number: int, cells: Sequence[str]) -> None:
    """A total is of all rows above it, or of those since the total before."""
    for place, total in table.sums.items():
        printed = read_number(cells[place]) if place < len(cells) else None
        if printed is not None and printed not in (total, total - table.sums_at_total[place]):
            heading = fold(table.header.headings[place])
            told = {"heading": heading, "printed": printed, "total": Decimal(total)}
            table.totals.append(found("total_mismatch", table.sheet, row_number, **told))
    table.sums_at_total = dict(table.sums)
