"""What a district is told of its smallest steps, in one sentence."""

from decimal import Decimal
from typing import Any

from include.next_steps import letter, sentence


def row(
    option: int, step: str, measure: str = "", needed: int = 1, grade: str = "B", points: int = 8
) -> dict[str, Any]:
    return {
        "option_no": option,
        "grade": grade,
        "points": Decimal(points),
        "criterion_code": measure or step,
        "condition_no": 1,
        "measure_code": measure or step,
        "value_needed": Decimal(needed),
        "step_th": step,
    }


def test_options_are_joined_by_or_and_the_steps_of_one_by_and() -> None:
    rows = [row(1, "สมัครร้านค้าเพิ่มอีก 3 ราย"), row(2, "ก เพิ่มอีก 1 ครั้ง"), row(2, "ข เพิ่มอีก 1 ช่องทาง")]
    assert sentence(rows) == "สมัครร้านค้าเพิ่มอีก 3 ราย หรือก เพิ่มอีก 1 ครั้ง และข เพิ่มอีก 1 ช่องทาง"
    assert sentence(reversed(rows)) == sentence(rows)
    assert letter(rows) == "B"


def test_of_many_options_the_first_three_are_told_and_how_many_more_there_are() -> None:
    assert sentence(row(number, f"ทำ {number}") for number in range(1, 6)) == "ทำ 1 หรือทำ 2 หรือทำ 3 หรืออีก 2 ทาง"
    assert sentence(row(number, f"ทำ {number}") for number in range(1, 4)) == "ทำ 1 หรือทำ 2 หรือทำ 3"


def test_an_option_that_leads_further_says_to_which_letter() -> None:
    rows = [row(1, "ทำ 1", grade="A", points=10), row(2, "ทำ 2")]
    assert sentence(rows) == "ทำ 1 (ได้ระดับ A) หรือทำ 2"
    assert letter(rows) == "B"


def test_what_one_option_asks_of_a_measure_twice_is_said_once() -> None:
    rows = [
        row(1, "จัดกิจกรรมเพิ่มอีก 1 กิจกรรม", "activities", 2),
        row(1, "จัดกิจกรรมเพิ่มอีก 3 กิจกรรม", "activities", 4) | {"criterion_code": "more"},
        row(1, "จัดกิจกรรมเพิ่มอีก 3 กิจกรรม", "activities", 4) | {"criterion_code": "most"},
    ]
    assert sentence(rows) == "จัดกิจกรรมเพิ่มอีก 3 กิจกรรม"


def test_the_report_is_asked_for_before_what_it_is_to_hold() -> None:
    rows = [
        row(1, "รายงานการจัดกิจกรรมอย่างน้อย 2 กิจกรรม", "activities", 2),
        row(1, "ส่งรายงานภายในวันที่ 15 มีนาคม 2568", "reports_on_time"),
    ]
    assert sentence(rows) == "ส่งรายงานภายในวันที่ 15 มีนาคม 2568 และรายงานการจัดกิจกรรมอย่างน้อย 2 กิจกรรม"


def test_a_district_with_the_best_letter_is_told_nothing() -> None:
    assert sentence([]) == ""
    assert letter([]) is None
