"""Thai text in lines of a terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from include.local.scoreboard.lines import clean, fit, wrap

THAI = st.text(st.characters(min_codepoint=0x0E01, max_codepoint=0x0E4E) | st.sampled_from(" ab1…"), max_size=80)


@given(THAI, st.integers(12, 40))
def test_wrapping_keeps_every_letter_within_the_width_and_no_mark_apart_from_its_letter(text: str, width: int) -> None:
    text = clean(text)
    lines = wrap(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(cell_len(line) <= width for line in lines)
    assert cell_len(fit(text, width)) <= width


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("โปรดแก้วันที่ หรือย้ายไปเดือนนั้น", 12, ["โปรดแก้วันที่", "หรือย้ายไปเดือน", "นั้น"]),
        ("น้ำใจน้ำใจ", 5, ["น้ำใจ", "น้ำใจ"]),
        ("น้ำใจน้ำใจ", 3, ["น้ำ", "ใจ", "น้ำ", "ใจ"]),
        ("มี\N{NO-BREAK SPACE}18 อำเภอ", 6, ["มี 18", "อำเภอ"]),
        ("", 10, []),
    ],
)
def test_lines_break_at_spaces_and_inside_a_word_only_where_they_must(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width) == lines


def test_what_does_not_fit_ends_in_an_ellipsis_and_never_on_half_a_letter() -> None:
    assert fit("ที่นี้เป็นเมือง", 4) == "ที่นี้…"
    assert wrap("หนึ่ง สอง สาม สี่ ห้า", 7, most=2) == ["หนึ่ง สอง", "สาม สี่…"]
