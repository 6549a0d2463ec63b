"""On the summary sheet a figure is the answer only where the answer to its label stands: nothing is taken for it."""

from typing import Any

import pytest

REPORT = "submissions/57/2024-02/แม่สาย.xlsx"
WHOSE: list[list[Any]] = [["อำเภอ", "แม่สาย"], ["ประจำเดือน", "ก.พ. 67"], ["วันที่รายงาน", "5/3/67"]]


def read(zone: Any, workbook: Any, rows: list[list[Any]], merged: list[str] = []) -> dict[str, Any]:  # noqa: B006
    """The summary row of a report, with the addresses of its answers and its findings."""
    entry = zone.load(REPORT, workbook({"สรุป": rows, "กิจกรรม": [["วันที่", "ชื่อกิจกรรม"]]}, {"สรุป": merged}))
    assert entry["reason"] is None
    [row] = zone.fetch("select * from raw.submissions_summary")
    places = zone.fetch(
        "select column_name, ops.cell_address(column_number, row_number) as address from ops.file_column"
    )
    found = [text for code, text in zone.findings(entry["file_id"]) if code == "answer_elsewhere"]
    shown: dict[str, Any] = row | {
        "at": {place["column_name"]: place["address"] for place in places},
        "passed_over": found,
    }
    return shown


def test_a_target_right_of_an_empty_answer_is_not_the_answer(zone: Any, workbook: Any) -> None:
    heading = ["รายการ", "ผลงาน", "เป้าหมาย"]
    row = read(zone, workbook, [*WHOSE, heading, ["ร้านค้าสมัครใหม่", 5, 20], ["ดาวน์โหลดรวม", None, 300]])
    assert (row["new_shops"], row["downloads_total"]) == ("5", None)
    assert row["at"]["downloads_total"] == "B6"
    assert row["extra"] == {"C5": "20", "C6": "300"}
    assert row["passed_over"] == [
        "แผ่นงาน “สรุป”: ช่อง “ดาวน์โหลดรวม” (B6) ว่าง แต่ทางขวามี “300” (C6) ซึ่งอาจเป็นเป้าหมายหรือยอดเดือนก่อน จึงไม่ได้อ่าน "
        "หากเป็นคำตอบ โปรดย้ายมาไว้ในช่อง B6 แล้วส่งใหม่"
    ]


def test_no_target_is_an_answer_when_every_answer_is_empty(zone: Any, workbook: Any) -> None:
    figures = [[None, "ร้านค้าสมัครใหม่", None, 20], [None, "ดาวน์โหลดรวม", None, 300]]
    row = read(zone, workbook, [*WHOSE, *figures])
    assert (row["new_shops"], row["downloads_total"], len(row["passed_over"])) == (None, None, 2)


def test_last_months_figure_behind_a_unit_is_not_the_answer(zone: Any, workbook: Any) -> None:
    row = read(zone, workbook, [*WHOSE, ["ร้านค้าสมัครใหม่", None, "ราย", 4]])
    assert (row["new_shops"], row["at"]["new_shops"], row["extra"]) == (None, "B4", {"C4": "ราย", "D4": "4"})


def test_the_date_due_is_not_the_date_of_the_report(zone: Any, workbook: Any) -> None:
    row = read(zone, workbook, [*WHOSE[:2], ["วันที่รายงาน", None, "5/3/67"]])
    assert (row["reported_on"], row["at"]["reported_on"], len(row["passed_over"])) == (None, "B3", 1)


def test_a_form_that_leaves_a_gap_everywhere_is_read(zone: Any, workbook: Any) -> None:
    rows = [[label, None, value] for label, value in [*WHOSE, ["ร้านค้าสมัครใหม่", 5], ["ดาวน์โหลดรวม", 7]]]
    row = read(zone, workbook, [*rows, ["กำนัน", None, None, 9]])
    assert (row["reported_on"], row["new_shops"], row["downloads_total"]) == ("5/3/67", "5", "7")
    assert (row["subdistrict_heads"], row["at"]["subdistrict_heads"]) == (None, "C6")


def test_the_answer_stands_right_of_a_merged_label(zone: Any, workbook: Any) -> None:
    long = ["จำนวนผู้ประกอบการ OTOP ที่สมัครร้านค้าใน Shop ชุมชน", None, None]
    rows = [*WHOSE, [*long, 5, "ราย", 20], ["ดาวน์โหลดรวม", None, None, None, "ราย", 300]]
    row = read(zone, workbook, rows, ["A4:C4", "A5:C5"])
    assert (row["new_shops"], row["at"]["new_shops"]) == ("5", "D4")
    assert (row["downloads_total"], row["at"]["downloads_total"]) == (None, "D5")


def test_an_answer_in_merged_cells_is_read_and_stands_in_the_first(zone: Any, workbook: Any) -> None:
    row = read(zone, workbook, [*WHOSE, ["ร้านค้าสมัครใหม่", 5, None, None, 20]], ["B1:D1", "B4:D4"])
    assert (row["district"], row["new_shops"], row["at"]["new_shops"], row["passed_over"]) == ("แม่สาย", "5", "B4", [])


def test_a_unit_between_the_label_and_its_answer_is_passed_over(zone: Any, workbook: Any) -> None:
    row = read(zone, workbook, [*WHOSE, ["ร้านค้าสมัครใหม่", "ราย", 5, 20]])
    assert (row["new_shops"], row["at"]["new_shops"]) == ("5", "C4")


def test_a_text_is_looked_up_wherever_it_stands(zone: Any, workbook: Any) -> None:
    row = read(zone, workbook, [["อำเภอ", None, None, "แม่สาย"], *WHOSE[1:]])
    assert (row["district"], row["at"]["district"], row["passed_over"]) == ("แม่สาย", "D1", [])


def test_an_empty_answer_has_its_address_too(zone: Any, workbook: Any) -> None:
    row = read(zone, workbook, [*WHOSE, [None, "ร้านค้าสมัครใหม่"], ["นอ.", None, "พอ.", 1]])
    assert (row["at"]["new_shops"], row["at"]["district_chief"]) == ("C4", "B5")
    assert (row["district_chief"], row["district_development_officer"]) == (None, "1")


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        (5, "๕ ราย", None),
        (5, None, None),
        (None, 7, None),
        (5, 7, "แผ่นงานสรุปมีช่อง “ร้านค้าสมัครใหม่” ซ้ำกัน โปรดเหลือไว้ช่องเดียวแล้วส่งใหม่"),
    ],
)
def test_a_figure_that_is_given_twice_must_be_the_same(
    zone: Any, workbook: Any, first: Any, second: Any, reason: str | None
) -> None:
    rows = [*WHOSE, ["ร้านค้าสมัครใหม่", first], ["ร้านค้าสมัครใหม่", second]]
    assert zone.load(REPORT, workbook({"สรุป": rows}))["reason"] == reason
    read_values = [str(row["new_shops"]) for row in zone.fetch("select new_shops from raw.submissions_summary")]
    assert read_values == [str(first or second)] * (reason is None)
