"""A district office at its form: finds the cells by what is printed around them, and types answers into them."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import openpyxl

from include.loaders.folding import fold_heading
from include.templates.cells import TO_CHOOSE


@dataclass
class Answers:
    """What an office answers: the summary by label, downloads by subdistrict, rows of the other sheets by heading.

    `services` gives the answers to all of a service's questions by its name; `others` rows of services added below.
    """

    reported_on: date | None
    summary: dict[str, Any] = field(default_factory=dict)
    downloads: dict[str, int] = field(default_factory=dict)
    publicity: list[dict[str, Any]] = field(default_factory=list)
    activities: list[dict[str, Any]] = field(default_factory=list)
    services: dict[str, dict[str, Any]] = field(default_factory=dict)
    others: list[dict[str, Any]] = field(default_factory=list)


def fill_in(form: bytes, answers: Answers) -> bytes:
    """The form with the answers in it, as openpyxl saves it."""
    book = openpyxl.load_workbook(io.BytesIO(form))
    for label, answer in {"วันที่รายงาน": answers.reported_on, **answers.summary}.items():
        summary_cell(book["สรุป"], label).value = answer
    _by_name(book["ดาวน์โหลดรายตำบล"], "ตำบล", {name: {"จำนวน": count} for name, count in answers.downloads.items()})
    _below(book["ประชาสัมพันธ์"], answers.publicity)
    _below(book["กิจกรรม"], answers.activities)
    _by_name(book["บันทึกข้อมูล"], "บริการ", answers.services)
    _below(book["บันทึกข้อมูล"], answers.others)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def summary_cell(sheet: Any, label: str) -> Any:
    """The cell to fill in right of a label."""
    [cell] = [row[0] for row in sheet.iter_rows() if fold_heading(str(row[0].value or "")) == fold_heading(label)]
    return cell.offset(column=1)


def columns(sheet: Any) -> dict[str, int]:
    """The columns of a table, from 1, by folded heading."""
    return {fold_heading(cell.value): cell.column for cell in sheet[header_row(sheet)] if cell.value}


def header_row(sheet: Any) -> int:
    """The row of a table's header: the one that begins with the running number's heading."""
    return next(int(row[0].row) for row in sheet.iter_rows() if row[0].value == "ที่")


def rows_to_fill_in(sheet: Any) -> range:
    """The rows that have a running number."""
    first = header_row(sheet) + 1
    return range(first, first + sum(isinstance(row[0].value, int) for row in sheet.iter_rows(min_row=first)))


def given(sheet: Any, heading: str) -> list[str]:
    """What the form says in a column."""
    place = columns(sheet)[fold_heading(heading)]
    texts = [sheet.cell(row, place).value for row in rows_to_fill_in(sheet)]
    return [text for text in texts if text is not None]


def _by_name(sheet: Any, heading: str, answers: Mapping[str, Mapping[str, Any]]) -> None:
    """Answers into the rows that have a name already."""
    places = columns(sheet)
    rows = {sheet.cell(row, places[fold_heading(heading)]).value: row for row in rows_to_fill_in(sheet)}
    for name, answer in answers.items():
        for question, value in answer.items():
            sheet.cell(rows[name], places[fold_heading(question)]).value = value


def _below(sheet: Any, answers: Sequence[Mapping[str, Any]]) -> None:
    """Rows of answers into the first rows that are still empty."""
    places = columns(sheet)
    free = [row for row in rows_to_fill_in(sheet) if sheet.cell(row, 2).value is None]
    for row, answer in zip(free, answers, strict=False):
        for heading, value in answer.items():
            sheet.cell(row, places[fold_heading(heading)]).value = value


def still_to_choose(sheet: Any) -> int:
    """How many cells of a sheet wait for a choice."""
    return sum(cell.value == TO_CHOOSE for row in sheet.iter_rows() for cell in row)
