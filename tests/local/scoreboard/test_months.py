"""Months and quarters as an officer reads them after the main job."""

import io
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from rich.console import Console

from include.local import scoreboard

JANUARY, FEBRUARY, MARCH = date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1)


def test_districts_stand_by_points_and_equal_points_share_a_rank(results: Any) -> None:
    results.month(
        JANUARY,
        missed={"5701": ["shops"], "5702": ["shops", "downloads"]},
        late=["5703"],
        unreported=["5704"],
    )
    rows = [line for line in results.shown() if "/10 " in line]
    assert len(rows) == 18
    assert rows[0].split() == ["1", "เชียงของ", "A", "10/10", "-", "✓", "✓", "✓", "✓", "✓", "ล่าช้า"]
    assert rows[1].split() == ["1", "เทิง", "A", "10/10", "-", "✓", "✓", "✓", "✓", "✓", "ยังไม่ได้รับรายงาน"]
    assert rows[2].split()[-1] == "ตรงเวลา"
    assert rows[16].split()[:10] == ["17", "เมืองเชียงราย", "B", "8/10", "-", "✗", "✓", "✓", "✓", "✓"]
    assert rows[17].split()[:10] == ["18", "เวียงชัย", "C", "6/10", "-", "✗", "✓", "✓", "✓", "✗"]


def test_the_quality_of_the_data_stands_beside_the_grade(results: Any) -> None:
    results.month(JANUARY)
    with results.connection.cursor() as cursor:
        cursor.execute(
            "insert into mart.quality_dimension"
            " (period, province_code, district_code, dimension, numerator, denominator, value, explanation_th)"
            " values (%(period)s, '57', '5701', 'coverage', 7, 8, 0.875, ''),"
            " (%(period)s, '57', '5701', 'timeliness', 1, 1, 1, '')",
            {"period": JANUARY},
        )
    [row] = [line for line in results.shown() if "เมืองเชียงราย" in line and "/10 " in line]
    assert row.split()[2:5] == ["A", "10/10", "94%"]


def test_the_heading_names_month_edition_basis_and_proof_and_the_grade_is_of_this_mission_only(results: Any) -> None:
    results.month(JANUARY)
    results.publish(JANUARY, "provisional", 0, "beef" * 16)
    results.publish(JANUARY)
    lines = results.shown()
    heading = lines.index(results.line(lines, "จังหวัดเชียงราย · เดือนมกราคม 2567 · ฉบับสมบูรณ์ ──"))
    assert lines[heading + 1] == "เกณฑ์ตามหนังสือสั่งการ · รหัสพิสูจน์ 0000-0060-ZZQ1-4D2P"
    assert lines[heading + 2].startswith("ระดับ A B C D เรื่อง Click ชุมชน (เฉพาะภารกิจนี้")
    assert results.line(lines, "ระดับ A 18 อำเภอ · B 0 อำเภอ", "ค่าเฉลี่ยร้อยละ 100 · ")


def test_a_scale_no_letter_orders_is_called_adopted_and_the_province_criterion_is_explained(results: Any) -> None:
    met = {"criterion_code": "tourism", "met": False, "explanation_th": "ไม่ผ่าน: 9 แห่ง"}
    results.month(date(2025, 1, 1), "34", province_criteria=[met])
    lines = results.shown()
    assert "เกณฑ์ที่กำหนดเพิ่มเติม มิได้ระบุในหนังสือสั่งการ" in lines
    assert results.line(lines, "✗ ระดับจังหวัด: บันทึกหรือปรับปรุงข้อมูลชุมชนท่องเที่ยว", "ไม่ผ่าน: 9 แห่ง")
    assert results.line(lines, "2 = บันทึกข้อมูลในบริการของ Click ชุมชน ให้ถูกต้อง ครบถ้วน เป็นปัจจุบัน (2 คะแนน)")


def test_of_many_provinces_each_month_is_a_line(results: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scoreboard, "MANY", 0)
    results.month(JANUARY, missed={"5701": ["shops"], "5702": ["downloads"]}, unreported=["5704"])
    results.publish(JANUARY)
    lines = results.shown()
    assert " ".join(results.line(lines, "เชียงราย", "มกราคม 2567").split()) == (
        "เชียงราย มกราคม 2567 ฉบับสมบูรณ์ A 16 · B 2 · C 0 · D 0 97.8 17/18"
    )
    assert not [line for line in lines if "/10 " in line]
    assert results.line(lines, "PROVINCES=")


def test_figures_that_are_no_longer_those_published_are_not_passed_off_as_published(results: Any) -> None:
    results.month(JANUARY, missed={"5702": ["shops"], "5703": ["shops"]})
    results.publish(JANUARY)
    assert not any("ต่างจากฉบับที่เผยแพร่" in line for line in results.shown())
    results.run("update mart.district_grade set on_time = false where district_code = '5701'")
    for criterion, met in (("shops", True), ("services", False)):
        results.run(
            "update mart.attainment set met = %(met)s, points = case when %(met)s then 2 else 0 end"
            " where district_code = '5702' and criterion_code = %(criterion)s",
            met=met,
            criterion=criterion,
        )
    assert results.line(results.shown(), "ต่างจากฉบับที่เผยแพร่ 2 อำเภอ: เมืองเชียงราย เวียงชัย ")


def test_a_restated_month_counts_its_corrections_from_one(results: Any) -> None:
    results.month(JANUARY)
    results.publish(JANUARY, "restated", 3)
    assert results.line(results.shown(), "· ฉบับแก้ไข ครั้งที่ 2 ")


def test_a_waiting_month_says_what_it_waits_for_and_shows_no_grade(results: Any) -> None:
    results.month(JANUARY, waiting=True)
    results.run(
        "insert into mart.month_finding (period, province_code, finding_code, severity, source, message_th, message_en)"
        " values ('2024-01-01', '57', 'source_missing', 'critical', 'app_downloads', 'ยังไม่ได้รับไฟล์ app_downloads', '')",
    )
    lines = results.shown()
    waiting = lines.index("รอข้อมูลจากระบบ")
    assert lines[waiting + 1] == "  - ยังไม่ได้รับไฟล์ app_downloads"
    assert not any("คะแนน" in line for line in lines)
    assert results.line(lines, "1 รายการ · [ร้ายแรง] source_missing")


def test_a_month_held_back_by_its_audit_is_not_passed_over(results: Any) -> None:
    results.month(JANUARY)
    results.run(
        "insert into ops.month (programme_code, province_code, period, status, inputs_sha256, rulebook_version,"
        " code_version, built_at, held_because)"
        " select 'click', '57', period, 'held', '', 1, '', now(), 'mart.measure: ค่าติดลบ'"
        " from unnest(array[%(one)s, %(other)s]::date[]) as period",
        one=JANUARY,
        other=FEBRUARY,
    )
    lines = results.shown()
    assert results.line(lines, "ล้าสมัย: ", "ตัวเลขที่แสดงเป็นชุดเดิม · ข้อที่ไม่ผ่าน: mart.measure: ค่าติดลบ")
    february = lines.index(results.line(lines, "เดือนกุมภาพันธ์ 2567"))
    assert "จึงยังไม่มีตัวเลขให้แสดง" in lines[february + 1]


def test_a_held_month_says_since_when_its_figures_stand_and_names_the_expectation_and_the_districts(
    results: Any,
) -> None:
    results.month(JANUARY)
    results.run(
        "insert into ops.month (programme_code, province_code, period, status, inputs_sha256, rulebook_version,"
        " code_version, built_at, moved_at, held_because)"
        " values ('click', '57', %(one)s, 'held', '', 1, '', now(), '2024-02-18 09:30:00+07', 'mart.measure: ค่าติดลบ')",
        one=JANUARY,
    )
    results.run(
        "insert into ops.expectation_result (run_id, ran_at, suite, expectation, severity, period, province_code,"
        " success, unexpected_count, observed, notes, district_codes)"
        " values ('run', now(), 'mart.measure', 'no count is negative', 'critical', %(one)s, '57', false, 2,"
        " 'district_code 5704, value -1', 'จำนวนติดลบไม่ได้ · A count is never negative', '{5704,5705}')",
        one=JANUARY,
    )
    lines = results.shown()
    stale = lines.index(results.line(lines, "ล้าสมัย: ", "ข้อมูล ณ วันที่ 18 กุมภาพันธ์ 2567 เวลา 09.30 น."))
    assert "mart.measure: no count is negative (2 แถว)" in " ".join(line.strip() for line in lines[stale : stale + 2])
    assert results.line(lines, "- no count is negative: จำนวนติดลบไม่ได้ · ที่พบ: district_code 5704, value -1")
    assert results.line(lines, "อำเภอที่เกี่ยวข้อง: เทิง พาน")


def test_a_quarter_shows_three_months_side_by_side_and_its_own_grade_as_adopted(results: Any) -> None:
    for period in (JANUARY, FEBRUARY, MARCH):
        results.month(period, missed={} if period == JANUARY else {"5702": ["shops"]})
    results.run("delete from mart.district_grade where district_code > '5702'")
    results.run("delete from mart.district_grade where district_code = '5701' and period = %(march)s", march=MARCH)
    lines = results.shown()
    heading = lines.index(results.line(lines, "ไตรมาสที่ 2 ปีงบประมาณ 2567"))
    assert lines[heading + 2] == "ระดับของไตรมาส: เกณฑ์ที่กำหนดเพิ่มเติม มิได้ระบุในหนังสือสั่งการ"
    assert lines[heading + 3].split() == ["อำเภอ", "ม.ค.", "ก.พ.", "มี.ค.", "ไตรมาส", "ร้อยละ"] * 2
    assert lines[heading + 5].split() == ["เวียงชัย", *"ABBB", "86.6667", "เมืองเชียงราย", *"AA-", "ไม่ครบ"]


def test_only_the_months_asked_for_are_shown_and_where_things_lie_comes_last(results: Any) -> None:
    for period in (JANUARY, FEBRUARY, MARCH):
        results.month(period)
    results.month(date(2025, 1, 1), "34")
    lines = results.shown(provinces=["57"], from_=date(2024, 2, 29), to=FEBRUARY, where=["ฐานข้อมูล: postgresql://[a]/b"])
    assert [line for line in lines if " · เดือน" in line] == [results.line(lines, "เดือนกุมภาพันธ์ 2567")]
    assert not any("อุบลราชธานี" in line for line in lines)
    assert lines[-1] == "ฐานข้อมูล: postgresql://[a]/b"


def test_an_empty_warehouse_says_so(results: Any) -> None:
    assert results.shown() == ["ยังไม่มีเดือนใดที่คำนวณผลแล้วในช่วงที่เลือก"]


@pytest.mark.parametrize("width", [60, 80, 100, 200])
def test_columns_stand_one_under_the_other_and_no_line_is_wider_than_asked(results: Any, width: int) -> None:
    for period in (date(2025, 1, 1), date(2025, 2, 1)):
        results.month(period, "34", missed={"3401": ["shops"], "3433": ["leaders"]}, unreported=["3433"])
    written = io.StringIO()
    scoreboard.show(results.connection, console=Console(file=written, width=width))
    lines = written.getvalue().splitlines()
    assert max(map(cell_len, lines)) <= min(width, 100)
    rows = [line for line in lines if "/12 " in line]
    marks = [[cell_len(row[:place]) for place, letter in enumerate(row) if letter in "✓✗"] for row in rows]
    assert len(rows) == 50
    assert len(marks[0]) == 6
    assert all(places == marks[0] for places in marks)


def test_into_a_file_the_text_is_plain_and_exactly_as_wide_as_planned(results: Any, database: str) -> None:
    results.month(JANUARY)
    results.connection.commit()
    ended = subprocess.run(
        [sys.executable, "-m", "include.local.scoreboard", "--provinces", "57", "--from", "2024-01", "--to", "2024-03"],
        capture_output=True,
        cwd=Path(__file__).parents[3],
        env={"AIRFLOW_CONN_WAREHOUSE": database, "FORCE_COLOR": "1", "COLUMNS": "40", "PYTHONUTF8": "1"},
        check=False,
    )
    assert ended.returncode == 0, ended.stderr.decode()
    text = ended.stdout.decode()
    assert "\x1b" not in text
    assert max(map(cell_len, text.splitlines())) == 100
