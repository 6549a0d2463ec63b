"""A revision as it lies in a publish location: what was frozen of it, and its papers, read as their readers would."""

import io
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import openpyxl

from include import warehouse
from include.publishing import verify
from include.publishing.results.shapes import Month
from tests.publishing.scoreboard.reading_html import Element, read
from tests.publishing.sheets.reading import text

HEADING = 3  # the row of a sheet's table headings, from 0

Row = dict[str, Any]


@dataclass
class Shelved:
    """A revision: what was frozen of it, and its papers."""

    reader: Any
    folder: Path
    month: Month
    cards: dict[str, str] = field(default_factory=dict)

    def frozen(self, table: str, extra: str = "") -> list[Row]:
        """The rows of a frozen table, in the order of their key."""
        order = ", ".join(f"{column} nulls first" for column in verify.TABLES[table][0].split())
        sql = f"select *{extra} from snapshot.{table} where snapshot_id = %(snapshot_id)s order by {order}"
        return warehouse.fetch(self.reader, sql, self.month.edition.parameters)

    @cached_property
    def grades(self) -> list[Row]:
        """The grades by their district's code."""
        return self.frozen("district_grade")

    @cached_property
    def board(self) -> Element:
        """The scoreboard."""
        return read((self.folder / "index.html").read_bytes())

    @cached_property
    def lines(self) -> dict[str, Element]:
        """The rows of the scoreboard by district."""
        return {row.attributes["data-code"]: row for row in self.board.one("table", "grid").one("tbody").all("tr")}

    def page(self, code: str) -> Element:
        """A district's page."""
        return read((self.folder / f"districts/{code}.html").read_bytes())

    def card(self, code: str) -> str:
        """What a district's scorecard says."""
        if code not in self.cards:
            self.cards[code] = text((self.folder / f"scorecards/{code}.pdf").read_bytes())
        return self.cards[code]

    @cached_property
    def catalogue(self) -> dict[str, Row]:
        """What is known of each measure."""
        found = warehouse.fetch(self.reader, "select * from mart.measure_definition")
        return {row["measure_code"]: row for row in found}

    @cached_property
    def memo(self) -> str:
        """What the memorandum says."""
        return text((self.folder / "memo.pdf").read_bytes())

    @cached_property
    def workbook(self) -> Any:
        """The workbook."""
        return openpyxl.load_workbook(io.BytesIO((self.folder / "workbook.xlsx").read_bytes()))

    def sheet(self, name: str) -> list[Row]:
        """The rows of a sheet's table by their headings."""
        values = [list(row) for row in self.workbook[name].iter_rows(values_only=True)]
        headings = [" ".join(str(cell or "").split()) for cell in values[HEADING]]
        return [dict(zip(headings, row, strict=True)) for row in values[HEADING + 1 :]]
