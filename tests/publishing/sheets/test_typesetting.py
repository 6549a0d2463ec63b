"""Any text becomes one that can be set: nothing steers the page, runs out of it, or is set in another font."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typst import TypstError

from include.publishing import wording
from include.publishing.typesetting import BREAK, LONGEST_RUN, Press, shortened, shown


@pytest.mark.parametrize(
    ("text", "as_shown"),
    [
        ("เมือง  อุบล\n\tราชธานี", "เมือง อุบล ราชธานี"),
        ("เมือง😀🏽อุบล", "เมือง?อุบล"),
        ("a\u202eb\u200bc\x00d\ufe0f", "abcd"),
        ("“อ้างถึง” – ฯ ≥", "“อ้างถึง” – ฯ ≥"),
        ("ข้อ 3 1)", "ข้อ 3 1)"),
        ("ทำไม???", "ทำไม???"),
    ],
)
def test_what_sarabun_has_no_letter_for_shows_as_a_question_mark(text: str, as_shown: str) -> None:
    assert shown(text) == as_shown


def test_a_long_run_without_a_space_may_be_broken_anywhere_but_thai_between_its_words() -> None:
    assert shown("x" * LONGEST_RUN) == "x" * LONGEST_RUN
    assert shown("x" * (LONGEST_RUN + 1)) == BREAK.join("x" * (LONGEST_RUN + 1))
    assert BREAK not in shown("ก" * 100)


@given(st.text(max_size=60))
def test_any_text_is_shown_as_one_line_and_again_the_same(text: str) -> None:
    once = shown(text)
    assert "\n" not in once and shown(once.replace(BREAK, "")) == once


def test_a_text_too_long_ends_with_an_ellipsis() -> None:
    assert shortened("กขคง", 4) == "กขคง"
    assert shortened("กขคงจ", 4) == "กขค…"


def test_a_paper_that_cannot_be_set_well_is_refused() -> None:
    with pytest.raises(TypstError):
        Press("scorecard.typ").pdf({}, None)


def test_official_digits_are_thai_but_in_words_with_latin_letters() -> None:
    told = "อำเภอ 25 แห่ง ไฟล์ Click_5703.xlsx รหัส 7J3J-8ZY7 ที่ 1/2567"
    assert wording.official_digits(told) == "อำเภอ ๒๕ แห่ง ไฟล์ Click_5703.xlsx รหัส 7J3J-8ZY7 ที่ ๑/๒๕๖๗"
