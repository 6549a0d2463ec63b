"""What the simulator writes and knows: rows that are good, known or refused, and the files they stand in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, BinaryIO, Literal, NamedTuple

Cell = str | int | float | date | datetime | None
# What the cells of a file can be: text alone, whatever a sheet holds, or in every column one type.
Cells = Literal["text", "workbook", "typed"]


class Formula(str):
    """A cell that is calculated, `=B2*2`; in a text file no more than that text."""


class ErrorValue(str):
    """A cell that shows one of Excel's errors, `#REF!`; in a text file no more than that text."""


class Refusal(NamedTuple):
    """Why a row must be refused: the first column in trouble (`summary` for a report's summary) and the rule."""

    column_name: str
    rule: str


@dataclass(slots=True)
class Row:
    """One row: its cells as written, and the values that an honest reader makes of them."""

    cells: dict[str, Cell]
    values: dict[str, Any] = field(default_factory=dict)
    refusal: Refusal | None = None
    known: bool = False

    @property
    def accepted(self) -> bool:
        """Whether the row loads; a known one was loaded from an earlier file."""
        return self.refusal is None and not self.known


class Remark(NamedTuple):
    """What is told of a file that is taken all the same: the finding, its sheet ('' in CSV) and row, if any."""

    finding_code: str
    sheet: str
    row_number: int | None


class PlacedRow(NamedTuple):
    """A row where it stands: sheet ('' in CSV and Parquet) and the sheet's row or the file's record, counted from 1."""

    sheet: str
    row_number: int
    row: Row


class Written(NamedTuple):
    """A file's bytes, where every row of it stands, and what is told of it."""

    content: bytes
    rows: list[PlacedRow]
    remarks: list[Remark]


Used = tuple[str, frozenset[str]]  # a subdistrict code, and the operating systems that a person used there


class Streamed(NamedTuple):
    """What a file holds whose rows nobody kept: how many, how many of them known, and how many persons used what."""

    rows_read: int
    rows_known: int
    persons: Mapping[Used, int]


@dataclass(slots=True)
class Delivery:
    """A file of the landing zone: where, when it was sent (Asia/Bangkok), its bytes, what becomes of it, its rows.

    `reason` is why it is rejected, as a code; `remarks` is what is told of it though it loads. A file that is too large
    to be kept has no bytes and is written by `write`; then `rows` are its refused ones, and `streamed` tells the rest.
    """

    uri: str
    sent_at: datetime
    content: bytes
    source: str | None
    province_code: str | None
    period: date | None
    status: str = "loaded"
    rows: list[PlacedRow] = field(default_factory=list)
    reason: str = ""
    remarks: list[Remark] = field(default_factory=list)
    write: Callable[[BinaryIO], Streamed] | None = None
    streamed: Streamed | None = None

    @property
    def rows_read(self) -> int:
        """How many rows the file has."""
        return self.streamed.rows_read if self.streamed else len(self.rows)

    @property
    def rows_known(self) -> int:
        """How many of them an earlier file held."""
        if self.streamed:
            return self.streamed.rows_known
        return sum(placed.row.known and placed.row.refusal is None for placed in self.rows)

    @property
    def key(self) -> tuple[datetime, str]:
        """The order in which files count: last modified, then address."""
        return self.sent_at, self.uri
