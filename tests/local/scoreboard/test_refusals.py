"""What was refused and why, as an officer reads it after the main job."""

from datetime import date
from typing import Any

from include.local.scoreboard.refusals import EXAMPLE_LINES
from include.warehouse import fetch

JANUARY = date(2024, 1, 1)
FOLDER = "file:///landing/submissions/57/2024-01"


def test_what_was_refused_is_counted_by_source_and_rule_each_with_an_example(results: Any) -> None:
    results.month(JANUARY)
    file_id = results.file(f"{FOLDER}/แม่สาย.xlsx", rows_read=5)
    results.refuse(file_id, "date_outside_month", 3, "ช่อง “วันที่” อยู่นอกเดือนที่รายงาน โปรดแก้วันที่")
    results.refuse(file_id, "count_negative", 2, "ช่อง “จำนวน” ต้องไม่น้อยกว่า ๐", sheet="")
    lines = results.shown()
    assert "แถวที่อ่าน 5 = นำเข้า 0 + มีอยู่แล้ว 0 + ไม่ผ่าน 5" in lines
    first = lines.index("  3 รายการ · submissions date_outside_month · เช่น 2024-01/แม่สาย.xlsx แผ่นงาน กิจกรรม แถวที่ 7")
    assert lines[first + 1] == "    ช่อง “วันที่” อยู่นอกเดือนที่รายงาน โปรดแก้วันที่"
    assert lines[first + 2] == "  2 รายการ · submissions count_negative · เช่น 2024-01/แม่สาย.xlsx แถวที่ 7"


def test_examples_stay_few_and_everything_left_is_counted_with_where_to_see_it(results: Any) -> None:
    results.month(JANUARY)
    rules = [row["rule"] for row in fetch(results.connection, "select rule from quarantine.rule order by rule")]
    file_id = results.file(f"{FOLDER}/แม่สาย.xlsx")
    for number, rule in enumerate(rules):
        results.refuse(file_id, rule, 1, "โปรดแก้ไข", sheet=f"{number}")
        results.file(f"{FOLDER}/{rule}", status="rejected", reason=f"เพราะ {rule}")
    lines = results.shown()
    assert sum(line.startswith("    ") and ("โปรดแก้ไข" in line or "เพราะ" in line) for line in lines) == EXAMPLE_LINES
    assert results.line(lines, f"และอีก {len(rules) - 9} รายการ · submissions: {rules[9]} 1")
    assert f"  และอีก {len(rules) - 3} ไฟล์ · ดูทั้งหมดที่ ops.source_file" in lines
    assert "quarantine.rejected_row" in "".join(lines)


def test_contradictions_of_the_orders_are_listed_each_and_suspected_misreadings_called_so(results: Any) -> None:
    results.month(date(2025, 1, 1), "34")
    results.month(date(2025, 2, 1), "34")
    lines = results.shown()
    title = lines.index("ข้อสังเกตในหนังสือสั่งการ")
    known = fetch(
        results.connection, "select count(*) as number from rulebook.document_finding where province_code = '34'"
    )
    assert sum(line.startswith("  - [") for line in lines[title:]) == known[0]["number"]
    assert results.line(lines, "[เพื่อทราบ · อาจเกิดจากการอ่านสำเนา] ชื่ออำเภอในเอกสารแนบ ๒ อ่านได้ว่า บุญศรี")


def test_a_file_in_the_wrong_place_is_told_whichever_province_is_asked_for(results: Any) -> None:
    results.file(
        "file:///landing/ที่อื่น/a.csv",
        None,
        province_code=None,
        period=None,
        status="rejected",
        reason="วางไฟล์ผิดที่",
    )
    lines = results.shown(provinces=["34"])
    assert results.line(lines, "ไม่ใช่ของจังหวัดใดที่มีเกณฑ์ในระบบ")
    assert lines[-2:] == ["  1 ไฟล์ · ที่อื่น/a.csv", "    วางไฟล์ผิดที่"]


def test_text_that_was_sent_cannot_command_the_terminal(results: Any) -> None:
    results.month(JANUARY)
    file_id = results.file(f"{FOLDER}/[red]\x1b[2J.xlsx")
    results.refuse(file_id, "value_missing", 1, "ค่า “[bold]\x1b]0;x\x07\u202e” ผิด")
    lines = results.shown()
    assert results.line(lines, "2024-01/[red]�[2J.xlsx")
    assert results.line(lines, "ค่า “[bold]�]0;x�” ผิด")
