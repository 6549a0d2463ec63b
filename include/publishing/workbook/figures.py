"""The sheets of figures: targets with results, every measure, the quarter."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from include.publishing import wording
from include.publishing.results.measures import Measure, Measures
from include.publishing.results.shapes import Condition, Month, Result
from include.publishing.workbook.grid import NO, YES, shade_grades, shade_marks
from include.publishing.workbook.page import As, Book, Column

TARGETS, MEASURES, QUARTER = "เป้าหมาย", "ผลการดำเนินงาน", "ไตรมาส"
WHOLE_PROVINCE = "ทั้งจังหวัด"
COMPARATORS = {">=": "อย่างน้อย", "=": "เท่ากับ"}
_TARGETS = [
    Column("รหัส", 7, "centre"),
    Column("อำเภอ", 19),
    Column("เกณฑ์", 26),
    Column("ที่", 5, "centre"),
    Column("ตัวชี้วัด", 26),
    Column("ฐาน", 10, "number"),
    Column("เทียบ", 10, "centre"),
    Column("เป้าหมาย", 11, "number"),
    Column("ผลงาน", 11, "number"),
    Column("ยังขาด", 11, "number"),
    Column("หน่วย", 9, "centre"),
    Column("ผ่าน\nเงื่อนไข", 9, "centre"),
    Column("ผ่าน\nเกณฑ์", 8, "centre"),
    Column("คะแนน\nที่ได้", 9, "number"),
    Column("คะแนน\nเต็ม", 9, "number"),
    Column("คำอธิบายผล", 44),
    Column("หนังสือสั่งการและข้อ", 40),
]


def write_targets(book: Book, month: Month) -> None:
    """Every condition of every criterion, with what it asks, what was reached, and the clause that asks it."""
    note = "หนึ่งแถวต่อหนึ่งเงื่อนไข เกณฑ์ผ่านเมื่อผ่านทุกเงื่อนไข · ฐานคือจำนวนที่ใช้คิดเป้าหมาย ว่างเมื่อกำหนดเป็นจำนวน · ช่องว่างคือไม่มีข้อมูล"
    page = book.page(TARGETS, note, [column.width for column in _TARGETS])
    span = page.table(_TARGETS, _targets(month), frozen_columns=2)
    shade_marks(page, span, 11, 12)


def _targets(month: Month) -> Iterator[list[Any]]:
    for district in month.districts:
        for criterion in month.rules.of_districts:
            if criterion.code in district.results:
                yield from _conditions(district.code, district.name_th, district.results[criterion.code])
    for result in month.province:
        yield from _conditions(month.edition.province_code, WHOLE_PROVINCE, result)


def _conditions(code: str, place: str, result: Result) -> Iterator[list[Any]]:
    for condition in result.conditions:
        yield [
            code,
            place,
            result.criterion.name_th + (" *" if result.criterion.adopted else ""),
            str(condition.condition_no),
            condition.name_th,
            condition.base,
            COMPARATORS.get(condition.comparator, condition.comparator),
            _in_unit(condition, condition.target),
            _in_unit(condition, condition.value),
            _in_unit(condition, condition.gap),
            unit_of(condition.unit_th),
            YES if condition.holds else NO,
            YES if result.met else NO,
            result.points,
            result.max_points,
            result.explanation_th,
            condition.order_ref,
        ]


def _in_unit(condition: Condition, value: Decimal | None) -> Any:
    return As(value, "share") if condition.unit_th == wording.SHARE else value


def write_measures(book: Book, month: Month, measures: Measures) -> None:
    """Every measure of every district, those that grade first."""
    asked = _asked(month)
    catalogue = sorted(measures.catalogue.values(), key=lambda measure: asked.get(measure.code, len(asked)))
    columns = [
        Column("รหัส", 7, "centre"),
        Column("อำเภอ", 20),
        *(
            Column(
                f"{measure.name_th}\n({unit_of(measure.unit_th)})" + ("\nติดตาม" if measure.watched else ""),
                14,
                "share" if measure.unit_th == wording.SHARE else "number",
            )
            for measure in catalogue
        ),
    ]
    note = (
        "ค่าที่วัดได้ของทุกตัวชี้วัด · “ติดตาม” คือติดตามเท่านั้น ไม่ใช้จัดระดับ · ช่องว่างคือไม่มีข้อมูล"
        " · ความหมายของตัวชี้วัดอยู่ในแผ่นงาน “เกณฑ์และคำอธิบาย”"
    )
    page = book.page(MEASURES, note, [column.width for column in columns])
    places = [(district.code, district.name_th) for district in month.districts]
    rows = [[code, name, *_values(measures, code, catalogue)] for code, name in places]
    if month.districts:
        rows.append([month.edition.province_code, WHOLE_PROVINCE, *_values(measures, None, catalogue)])
    page.table(columns, rows, frozen_columns=2)


def _values(measures: Measures, place: str | None, catalogue: list[Measure]) -> list[Decimal | None]:
    return [measures.values.get((place, measure.code)) for measure in catalogue]


def _asked(month: Month) -> dict[str, int]:
    """The measures that criteria ask for, in the order they are asked."""
    results = [*(result for district in month.districts for result in district.results.values()), *month.province]
    order = {criterion.code: place for place, criterion in enumerate(month.rules.criteria)}
    results.sort(key=lambda result: order[result.criterion.code])
    codes = dict.fromkeys(condition.measure_code for result in results for condition in result.conditions)
    return {code: place for place, code in enumerate(codes)}


def unit_of(unit_th: str) -> str:
    """A unit as its figures are shown: shares by the hundred."""
    return "ร้อยละ" if unit_th == wording.SHARE else unit_th


def write_quarter(book: Book, month: Month) -> None:
    """The months of the quarter side by side, their mean and its grade."""
    quarter = month.quarter
    graded = quarter.districts if quarter else {}
    periods = sorted({entry["period"] for row in graded.values() for entry in row["month_grades"]})
    columns = [Column("รหัส", 7, "centre"), Column("อำเภอ", 22)]
    for period in periods:
        name = wording.short_month(date.fromisoformat(period))
        columns += [Column(f"ร้อยละ\n{name}", 11, "percent"), Column(f"ระดับ\n{name}", 9, "grade")]
    columns += [
        Column("เดือนที่จัดระดับแล้ว", 11, "number"),
        Column("ร้อยละเฉลี่ย", 12, "mean"),
        Column("ระดับของไตรมาส", 11, "grade"),
        Column("สถานะ", 14, "centre"),
    ]
    which = f"ไตรมาสที่ {quarter.quarter} ปีงบประมาณ {quarter.fiscal_year_be} · " if quarter else ""
    note = (
        f"{which}ระดับของไตรมาสเป็น{wording.BASES['adopted']} คิดจากเดือนที่เผยแพร่แล้วเมื่อจัดทำไฟล์นี้"
        " ไม่มีระดับของไตรมาสจนกว่าจะครบสามเดือน"
    )
    page = book.page(QUARTER, note, [column.width for column in columns])
    span = page.table(columns, _quarter_rows(month, graded, periods), frozen_columns=2)
    if not span.empty:
        for place, column in enumerate(columns):
            if column.kind == "grade":
                shade_grades(page, month, span, place)


def _quarter_rows(month: Month, graded: dict[str, dict[str, Any]], periods: list[str]) -> Iterator[list[Any]]:
    names = {district.code: district.name_th for district in month.districts}
    order = [*(code for code in names if code in graded), *sorted(code for code in graded if code not in names)]
    for code in order:
        row = graded[code]
        by_period = {entry["period"]: entry for entry in row["month_grades"]}
        cells: list[Any] = [code, names.get(code, code)]
        for period in periods:
            entry = by_period.get(period)
            cells += [entry["percent"] if entry else None, entry["grade"] if entry else "–"]
        whole = "ครบสามเดือน" if row["status"] == "graded" else "ยังไม่ครบสามเดือน"
        yield [*cells, row["months"], row["mean_percent"], row["grade"] or "–", whole]
