"""The fast way through a sheet says what the XML parser says, or leaves the piece to it."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from include.loaders.refusal import FileRefused
from include.loaders.sheet_xml import Readers, Row, SharedTexts, _Sheet

TEXTS = ["ตำบล", "", "a&b", "=1"]
VALUES = [
    "0",
    "1",
    "3",
    "4",
    "-1",
    "",
    "2.50",
    "1e3",
    "45337.5",
    "007",
    "ก",
    "a&amp;b",
    "&#65;",
    "_x0041_",
    " 1 ",
    "#REF!",
]
KINDS = ["", ' t="s"', ' t="n"', ' t="str"', ' t="b"', ' t="e"', ' t="d"', ' t="inlineStr"', ' t="x"', " t='s'"]
STYLES = ["", ' s="0"', ' s="1"', ' s="2"', ' s="9"', " s='1'", ' s="1" cm="2"']
SHAPES = [
    "<v>{value}</v>",
    "<f>1+1</f><v>{value}</v>",
    "<f>A1&amp;B1</f><v>{value}</v>",
    "<f/><v>{value}</v>",
    "<f></f><v>{value}</v>",
    '<f t="shared" si="0"/><v>{value}</v>',
    "<f>1</f>",
    "<is><t>{value}</t></is>",
    "<v>{value}</v><extLst/>",
    "<v/>",
    "<v>{value}<!-- x --></v>",
    "<x:v>{value}</x:v>",
    "",
]


@st.composite
def cells(draw: st.DrawFn, row: int) -> str:
    """The cells of a row, most of them in order and written the usual way."""
    written = []
    for letter in draw(st.lists(st.sampled_from("ABCDE"), max_size=4).map(sorted)):
        number = row if draw(st.integers(0, 19)) else row + 1
        address = f' r="{letter}{number}"' if draw(st.integers(0, 9)) else ""
        head = address + draw(st.sampled_from(STYLES)) + draw(st.sampled_from(KINDS))
        body = draw(st.sampled_from(SHAPES)).format(value=draw(st.sampled_from(VALUES)))
        written.append(f"<c{head}>{body}</c>" if body or draw(st.booleans()) else f"<c{head}/>")
    return "".join(written)


@st.composite
def pieces(draw: st.DrawFn) -> str:
    """A few rows as a sheet has them."""
    written = []
    for row in draw(st.lists(st.integers(1, 9), max_size=4).map(sorted)):
        head = draw(st.sampled_from([f' r="{row}"', f' r="{row}" spans="1:5"', ""]))
        inside = draw(cells(row))
        written.append(f"<row{head}>{inside}</row>" if inside else f"<row{head}/>")
    return "".join(written)


def read(piece: str, fast: bool) -> list[Row] | str | None:
    """The rows of a piece; the code of its refusal; None when the fast way leaves it alone."""
    sheet = _Sheet(SharedTexts(TEXTS), Readers(("number", "date", "duration"), False))
    try:
        return sheet.plain_rows(piece) if fast else sheet.parsed_rows(piece)
    except FileRefused as refused:
        return refused.code


@settings(max_examples=2500, deadline=None)
@given(pieces())
@example('<row r="1"><c r="A1"><f>1</f></c></row>')
@example('<row r="1"><c r="A1"></c><c r="B1"><v>1</v></c></row>')
@example('<row r="1"><c r="A1"/><v>5</v><c r="B1"><v>1</v></c></row>')
@example('<row r="1"><x:c r="A1"><v>1</v></x:c></row>')
def test_the_fast_way_says_what_the_parser_says(piece: str) -> None:
    fast = read(piece, fast=True)
    assert fast is None or fast == read(piece, fast=False)


@pytest.mark.parametrize(
    "piece",
    [
        '<row r="1" spans="1:2"><c r="A1" s="1" t="s"><v>0</v></c><c r="B1" s="2"/></row>',
        '<row r="2"><c r="A2" t="str"><v>a&amp;b</v></c><c r="C2"><f>SUM(A1:B1)</f><v>3</v></c></row><row r="9"/>',
    ],
)
def test_what_excel_writes_does_go_the_fast_way(piece: str) -> None:
    assert read(piece, fast=True) == read(piece, fast=False) != []
