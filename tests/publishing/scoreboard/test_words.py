"""How far a target is missed, in words, and dates that can be turned into English ones."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from include.publishing import wording
from include.publishing.results.shapes import Condition, Deadline
from include.publishing.scoreboard import words

SHOPS = Condition(
    1, "new_shops", "ร้านค้าใหม่", "ราย", "shop_registrations", ">=", Decimal(3), Decimal(5), None, "", False
)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, "ขาด 2 ราย"),
        ({"value": Decimal("2.5")}, "ขาด 2.5 ราย"),
        ({"value": None}, "ไม่มีข้อมูล"),
        ({"holds": True, "value": Decimal(5)}, ""),
        ({"unit_th": wording.SHARE, "value": Decimal("0.79999"), "target": Decimal("0.8")}, "ขาดร้อยละ 0.01"),
        ({"unit_th": wording.SHARE, "value": Decimal(1) / 3, "target": Decimal(1)}, "ขาดร้อยละ 66.67"),
        ({"comparator": "=", "value": Decimal(7)}, "เกิน 2 ราย"),
        (
            {"measure_code": "subdistricts_short", "unit_th": "ตำบล", "comparator": "=", "target": Decimal(0)},
            "ไม่ถึงเกณฑ์ 3 ตำบล",
        ),
        ({"measure_code": "reports_on_time", "value": Decimal(0), "target": Decimal(1)}, "ส่งล่าช้า"),
    ],
)
def test_what_is_missing_is_said_and_never_less_than_it_is(changes: dict[str, object], told: str) -> None:
    assert words.missed(replace(SHOPS, **changes)) == told  # type: ignore[arg-type]


def test_a_date_carries_the_moment_beside_the_thai_words() -> None:
    late = datetime(2025, 3, 15, 16, 59, 59, tzinfo=UTC)
    assert words.moment(late) == '<time datetime="2025-03-15T23:59:59+07:00">15 มีนาคม 2568 เวลา 23.59 น.</time>'
    assert words.day(late) == '<time datetime="2025-03-15">15 มีนาคม 2568</time>'
    assert words.month(date(2025, 3, 1)) == '<time datetime="2025-03">มีนาคม 2568</time>'
    assert words.year(2568) == '<time datetime="2025">2568</time>'


def test_an_address_in_a_text_from_outside_leads_nowhere() -> None:
    assert words.outside("<b>https://example.org") == "&lt;b&gt;https:/<wbr>/example.org"


def test_a_place_is_a_file_and_not_a_folder_of_the_server() -> None:
    assert words.file_name("file:///srv/landing/submissions/รายงาน 1.xlsx") == "รายงาน 1.xlsx"
    assert words.file_name(None) == ""


def test_a_deadline_is_told_as_of_a_moment() -> None:
    due = datetime(2025, 4, 18, 23, 59, 59, tzinfo=UTC)
    met = Deadline("publication", due, datetime(2025, 4, 18, 12, tzinfo=UTC), "met")
    assert met.as_of(datetime(2025, 4, 19, tzinfo=UTC)) == met
    before = met.as_of(datetime(2025, 4, 16, tzinfo=UTC))
    assert (before.met_at, before.status, words.deadline(before)) == (None, "pending", "ยังไม่ถึงกำหนด")
    late = replace(met, met_at=datetime(2025, 5, 1, tzinfo=UTC), status="missed")
    assert late.as_of(datetime(2025, 4, 20, tzinfo=UTC)).met_at is None
    assert words.deadline(late) == "เผยแพร่หลังกำหนด"
