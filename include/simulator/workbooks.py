"""Excel workbooks as officers keep them: titles over the table, running numbers, totals and a signature below."""

import io
from collections.abc import Sequence
from datetime import date, datetime
from random import Random
from typing import Any

import xlsxwriter

from include.simulator.csv_files import EXTRA_HEADINGS, heading
from include.simulator.layout import Column
from include.simulator.pen import thai
from include.simulator.records import Cell, PlacedRow, Row

CREATED = datetime(2024, 1, 1, 8, 30)
DATE_FORMATS = ("dd/mm/yyyy", "d mmm yyyy", "yyyy-mm-dd")


class Workbook:
    """One workbook in the making; `placed` collects where every row went."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._buffer = io.BytesIO()
        self._workbook = xlsxwriter.Workbook(self._buffer, {"in_memory": True})
        self._workbook.set_properties({"title": "แบบรายงาน Click ชุมชน", "created": CREATED})
        self._title = self._workbook.add_format({"bold": True, "align": "center"})
        self._head = self._workbook.add_format({"bold": True, "border": 1, "text_wrap": True})
        day_format = random.choice(DATE_FORMATS)
        self._day = self._workbook.add_format({"num_format": day_format})
        self._moment = self._workbook.add_format({"num_format": f"{day_format} hh:mm:ss"})
        self.placed: list[PlacedRow] = []

    def close(self) -> bytes:
        """The workbook's bytes."""
        self._workbook.close()
        return self._buffer.getvalue()

    def sheet(self, name: str) -> Any:
        """A new sheet."""
        return self._workbook.add_worksheet(name)

    def write(self, sheet: Any, row: int, column: int, cell: Cell) -> None:
        """Writes one cell, rows and columns counted from 0; dates as real dates, text as text."""
        if isinstance(cell, datetime):
            sheet.write_datetime(row, column, cell, self._moment)
        elif isinstance(cell, date):
            sheet.write_datetime(row, column, cell, self._day)
        elif isinstance(cell, (int, float)):
            sheet.write_number(row, column, cell)
        elif cell is not None:
            sheet.write_string(row, column, cell)

    def titles(self, sheet: Any, lines: Sequence[str], width: int) -> int:
        """Merged title rows; gives the next free row."""
        for row, line in enumerate(lines):
            sheet.merge_range(row, 0, row, max(width - 1, 1), line, self._title)
        return len(lines)

    def signature(self, sheet: Any, row: int, column: int, name: str) -> None:
        """The signature lines, a blank row below the table."""
        if self._random.random() < 0.5:
            for step, line in enumerate((f"ลงชื่อ{'.' * 30}ผู้รายงาน", f"({name})", "ตำแหน่ง นักวิชาการพัฒนาชุมชน"), 1):
                sheet.write_string(row + step, column, line)

    def table(
        self,
        name: str,
        columns: Sequence[Column],
        rows: Sequence[Row],
        titles: Sequence[str],
        total: str | None,
        signer: str,
    ) -> None:
        """A sheet with a table; perhaps running numbers, an unknown column, the total of the column named `total`."""
        random = self._random
        sheet = self.sheet(name)
        running = random.random() < 0.6
        first = 1 if running else 0
        extra = random.random() < 0.15
        top = self.titles(sheet, titles, len(columns) + first)
        if running:
            sheet.write_string(top, 0, random.choice(["ที่", "ลำดับ"]), self._head)
        for index, column in enumerate(columns, start=first):
            sheet.write_string(top, index, heading(random, column), self._head)
        if extra:
            sheet.write_string(top, first + len(columns), random.choice(EXTRA_HEADINGS), self._head)
        line = top
        for number, row in enumerate(rows, start=1):
            line += 1
            if random.random() < 0.01:
                line += 1  # a row left blank
            if running:
                self.write(sheet, line, 0, thai(number) if random.random() < 0.3 else number)
            for index, column in enumerate(columns, start=first):
                self.write(sheet, line, index, row.cells.get(column.name))
            if extra and random.random() < 0.2:
                sheet.write_string(line, first + len(columns), "ตรวจแล้ว")
            self.placed.append(PlacedRow(name, line + 1, row))
        if running and random.random() < 0.25:
            for number in range(len(rows) + 1, len(rows) + 4):  # the form's lines that nobody filled in
                line += 1
                self.write(sheet, line, 0, number)
        names = [column.name for column in columns]
        if total in names and rows and random.random() < 0.5:
            line += 1
            self._total(
                sheet,
                line,
                first + names.index(total),
                top + 1,
                first,
                [row.values.get(total) for row in rows if row.refusal is None or row.refusal.column_name != total],
            )
        self.signature(sheet, line + 1, first, signer)

    def _total(self, sheet: Any, line: int, column: int, top: int, first: int, counts: Sequence[Any]) -> None:
        random = self._random
        label = random.choice([at for at in (0, first) if at != column] or [column + 1])
        sheet.write_string(line, label, random.choice(["รวม", "รวมทั้งสิ้น"]))
        total = sum(count or 0 for count in counts) + (random.choice([-1, 2]) if random.random() < 0.1 else 0)
        if random.random() < 0.5:
            letter = chr(ord("A") + column)
            sheet.write_formula(line, column, f"=SUM({letter}{top + 1}:{letter}{line})", None, total)
        else:
            sheet.write_number(line, column, total)

    def form(
        self, name: str, columns: Sequence[Column], row: Row, titles: Sequence[str], signer: str, about: str
    ) -> None:
        """A sheet of labels, their values beside them; the row is placed at its refused value, else at the top."""
        random = self._random
        sheet = self.sheet(name)
        top = self.titles(sheet, titles, 3)
        running = random.random() < 0.3
        units = random.random() < 0.3
        label = 1 if running else 0
        placed_at = None
        line = top - 1
        if random.random() < 0.3:
            line += 1
            sheet.write_string(line, label, about)
        for number, column in enumerate(columns, start=1):
            line += 1
            if running:
                self.write(sheet, line, 0, number)
            sheet.write_string(line, label, heading(random, column))
            self.write(sheet, line, label + 1, row.cells.get(column.name))
            if units and column.unit:
                sheet.write_string(line, label + 2, column.unit)
            if placed_at is None or (row.refusal and row.refusal.column_name == column.name):
                placed_at = line + 1
        self.signature(sheet, line + 1, label, signer)
        self.placed.append(PlacedRow(name, placed_at or top + 1, row))
