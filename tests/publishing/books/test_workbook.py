"""The workbook says what was published: every figure of every sheet is the frozen one."""

import io
from datetime import datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from include import warehouse
from include.next_steps import SHOWN_OPTIONS
from include.periods import BANGKOK
from include.publishing import workbook
from include.publishing.results.shapes import Month
from include.publishing.workbook import behind, figures, grid, rules, summary

SHEETS = [summary.NAME, *(name for name, _ in workbook.CONTENTS)]
MONTHS = ["provisional", "final", "next_month", "hostile"]
HEADING = 3  # the row of a sheet's table headings, from 0


def content(reader: Any, month: Month) -> bytes:
    [(name, made)] = workbook.files(reader, month)
    assert name == "workbook.xlsx"
    return made


READ: dict[str, Any] = {}  # by proof code: what was read once


def opened(reader: Any, month: Month) -> Any:
    code = str(month.edition.proof_code)
    if code not in READ:
        READ[code] = openpyxl.load_workbook(io.BytesIO(content(reader, month)))
    return READ[code]


def rows(book: Any, name: str) -> list[dict[str, Any]]:
    """The rows of a sheet's table by heading, in one line."""
    values = [list(row) for row in book[name].iter_rows(values_only=True)]
    headings = [" ".join(str(cell or "").split()) for cell in values[HEADING]]
    return [dict(zip(headings, row, strict=True)) for row in values[HEADING + 1 :]]


def frozen(reader: Any, table: str, month: Month) -> list[dict[str, Any]]:
    return warehouse.fetch(
        reader, f"select * from snapshot.{table} where snapshot_id = %(snapshot_id)s", month.edition.parameters
    )


def same(shown: Any, value: Decimal | int | None) -> bool:
    """Whether a cell shows a figure, to the 15 digits that a workbook keeps."""
    return shown is None if value is None else f"{float(shown):.15g}" == f"{float(value):.15g}"


@pytest.fixture
def month(request: pytest.FixtureRequest) -> Month:
    found: Month = request.getfixturevalue(request.param)
    return found


@pytest.mark.parametrize("month", MONTHS, indirect=True)
def test_the_grid_has_every_grade_and_every_criterion(reader: Any, month: Month) -> None:
    shown = rows(opened(reader, month), grid.NAME)
    names = {district.code: district.name_th for district in month.districts}
    grades = {row["district_code"]: row for row in frozen(reader, "district_grade", month)}
    results = {(row["district_code"], row["criterion_code"]): row["met"] for row in frozen(reader, "attainment", month)}
    assert len(shown) == len(grades) == len(month.districts)
    for row, district in zip(shown, month.districts, strict=True):
        grade = grades[district.code]
        assert row["อำเภอ"] == names[district.code].replace("\t", " ")
        assert row["ระดับ"] == grade["grade"] and row["อันดับ"] == district.rank
        assert same(row["คะแนน"], grade["points"]) and same(row["เต็ม"], grade["max_points"])
        assert same(row["ร้อยละ"], grade["percent"])
        assert row["ทัน กำหนด"] == ("✓" if grade["on_time"] else "✗")
        assert row["รายงาน"] == ("ได้รับแล้ว" if grade["status"] == "graded" else "ยังไม่ได้รับรายงาน")
        moment = grade["reported_at"]
        assert row["จัดทำรายงานเมื่อ"] == (moment and moment.astimezone(BANGKOK).replace(tzinfo=None))
        for criterion in month.rules.of_districts:
            cell = row[" ".join(grid.criterion_heading(month, criterion.code).split())]
            assert cell.startswith("✓") == results[district.code, criterion.code], cell
            assert cell.startswith("✗") != results[district.code, criterion.code], cell


@pytest.mark.parametrize("month", MONTHS, indirect=True)
def test_targets_have_every_condition_with_base_target_value_and_clause(reader: Any, month: Month) -> None:
    shown = rows(opened(reader, month), figures.TARGETS)
    province = month.edition.province_code
    codes = {criterion.code: criterion for criterion in month.rules.criteria}
    measured = {(row["district_code"], row["measure_code"]): row["value"] for row in frozen(reader, "measure", month)}
    results = {(row["district_code"], row["criterion_code"]): row for row in frozen(reader, "attainment", month)}
    expected = {}
    for row in frozen(reader, "target", month):
        name = codes[row["criterion_code"]].name_th + (" *" if codes[row["criterion_code"]].adopted else "")
        expected[row["district_code"] or province, name, str(row["condition_no"])] = row
    assert len(shown) == len(expected)
    for row in shown:
        target = expected[row["รหัส"], row["เกณฑ์"], row["ที่"]]
        place = target["district_code"]
        result = results[place, target["criterion_code"]]
        assert same(row["ฐาน"], target["base_value"]) and same(row["เป้าหมาย"], target["target_value"])
        assert same(row["ผลงาน"], measured[place, target["measure_code"]])
        assert row["หนังสือสั่งการและข้อ"] == target["order_ref"]
        assert same(row["คะแนน ที่ได้"], result["points"]) and same(row["คะแนน เต็ม"], result["max_points"])
        assert (row["ผ่าน เกณฑ์"] == "✓") == result["met"]
        assert row["คำอธิบายผล"] == result["explanation_th"]


@pytest.mark.parametrize("month", MONTHS, indirect=True)
def test_measures_have_every_value_the_watched_ones_too(reader: Any, month: Month) -> None:
    shown = rows(opened(reader, month), figures.MEASURES)
    catalogue = {row["measure_code"]: row for row in warehouse.fetch(reader, "select * from mart.measure_definition")}
    by_place = {row["รหัส"]: row for row in shown}
    measured = frozen(reader, "measure", month)
    assert len(shown) == len(month.districts) + 1
    assert any(catalogue[row["measure_code"]]["watched"] for row in measured)
    for row in measured:
        about = catalogue[row["measure_code"]]
        unit = figures.unit_of(about["unit_th"])
        heading = f"{about['name_th']} ({unit})" + (" ติดตาม" if about["watched"] else "")
        cell = by_place[row["district_code"] or row["province_code"]][heading]
        assert same(cell, row["value"]), row


@pytest.mark.parametrize("month", MONTHS, indirect=True)
def test_the_quarter_and_the_steps_are_those_kept(reader: Any, month: Month) -> None:
    book = opened(reader, month)
    assert month.quarter is not None
    quarter = {row["รหัส"]: row for row in rows(book, figures.QUARTER)}
    assert set(quarter) == set(month.quarter.districts)
    for code, kept in month.quarter.districts.items():
        assert same(quarter[code]["ร้อยละเฉลี่ย"], kept["mean_percent"])
        assert quarter[code]["ระดับของไตรมาส"] == (kept["grade"] or "–")
        assert quarter[code]["เดือนที่จัดระดับแล้ว"] == kept["months"]
    shown = rows(book, behind.STEPS)
    names = {district.code: district.name_th for district in month.districts}
    kept_steps = [
        (names[row["district_code"]], str(row["option_no"]), row["step_th"], float(row["value_needed"]), row["grade"])
        for row in frozen(reader, "next_step", month)
        if row["option_no"] <= SHOWN_OPTIONS
    ]
    assert kept_steps
    assert sorted(kept_steps) == sorted(
        (row["อำเภอ"], row["ทางเลือก ที่"], row["สิ่งที่ต้องทำ"], float(row["ต้องได้"]), row["ระดับ ที่จะได้"]) for row in shown
    )


@pytest.mark.parametrize("month", MONTHS, indirect=True)
def test_the_summary_counts_what_was_frozen(reader: Any, month: Month) -> None:
    sheet = opened(reader, month)[summary.NAME]
    told = {row[0]: row[1:] for row in sheet.iter_rows(values_only=True) if row[0] is not None}
    grades = frozen(reader, "district_grade", month)
    for grade, lower in month.rules.bands:
        assert same(told[grade][0], lower)
        assert told[grade][1] == sum(row["grade"] == grade for row in grades)
    assert told["จำนวนอำเภอ"][0] == len(grades)
    assert told["อำเภอที่ส่งรายงาน"][0] == sum(row["status"] == "graded" for row in grades)
    assert told["อำเภอที่ส่งรายงานทันกำหนด"][0] == sum(row["on_time"] for row in grades)
    exact = sum((100 * row["points"] / row["max_points"] for row in grades), Decimal(0)) / len(grades)
    assert told["คะแนนเฉลี่ย (ร้อยละ)"][0] == pytest.approx(float(exact), abs=0.00005)
    assert told["รหัสพิสูจน์"][0] == month.edition.proof_code
    assert [chart.__class__.__name__ for chart in sheet._charts] == ["BarChart", "BarChart"]


def test_working_leads_from_a_figure_to_the_rows_it_comes_from(reader: Any, final: Month) -> None:
    shown = rows(opened(reader, final), behind.WORKING)
    assert {row["อำเภอ"] for row in shown} >= {district.name_th for district in final.districts}
    assert {row["ผล"] for row in shown} <= set(behind.OUTCOMES.values())
    assert all(row["เหตุผล"] for row in shown)


def test_rules_mark_what_no_letter_says(reader: Any, final: Month) -> None:
    sheet = opened(reader, final)[rules.NAME]
    cells = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]
    for reading in final.rules.readings:
        assert reading.code + (" *" if reading.adopted else "") in cells
    assert any(reading.adopted for reading in final.rules.readings)
    for criterion in final.rules.criteria:
        assert criterion.name_th + (" *" if criterion.adopted else "") in cells


@pytest.mark.parametrize("month", MONTHS, indirect=True)
def test_every_sheet_says_which_edition_it_is_and_prints_as_asked(reader: Any, month: Month) -> None:
    book = opened(reader, month)
    assert book.sheetnames == SHEETS
    mark = "ฉบับเบื้องต้น" if month.edition.kind == "provisional" else "ฉบับสมบูรณ์"
    for sheet in book.worksheets:
        assert sheet["A2"].value.startswith(mark) and str(month.edition.proof_code) in sheet["A2"].value
        assert str(month.edition.proof_code) in sheet.oddFooter.left.text and "&P" in sheet.oddFooter.right.text
        assert len(str(sheet.HeaderFooter.oddFooter)) <= 255
        assert str(sheet.page_setup.paperSize) == "9" and sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToWidth in (1, None)
        assert sheet.freeze_panes
    for name in (grid.NAME, figures.TARGETS, figures.MEASURES, behind.WORKING, behind.REFUSED, behind.FINDINGS):
        assert book[name].auto_filter.ref.startswith(f"A{HEADING + 1}:")
        assert book[name].print_title_rows == f"${HEADING + 1}:${HEADING + 1}"


def test_moments_are_dates_that_show_the_buddhist_era(reader: Any, final: Month) -> None:
    sheet = opened(reader, final)[grid.NAME]
    cells = [cell for row in sheet.iter_rows(min_row=HEADING + 2) for cell in row if isinstance(cell.value, datetime)]
    assert [cell.value for cell in cells] == [datetime(2025, 3, 15, 23, 59, 59)]
    assert {cell.number_format for cell in cells} == {"[$-187041E]d mmm yyyy hh:mm;@"}


def test_the_same_month_makes_the_same_bytes_dated_by_its_freeze(reader: Any, final: Month) -> None:
    made = content(reader, final)
    assert made == content(reader, final)
    properties = openpyxl.load_workbook(io.BytesIO(made)).properties
    assert properties.created == properties.modified == datetime(2025, 3, 18, 16, 0)
    assert properties.keywords == final.edition.proof_code


def test_another_reader_of_workbooks_reads_the_same(reader: Any, final: Month) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content(reader, final)))
    assert book.sheet_names == SHEETS
    read = book.get_sheet_by_name(grid.NAME).to_python(skip_empty_area=False)[HEADING + 1 :]
    assert [row[2] for row in read] == [district.grade for district in final.districts]
    assert [row[3] for row in read] == [float(district.points) for district in final.districts]
