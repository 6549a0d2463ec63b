"""Old workbooks (.xls) of every make-up are read as another reader reads them."""

import io
from datetime import date, datetime
from typing import Any

import python_calamine
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st

from include.loaders import workbooks

DATED = xlwt.easyxf(num_format_str="d/m/yyyy h:mm")
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
Cells = dict[tuple[int, int], Any]

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=40)
hundredths = st.integers(-(10**10), 10**10).map(lambda number: number / 100)
floats = st.floats(-1e15, 1e15, allow_subnormal=False)
minutes = st.datetimes(datetime(1905, 1, 1), datetime(2600, 1, 1)).map(lambda at: at.replace(second=0, microsecond=0))
plain = texts | st.integers(-(10**12), 10**12) | hundredths | floats | st.booleans() | minutes
formulas = st.sampled_from(["1+1", 'CONCATENATE("a";"b")', "SUM(A1:B9)"]).map(xlwt.Formula)
errors = st.sampled_from(sorted(ERRORS)).map(lambda code: (code,))
places = st.tuples(st.integers(0, 300), st.integers(0, 40))


def packed(sheets: dict[str, Cells], from_1904: bool = False) -> bytes:
    """The workbook of these cells; the code of an error stands in a tuple."""
    book = xlwt.Workbook(encoding="utf-8")
    book.dates_1904 = from_1904
    for name, cells in sheets.items():
        sheet = book.add_sheet(name)
        for (row, column), value in cells.items():
            if isinstance(value, tuple):
                sheet.row(row).set_cell_error(column, value[0])
            elif isinstance(value, datetime):
                sheet.write(row, column, value, DATED)
            else:
                sheet.write(row, column, value)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def read(content: bytes, sheet: str) -> dict[tuple[int, int], str]:
    """The cells that show something, by row and column from 0."""
    rows = workbooks.open_workbook(io.BytesIO(content)).rows(sheet)
    return {(number - 1, column): text for number, cells in rows for column, text in enumerate(cells) if text}


def told(value: Any) -> str:
    """What the other reader gives, as the text it stands for."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else repr(value)
    if isinstance(value, date):
        return datetime(*value.timetuple()[:6]).isoformat()
    return str(value)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.dictionaries(places, plain, max_size=25), min_size=1, max_size=3),
    st.dictionaries(places, formulas | errors, max_size=5),
    st.booleans(),
)
def test_every_plain_cell_is_what_another_reader_finds_there(
    sheets: list[Cells], strange: Cells, from_1904: bool
) -> None:
    named = {f"แผ่น {number}": cells | strange for number, cells in enumerate(sheets)}
    content = packed(named, from_1904)
    assert workbooks.open_workbook(io.BytesIO(content)).sheet_names == list(named)
    other = python_calamine.load_workbook(io.BytesIO(content))
    for name in named:
        rows = other.get_sheet_by_name(name).to_python(skip_empty_area=False)
        expected = {
            (row, column): told(value)
            for row, cells in enumerate(rows)
            for column, value in enumerate(cells)
            if value != "" and (row, column) not in strange
        }
        shown = {place: ERRORS[cell[0]] if isinstance(cell, tuple) else "=…" for place, cell in strange.items()}
        assert read(content, name) == expected | shown


@settings(max_examples=20, deadline=None)
@given(st.lists(texts, min_size=300, max_size=400), st.integers(1, 9))
def test_texts_that_run_over_from_record_to_record_stay_whole(many: list[str], times: int) -> None:
    cells = {(row, 0): text * times for row, text in enumerate(many)}
    assert read(packed({"ก": cells}), "ก") == cells
