"""Workbooks in XML, whoever wrote them, are read as two other readers read them."""

import io
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import openpyxl
import pytest
import python_calamine
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from include.loaders import workbooks

Cells = dict[tuple[int, int], Any]
Texts = dict[tuple[int, int], str]

_DATED = "d/m/yyyy h:mm:ss"
# What Excel can hold: no control characters but tab and line feed, and no text that looks like its own escapes.
letters = st.characters(exclude_categories=["Cs", "Cc"], include_characters="\t\n", exclude_characters="\ufffe\uffff")
texts = st.text(letters | st.sampled_from("กขคเแ็่ำํ๑๒&<>\"'"), min_size=1, max_size=60).filter(
    lambda text: text.strip() == text and text[0] not in "={" and "_x" not in text
)
seconds = st.datetimes(datetime(1905, 1, 1), datetime(2600, 1, 1)).map(lambda at: at.replace(microsecond=0))
values = texts | st.integers(-(10**12), 10**12) | st.floats(-1e15, 1e15) | st.booleans() | seconds
places = st.tuples(st.integers(0, 400), st.integers(0, 40))
filled = st.dictionaries(places, values, min_size=1, max_size=40)


def by_xlsxwriter(cells: Cells, in_memory: bool) -> bytes:
    """Texts shared between cells; or each in its own cell, as a program writes that keeps no list of them."""
    content = io.BytesIO()
    settings = {"constant_memory": not in_memory, "strings_to_urls": False, "default_date_format": _DATED}
    with xlsxwriter.Workbook(content, settings) as book:
        sheet = book.add_worksheet("ข้อมูล")
        for (row, column), value in sorted(cells.items()):
            write = sheet.write_string if isinstance(value, str) else sheet.write
            write(row, column, value)
    return content.getvalue()


def by_openpyxl(cells: Cells) -> bytes:
    """As openpyxl writes it."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "ข้อมูล"
    for (row, column), value in cells.items():
        cell = sheet.cell(row + 1, column + 1, value)
        if isinstance(value, datetime):
            cell.number_format = _DATED
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


WRITERS: dict[str, Callable[[Cells], bytes]] = {
    "shared texts": lambda cells: by_xlsxwriter(cells, in_memory=True),
    "texts in their cells": lambda cells: by_xlsxwriter(cells, in_memory=False),
    "openpyxl": by_openpyxl,
}


def read(content: bytes) -> Texts:
    """The cells that show something, by row and column from 0."""
    rows = workbooks.open_workbook(io.BytesIO(content)).rows("ข้อมูล")
    return {(number - 1, place): text for number, cells in rows for place, text in enumerate(cells) if text}


def calamine_reads(content: bytes) -> Texts:
    """The same by calamine."""
    sheet = python_calamine.load_workbook(io.BytesIO(content)).get_sheet_by_name("ข้อมูล")
    left = sheet.start[1] if sheet.start else 0
    return {
        (row, left + place): told(value)
        for row, values in enumerate(sheet.iter_rows())
        for place, value in enumerate(values)
        if value != ""
    }


def told(value: Any) -> str:
    """What calamine gives, as the text it stands for; it comes to seconds a hair off."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return (value + timedelta(microseconds=500_000)).replace(microsecond=0).isoformat()
    if isinstance(value, date):
        return f"{value.isoformat()}T00:00:00"
    return str(value)


@pytest.mark.parametrize("writer", WRITERS)
@given(cells=filled)
@settings(max_examples=60, deadline=None)
def test_what_calamine_can_tell_is_the_same(writer: str, cells: Cells) -> None:
    content = WRITERS[writer](cells)
    assert read(content) == calamine_reads(content)


@given(cells=filled, formulas=st.dictionaries(places, st.sampled_from(["=SUM(B2:B9)", '=A1&"ก"', "=1/0"]), max_size=5))
@settings(max_examples=60, deadline=None)
def test_formulas_are_as_openpyxl_tells_them(cells: Cells, formulas: dict[tuple[int, int], str]) -> None:
    content = by_openpyxl(cells | formulas)
    book = openpyxl.load_workbook(io.BytesIO(content))
    told_by_openpyxl = {
        (cell.row - 1, cell.column - 1): cell.value
        for row in book["ข้อมูล"].iter_rows()
        for cell in row
        if cell.data_type == "f"
    }
    assert {place: text for place, text in read(content).items() if place in formulas} == told_by_openpyxl == formulas
