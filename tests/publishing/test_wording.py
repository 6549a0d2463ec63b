"""Dates, numbers and editions as people read them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from include.publishing import wording


def test_a_moment_is_told_in_bangkok_and_the_buddhist_era() -> None:
    last_second = datetime(2024, 2, 15, 16, 59, 59, tzinfo=UTC)
    assert wording.clock(last_second) == "15 กุมภาพันธ์ 2567 เวลา 23.59 น."
    assert wording.day(datetime(2024, 2, 15, 17, 0, tzinfo=UTC)) == "16 กุมภาพันธ์ 2567"
    assert wording.short_month(date(2024, 2, 1)) == "ก.พ. 67"


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (Decimal("1234.5000"), "1,234.5"),
        (Decimal("100.0000"), "100"),
        (Decimal("0"), "0"),
        (Decimal("1E+3"), "1,000"),
        (1200, "1,200"),
    ],
)
def test_a_number_shows_no_zeros_that_say_nothing(value: Decimal | int, read: str) -> None:
    assert wording.number(value) == read


def test_a_share_below_its_target_never_seems_to_reach_it() -> None:
    assert wording.quantity(Decimal("0.79999"), "สัดส่วน") == "ร้อยละ 79.99"
    assert wording.quantity(Decimal("12"), "ราย") == "12 ราย"
    assert wording.quantity(None, "ราย") == "ไม่มีข้อมูล"


def test_the_second_revision_is_the_first_restatement() -> None:
    assert wording.edition("restated", 2) == "ฉบับแก้ไข ครั้งที่ 1"
    assert wording.edition("provisional", 0) == "ฉบับเบื้องต้น"
    assert wording.edition("live", None) == "ข้อมูลล่าสุด ยังไม่เผยแพร่"


def test_letters_take_thai_digits() -> None:
    assert wording.thai_digits("15 มีนาคม 2567") == "๑๕ มีนาคม ๒๕๖๗"
