"""Folding in Python says what `thai.fold` says in SQL."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from include import warehouse
from include.loaders.folding import fold, fold_heading, is_blank, read_number

TRICKY = st.text(alphabet="กาเแํำ่้๊๋็ี ัญ \t\n\u00a0\u00ad\u200b\u200d\u2009\u3000\ufeffab1๑()é\u0301", max_size=12)
ANY = st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.lists(TRICKY | ANY, min_size=100, max_size=200))
def test_folds_as_the_database_does(connection: Any, texts: list[str]) -> None:
    found = warehouse.fetch(
        connection,
        "select coalesce(thai.fold(text), '') as folded from unnest(%s) with ordinality as t (text, n) order by n",
        [texts],
    )
    assert [fold(text) for text in texts] == [row["folded"] for row in found]
    assert [is_blank(text) for text in texts] == [row["folded"] == "" for row in found]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("จำนวน (ราย)", "จำนวน"),
        ("จำนวน [ครั้ง] :", "จำนวน"),
        (" ถูกต้อง* ", "ถูกต้อง"),
        ("ลำดับ ที่", "ลำดับที่"),
        ("Url", "URL"),
        ("จํานวน", "จำนวน"),
        ("เเฮชแท็ก", "แฮชแท็ก"),
        ("วันที่\nสมัคร", "วันที่สมัคร"),
        ("#", "#"),
        ("จำนวนผู้ประกอบการ OTOP ที่สมัครร้านค้าใน Shop ชุมชน (ร้าน)", "จำนวนผู้ประกอบการOTOPที่สมัครร้านค้าในshopชุมชน"),
    ],
)
def test_a_heading_is_known_however_it_is_typed(written: str, meant: str) -> None:
    assert fold_heading(written) == fold_heading(meant)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("๑,๒๓๔", "1234"),
        ("12.50", "12.50"),
        ("15 ราย", "15"),
        ("-3", "-3"),
        ("๓ร้าน", "3"),
        ("1e3", None),
        ("ม.5", None),
        ("", None),
    ],
)
def test_what_looks_like_a_number_is_added_up(cell: str, number: str | None) -> None:
    assert read_number(cell) == (None if number is None else Decimal(number))
