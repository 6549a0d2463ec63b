"""Excel workbooks as officers keep them: titles over the table, running numbers, totals and a signature below."""

import re
from collections.abc import Collection, Sequence
from random import Random
from typing import Any

from include.simulator.csv_files import EXTRA_HEADINGS, heading
from include.simulator.layout import SHEETS, Column
from include.simulator.pen import thai
from include.simulator.records import Cell, Formula, PlacedRow, Remark, Row
from include.simulator.spreadsheets import NewSpreadsheet, OldSpreadsheet, Spreadsheet

DATE_FORMATS = ("dd/mm/yyyy", "d mmm yyyy", "yyyy-mm-dd", "[$-107041E]d mmm yy;@", "[$-D070000]d/mm/yyyy;@")
# Sheets that are no part of any form, with what stands in them.
OTHER_SHEETS = {"Sheet2": (), "เป้าหมาย": ("เป้าหมายทั้งปี", "ร้อยละ ๘๐"), "รหัส": ("Facebook", "Line", "TikTok")}


class Workbook:
    """One workbook in the making, by an officer with habits.

    `placed` collects where every row went, `remarks` what must be told of the file. `flaws` are findings to provoke.
    """

    def __init__(self, random: Random, ending: str = "xlsx", flaws: Collection[str] = ()) -> None:
        self._random = random
        self._flaws = flaws
        form = OldSpreadsheet if ending == "xls" else NewSpreadsheet
        self._book: Spreadsheet = form(random.choice(DATE_FORMATS), from_1904=random.random() < 0.08)
        self._blank_rows = random.choices([0, 1, 2], [8, 1, 1])[0]
        self._blank_columns = random.choices([0, 1, 2], [8, 1, 1])[0]
        self._careless_names = random.random() < 0.15
        self._other_sheet = random.choice(list(OTHER_SHEETS)) if random.random() < 0.15 else None
        self.placed: list[PlacedRow] = []
        self.remarks: list[Remark] = []

    def close(self) -> bytes:
        """The workbook's bytes."""
        return self._book.close()

    def sheet(self, name: str) -> Any:
        """A new sheet, and sometimes behind it one that is no part of the form, mostly hidden."""
        sheet = self._book.sheet(name)
        if self._other_sheet and self._random.random() < 0.5:
            other = self._book.sheet(self._other_sheet, hidden=self._random.random() < 0.7)
            for row, text in enumerate(OTHER_SHEETS[self._other_sheet]):
                self.write(other, row, 0, text)
            self.remarks.append(Remark("unknown_sheet", self._other_sheet, None))
            self._other_sheet = None
        return sheet

    def write(self, sheet: Any, row: int, column: int, cell: Cell) -> None:
        """Writes one cell, rows and columns counted from 0."""
        self._book.write(sheet, row, column, cell)

    def _name(self, name: str) -> str:
        """A sheet's name, as it is or with a space that nobody sees."""
        if not self._careless_names:
            return name
        return self._random.choice([name, f"{name} ", f" {name}", f"{name}\u00a0", f"{name[:3]} {name[3:]}"])

    def _titles(self, sheet: Any, lines: Sequence[str], width: int) -> int:
        """Merged title rows; gives the next free row."""
        random = self._random
        row, first = self._blank_rows, self._blank_columns
        for line in lines:
            text = Formula('="Click "&2567') if random.random() < 0.02 else line
            self._book.write_title(sheet, row, first, first + max(width - 1, 1), text)
            row += 1
        return row + (1 if lines and random.random() < 0.2 else 0)

    def _sign(self, sheet: Any, row: int, column: int, name: str) -> None:
        """The signature lines, a blank row below the table."""
        if self._random.random() < 0.5:
            for step, line in enumerate((f"ลงชื่อ{'.' * 30}ผู้รายงาน", f"({name})", "ตำแหน่ง นักวิชาการพัฒนาชุมชน"), 1):
                self.write(sheet, row + step, column, line)

    def table(
        self,
        name: str,
        columns: Sequence[Column],
        rows: Sequence[Row],
        titles: Sequence[str],
        total: str | None,
        signer: str | None,
    ) -> None:
        """A sheet with a table; perhaps running numbers, an unknown column, the total of the column named `total`."""
        random = self._random
        section, name = name, self._name(name)
        sheet = self.sheet(name)
        left = self._blank_columns
        running = random.random() < 0.6
        calculated = running and random.random() < 0.1
        first = left + (1 if running else 0)
        extra = random.random() < 0.15
        top = self._titles(sheet, titles, len(columns) + first - left)
        if running:
            self._book.write(sheet, top, left, random.choice(["ที่", "ลำดับ"]), bold=True)
        for index, column in enumerate(columns, start=first):
            self._book.write(sheet, top, index, heading(random, column), bold=True)
        if extra:
            self._book.write(sheet, top, first + len(columns), random.choice(EXTRA_HEADINGS), bold=True)
            self.remarks.append(Remark("unknown_column", name, top + 1))
        line = top
        for number, row in enumerate(rows, start=1):
            line += 1
            if random.random() < 0.01:
                line += 1  # a row left blank
            if calculated and number > 1:
                self.write(sheet, line, left, Formula(f"={_letter(left)}{line}+1"))
            elif running:
                self.write(sheet, line, left, thai(number) if random.random() < 0.3 else number)
            for index, column in enumerate(columns, start=first):
                self.write(sheet, line, index, row.cells.get(column.name))
            if extra and random.random() < 0.2:
                self.write(sheet, line, first + len(columns), "ตรวจแล้ว")
            if number == 1 and "cells_outside_table" in self._flaws and section == SHEETS["activities"]:
                self.write(sheet, line, first + len(columns) + 2, "เลื่อนช่อง")
                self.remarks.append(Remark("cells_outside_table", name, line + 1))
            self.placed.append(PlacedRow(name, line + 1, row))
        if running and random.random() < 0.25:
            for number in range(len(rows) + 1, len(rows) + 4):  # the form's lines that nobody filled in
                line += 1
                self.write(sheet, line, left, number)
        names = [column.name for column in columns]
        wrong = "total_mismatch" in self._flaws and section == SHEETS["downloads"]
        if total in names and rows and (random.random() < 0.5 or wrong):
            line += 1
            at = first + names.index(total)
            label = random.choice([place for place in (left, first) if place != at] or [at + 1])
            counts = [row.values.get(total) for row in rows if row.refusal is None or row.refusal.column_name != total]
            self.write(sheet, line, label, random.choice(["รวม", "รวมทั้งสิ้น"]))
            printed = sum(count or 0 for count in counts) + 40 if wrong else self._total(at, top + 2, line, counts)
            self.write(sheet, line, at, printed)
            if isinstance(printed, int) and printed != sum(_as_shown(row, total) for row in rows):
                self.remarks.append(Remark("total_mismatch", name, line + 1))
        if signer:
            self._sign(sheet, line + 1, first, signer)

    def _total(self, column: int, first: int, last: int, counts: Sequence[Any]) -> Cell:
        """What a total row shows of rows `first` to `last` of the sheet: a formula, the sum, or a sum gone wrong."""
        random = self._random
        if random.random() < 0.5:
            return Formula(f"=SUM({_letter(column)}{first}:{_letter(column)}{last})")
        wrong: int = random.choice([-1, 2]) if random.random() < 0.1 else 0
        return sum(count or 0 for count in counts) + wrong

    def form(
        self, name: str, columns: Sequence[Column], row: Row, titles: Sequence[str], signer: str, about: str
    ) -> None:
        """A sheet of labels, their values beside them; the row is placed at its refused value, else at the top."""
        random = self._random
        name = self._name(name)
        sheet = self.sheet(name)
        top = self._titles(sheet, titles, 3)
        running = random.random() < 0.3
        units = random.random() < 0.3
        label = self._blank_columns + (1 if running else 0)
        placed_at = None
        line = top - 1
        if random.random() < 0.3:
            line += 1
            self.write(sheet, line, label, about)
        for number, column in enumerate(columns, start=1):
            line += 1
            if running:
                self.write(sheet, line, label - 1, number)
            self.write(sheet, line, label, heading(random, column))
            self.write(sheet, line, label + 1, row.cells.get(column.name))
            if column.name == "new_shops" and "answer_elsewhere" in self._flaws:
                self.write(sheet, line, label + 3, 12)
                self.remarks.append(Remark("answer_elsewhere", name, line + 1))
            if units and column.unit:
                self.write(sheet, line, label + 2, column.unit)
            if placed_at is None or (row.refusal and row.refusal.column_name == column.name):
                placed_at = line + 1
        self._sign(sheet, line + 1, label, signer)
        self.placed.append(PlacedRow(name, placed_at or top + 1, row))


def _as_shown(row: Row, column: str | None) -> float:
    """What adding up a column takes from a row: its count, also where that very cell is why the row is refused."""
    if column is None or row.refusal is None or row.refusal.column_name != column:
        return row.values.get(str(column)) or 0
    written = str(row.cells.get(column))
    return float(written) if re.fullmatch(r"-?\d+(\.\d+)?", written, re.ASCII) else 0


def _letter(column: int) -> str:
    """The letter of a column counted from 0, up to Z."""
    return chr(ord("A") + column)
