"""The sheet of results: districts by criteria, the best first, with points, grade, report, quality and trend."""

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_UP, Decimal
from typing import Any

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from include.publishing import wording
from include.publishing.results.measures import Measures
from include.publishing.results.shapes import Condition, District, Month, Result
from include.publishing.workbook.page import As, Book, Column, Page, Span
from include.publishing.workbook.style import MET, MISSED, NO_REPORT, grade_colour

NAME = "ตารางผล"
MET_TEXT, MISSED_SIGN, NO_REPORT_TEXT = "✓ ผ่าน", "✗", "✗ ไม่มีรายงาน"
YES, NO = "✓", "✗"
_NOTE = (
    "เรียงจากคะแนนมากไปน้อย คะแนนเท่ากันอยู่อันดับเดียวกัน · ✓ ผ่านเกณฑ์ ✗ ไม่ผ่าน พร้อมส่วนที่ขาด · * เกณฑ์ที่กำหนดเพิ่มเติม"
    " มิได้ระบุในหนังสือสั่งการ · คุณภาพข้อมูลไม่มีผลต่อระดับ · แนวโน้มเป็นร้อยละของคะแนนในเดือนที่เผยแพร่แล้ว"
)
_BEFORE = [
    Column("อันดับ", 7, "centre"),
    Column("อำเภอ", 18),
    Column("ระดับ", 8, "grade"),
    Column("คะแนน", 8, "number"),
    Column("เต็ม", 7, "number"),
    Column("ร้อยละ", 10, "percent"),
]
_AFTER = [
    Column("รายงาน", 18, "centre"),
    Column("จัดทำรายงานเมื่อ", 18, "moment"),
    Column("ทัน\nกำหนด", 8, "centre"),
    Column("คุณภาพ\nข้อมูล", 10, "share"),
]


def write(book: Book, month: Month, measures: Measures) -> None:
    """The sheet, its conditions and small lines."""
    trend = sorted({past.period for district in month.districts for past in district.trend})
    columns = [
        *_BEFORE,
        *(Column(criterion_heading(month, code), 19, "centre") for code in _codes(month)),
        *_AFTER,
        *(Column(f"ร้อยละ\n{wording.short_month(period)}", 9, "percent") for period in trend),
        Column("แนวโน้ม", 13, "centre"),
        Column("ระดับ\nที่ผ่านมา", 14, "centre"),
    ]
    page = book.page(NAME, _NOTE, [column.width for column in columns])
    span = page.table(columns, _rows(month, measures, trend), frozen_columns=3)
    if span.empty:
        return
    shade_grades(page, month, span, 2)
    page.sheet.conditional_format(
        span.first,
        5,
        span.last,
        5,
        {"type": "data_bar", "bar_color": "#9DBFE3", "bar_solid": True, "min_type": "num", "max_type": "num"}
        | {"min_value": 0, "max_value": 100},
    )
    first = len(_BEFORE)
    shade_marks(page, span, first, first + len(_codes(month)) - 1)
    shade_marks(page, span, first + len(_codes(month)) + 2, first + len(_codes(month)) + 2)
    _small_lines(page, span, len(columns) - 2 - len(trend), len(trend))


def criterion_heading(month: Month, code: str) -> str:
    """A criterion with its points, and a star where no letter orders it."""
    [criterion] = [criterion for criterion in month.rules.criteria if criterion.code == code]
    star = " *" if criterion.adopted else ""
    return f"{criterion.name_th}{star}\n({wording.number(criterion.points)} คะแนน)"


def shade_grades(page: Page, month: Month, span: Span, place: int) -> None:
    """Each grade in its colour, by its place in the scale; the letter stands there too."""
    for number, (grade, _) in enumerate(month.rules.bands):
        shade = page.of.style.shade(grade_colour(number), "#FFFFFF")
        quoted = '"' + grade.replace('"', '""') + '"'
        rule = {"type": "cell", "criteria": "==", "value": quoted, "format": shade}
        page.sheet.conditional_format(span.first, place, span.last, place, rule)


def shade_marks(page: Page, span: Span, first: int, last: int) -> None:
    """Met, missed and without a report, told apart by sign and words, and by a tint besides."""
    if span.empty or last < first:
        return
    for begins, (background, ink) in ((NO_REPORT_TEXT, NO_REPORT), (YES, MET), (MISSED_SIGN, MISSED)):
        rule = {"type": "text", "criteria": "begins with", "value": begins, "stop_if_true": True}
        shade = page.of.style.shade(background, ink)
        page.sheet.conditional_format(span.first, first, span.last, last, rule | {"format": shade})


def outcome(result: Result | None, district: District, measures: Measures) -> str:
    """A criterion's cell: met, or by how much it is missed."""
    if result is None:
        return "–"
    if result.met:
        return MET_TEXT
    missed = [condition for condition in result.conditions if not condition.holds]
    about = [measures.catalogue.get(condition.measure_code) for condition in missed]
    if not district.reported and all(measure is not None and measure.of_reports for measure in about):
        return NO_REPORT_TEXT
    return f"{MISSED_SIGN} " + " · ".join(_missed(condition) for condition in missed)


def _missed(condition: Condition) -> str:
    if condition.gap is None or condition.value is None or condition.target is None:
        return "ไม่มีข้อมูล"
    return ("เกิน " if condition.value > condition.target else "ขาด ") + gap_text(condition)


def gap_text(condition: Condition) -> str:
    """How far a condition is missed; a share is rounded up, so that what is missing is never nothing."""
    gap = condition.gap or Decimal(0)
    if condition.unit_th == wording.SHARE:
        return f"ร้อยละ {wording.number((gap * 100).quantize(Decimal('0.01'), ROUND_UP))}"
    return f"{wording.number(gap)} {condition.unit_th}"


def _codes(month: Month) -> list[str]:
    return [criterion.code for criterion in month.rules.of_districts]


def _rows(month: Month, measures: Measures, trend: list[date]) -> Iterator[list[Any]]:
    for district in month.districts:
        past = {month_.period: month_ for month_ in district.trend}
        yield [
            district.rank,
            district.name_th,
            district.grade,
            district.points,
            district.max_points,
            district.percent,
            *(outcome(district.results.get(code), district, measures) for code in _codes(month)),
            "ได้รับแล้ว" if district.reported else wording.NOT_REPORTED,
            district.reported_at,
            YES if district.on_time else NO,
            district.quality_score,
            *(past[period].percent if period in past else None for period in trend),
            As(None, "centre"),
            " → ".join(past[period].grade if period in past else "–" for period in trend),
        ]


def _small_lines(page: Page, span: Span, first: int, months: int) -> None:
    if months < 2:
        return
    for row in range(span.first, span.last + 1):
        values = xl_range(row, first, row, first + months - 1)
        page.sheet.add_sparkline(
            row,
            first + months,
            {
                "location": xl_rowcol_to_cell(row, first + months),
                "range": f"'{page.name}'!{values}",
                "markers": True,
                "min": 0,
                "max": 100,
                "series_color": "#1D5FA8",
                "weight": 1.5,
            },
        )
