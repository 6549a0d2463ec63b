"""Totals, signatures and empty rows stand in a form's table, and are not its rows."""

from typing import Any

import pytest

from include.loaders import copying

ROSTER = "leader_roster/34/2025-01/roster.xlsx"
HEADER = ["ที่", "อำเภอ", "นายอำเภอ", "กำนัน", "รวม", "ข้อมูล ณ วันที่"]


def load(zone: Any, workbook: Any, below: list[list[Any]]) -> dict[str, Any]:
    entry: dict[str, Any] = zone.load(ROSTER, workbook({"บัญชี": [["บัญชีผู้นำ"], HEADER, *below]}))
    return entry


def test_a_total_that_adds_up_is_no_row_and_no_finding(zone: Any, workbook: Any) -> None:
    rows = [[1, "เขื่องใน", "๑", 4, 5, "28 ม.ค. 68"], [2, "เขมราฐ", "1 คน", "1,000", 1001, "28 ม.ค. 68"]]
    entry = load(zone, workbook, [*rows, [None, "รวมทั้งสิ้น", 2, 1004, "๑,๐๐๖ คน"]])
    assert entry["rows_read"] == 2
    assert zone.other_rows("total") == [(5, ["", "รวมทั้งสิ้น", "2", "1004", "๑,๐๐๖ คน"])]
    assert zone.findings(entry["file_id"]) == []


def test_however_many_rows_are_put_aside_none_is_lost(
    zone: Any, workbook: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "_MEMORY", 100)
    totals = [[None, "รวม", number] for number in range(20)]
    load(zone, workbook, [[1, "เขื่องใน", "๑", 4, 5, "28 ม.ค. 68"], *totals])
    assert zone.other_rows("total") == [(4 + number, ["", "รวม", str(number)]) for number in range(20)]


def test_a_total_row_is_known_behind_a_formula(zone: Any, workbook: Any) -> None:
    sheet = [["จำนวน", "ตำบล"], [3, "แม่สาย"], [4, "ห้วยไคร้"], ["=SUM(A2:A3)", "รวม"]]
    report = {
        "สรุป": [["อำเภอ", "แม่สาย"], ["ประจำเดือน", "2024-02"], ["วันที่รายงาน", "1/3/2567"]],
        "ดาวน์โหลดรายตำบล": sheet,
    }
    entry = zone.load("submissions/57/2024-02/report.xlsx", workbook(report))
    assert entry["rows_read"] == 3
    assert zone.other_rows("total") == [(4, ["=SUM(A2:A3)", "รวม"])]


def test_a_total_that_does_not_add_up_is_told(zone: Any, workbook: Any) -> None:
    rows = [[1, "เขื่องใน", 1, 4, 183, "28 ม.ค. 68"], [2, "เขมราฐ", 1, 2, 123, "28 ม.ค. 68"]]
    entry = load(zone, workbook, [*rows, ["รวม", None, 2, 6, 310]])
    assert zone.findings(entry["file_id"]) == [
        (
            "total_mismatch",
            "แผ่นงาน “บัญชี”: แถวรวม (แถวที่ 5) คอลัมน์ “รวม” ระบุ 310 แต่ผลรวมของแถวข้างบนได้ 306 "
            "โปรดตรวจจำนวน หากแถวข้างบนผิด โปรดแก้ไขแล้วส่งใหม่",
        )
    ]


def test_a_total_may_be_of_the_rows_since_the_total_before(zone: Any, workbook: Any) -> None:
    def row(place: str, count: int) -> list[Any]:
        return [None, place, None, None, count, "28 ม.ค. 68"]

    rows = [row("ก", 1), row("ข", 2), row("รวม", 3), row("ค", 4), row("รวม", 4), row("รวมทั้งหมด", 7)]
    entry = load(zone, workbook, rows)
    assert entry["rows_read"] == 3 and zone.findings(entry["file_id"]) == []


@pytest.mark.parametrize(
    "signature",
    [
        ["ลงชื่อ", "........"],
        ["(ลงชื่อ) สมศรี"],
        [None, "ผู้รายงาน"],
        ["ผู้รับรอง"],
        ["ตำแหน่ง", "พัฒนาการ"],
        ["หมายเหตุ: -"],
        ["........"],
    ],
)
def test_signatures_below_the_table_are_kept_and_are_no_rows(zone: Any, workbook: Any, signature: list[Any]) -> None:
    rows = [[1, "เขื่องใน", 1, 4, 5, "28 ม.ค. 68"], signature, [None, "นางสาวสมศรี ใจดี", None, None, None, "วันที่ 2"]]
    assert load(zone, workbook, rows)["rows_read"] == 1
    assert [row_number for row_number, _ in zone.other_rows("signature")] == [4, 5]


def test_a_row_with_all_required_cells_is_data_wherever_it_stands(zone: Any, workbook: Any) -> None:
    rows: list[list[Any]] = [["ลงชื่อ"], [1, "ตำแหน่ง", None, None, 5, "28 ม.ค. 68"]]
    assert load(zone, workbook, rows)["rows_read"] == 1


def test_an_incomplete_row_before_any_signature_is_data(zone: Any, workbook: Any) -> None:
    assert load(zone, workbook, [[1, "เขื่องใน", None, None, None, None]])["rows_read"] == 1


def test_a_running_number_alone_makes_no_row(zone: Any, workbook: Any) -> None:
    assert load(zone, workbook, [[1, None], [2, " "], [3, "เขื่องใน"]])["rows_read"] == 1
    assert [row["row_number"] for row in zone.fetch("select row_number from raw.leader_roster")] == [5]
