"""The first sheet: what the month came to, charts of it, and what each other sheet shows."""

from decimal import Decimal
from typing import Any

from include.publishing import wording
from include.publishing.results.shapes import Month
from include.publishing.workbook.figures import COMPARATORS
from include.publishing.workbook.grid import NO, YES, shade_grades, shade_marks
from include.publishing.workbook.page import As, Book, Column, Page, Span
from include.publishing.workbook.style import FONT, INK, grade_colour

NAME = "สรุป"
_WIDTHS = [46.0, 20.0, 20.0, 20.0, 3.0, *[14.0] * 6]
_CHART_AT = 5  # the column right of the tables
_CHARTS_FROM = 4  # the row
_WIDTH, _HEIGHT = 600, 320  # pixels
_MET, _MISSED = "#00704D", "#D9A08F"
_ABOUT = [Column("", 46, "label"), Column("", 60)]
_GRADES = [
    Column("ระดับ", 46, "grade"),
    Column("ตั้งแต่ร้อยละ", 20, "percent"),
    Column("จำนวนอำเภอ", 20, "number"),
    Column("สัดส่วนของอำเภอ", 20, "share"),
]
_CRITERIA = [
    Column("เกณฑ์", 46),
    Column("คะแนน", 20, "number"),
    Column("อำเภอที่ผ่าน", 20, "number"),
    Column("อำเภอที่ไม่ผ่าน", 20, "number"),
]
_PROVINCE = [
    Column("เกณฑ์ของจังหวัด", 46),
    Column("เป้าหมาย", 20, "centre"),
    Column("ผลงาน", 20, "centre"),
    Column("ผล", 20, "centre"),
]
_DEADLINES = [
    Column("กำหนดเวลา", 46),
    Column("ครบกำหนด", 20, "moment"),
    Column("ดำเนินการครบเมื่อ", 20, "moment"),
    Column("ผล", 20, "centre"),
]
_CONTENTS = [Column("แผ่นงาน", 46, "link"), Column("แสดง", 60)]
_STATES = {"met": "✓ ทันกำหนด", "missed": "✗ ไม่ทันกำหนด", "pending": "ยังไม่ครบกำหนด"}


def write(book: Book, month: Month, contents: list[tuple[str, str]]) -> None:
    """The sheet; `contents` are the other sheets and what each is for."""
    page = book.page(NAME, _note(month), _WIDTHS)
    page.sheet.freeze_panes(2, 0)
    page.sheet.fit_to_pages(1, 1)
    _about(page, month)
    page.section("จำนวนอำเภอแยกตามระดับ")
    page.heading(_GRADES)
    grades = page.rows(_GRADES, _grades(month))
    shade_grades(page, month, grades, 0)
    page.section("ผลรายเกณฑ์")
    page.heading(_CRITERIA)
    criteria = page.rows(_CRITERIA, _criteria(month))
    if month.province:
        page.section("เกณฑ์ที่วัดทั้งจังหวัด")
        page.heading(_PROVINCE)
        shade_marks(page, page.rows(_PROVINCE, _province(month)), 3, 3)
    if month.deadlines:
        page.section("กำหนดเวลา")
        page.heading(_DEADLINES)
        shade_marks(page, page.rows(_DEADLINES, _deadlines(month)), 3, 3)
    page.section("แผ่นงานในสมุดงานนี้")
    _contents(page, contents)
    page.end()
    if month.districts:
        _charts(book, page, month, grades, criteria)


def _note(month: Month) -> str:
    told = {"waiting": wording.WAITING, "held": "ระงับไว้เพราะไม่ผ่านการตรวจสอบ ตัวเลขที่แสดงเป็นชุดก่อนหน้า"}
    parts = [told.get(month.status, ""), *month.waits_for, month.stale_because_th or ""]
    text = " · ".join(part for part in parts if part)
    return text or f"ระดับเป็นระดับเรื่อง {month.edition.programme_name_th} มิใช่ระดับรวมของอำเภอ"


def _about(page: Page, month: Month) -> None:
    edition = month.edition
    page.row += 1
    missing = [district.name_th for district in month.districts if not district.reported]
    rows: list[list[Any]] = [
        ["จังหวัด", edition.province_name_th],
        ["ประจำเดือน", wording.month(edition.period)],
        ["ฉบับ", wording.edition(edition.kind, edition.revision)],
        ["เผยแพร่เมื่อ", As(edition.taken_at, "moment_left") if edition.taken_at else wording.WAITING],
        ["เหตุที่ปิดรอบ", edition.reason],
        ["รหัสพิสูจน์", edition.proof_code],
        ["ที่มาของระดับ", wording.BASES.get(month.grade_basis or "")],
        ["จำนวนอำเภอ", As(len(month.districts), "number_left")],
        ["อำเภอที่ส่งรายงาน", As(month.reported, "number_left")],
        ["อำเภอที่ส่งรายงานทันกำหนด", As(month.on_time, "number_left")],
        ["คะแนนเฉลี่ย (ร้อยละ)", As(month.mean_percent, "mean_left")],
        [wording.NOT_REPORTED, " ".join(missing) or "ไม่มี ได้รับครบทุกอำเภอ" if month.districts else None],
    ]
    if not edition.frozen:
        rows = [row for row in rows if row[0] not in ("เผยแพร่เมื่อ", "เหตุที่ปิดรอบ", "รหัสพิสูจน์")]
    _wide(page, _ABOUT, rows)


def _wide(page: Page, columns: list[Column], rows: list[list[Any]]) -> Span:
    """Rows whose second cell takes the room of three."""
    first = page.row
    for row in rows:
        page.rows(columns, [row])
        value, kind = row[1] if isinstance(row[1], As) else (row[1], columns[1].kind)
        _merge(page, page.row - 1, value, kind)
    return Span(first, page.row - 1)


def _merge(page: Page, row: int, value: Any, kind: str) -> None:
    style = page.of.style(kind)
    for place in (2, 3):
        page.sheet.write_blank(row, place, None, style)
    page.sheet.merge_range(row, 1, row, 3, "", style)
    page.put(row, 1, value, kind)


def _grades(month: Month) -> list[list[Any]]:
    counts, lower = month.grade_counts, dict(month.rules.bands)
    districts = len(month.districts)
    return [
        [grade, lower[grade], count, Decimal(count) / districts if districts else None]
        for grade, count in counts.items()
    ]


def _criteria(month: Month) -> list[list[Any]]:
    rows: list[list[Any]] = []
    for criterion in month.rules.of_districts:
        found = (district.results.get(criterion.code) for district in month.districts)
        results = [result for result in found if result is not None]
        met = sum(result.met for result in results)
        name = criterion.name_th + (" *" if criterion.adopted else "")
        rows.append([name, criterion.points, met, len(results) - met])
    return rows


def _province(month: Month) -> list[list[Any]]:
    return [
        [
            result.criterion.name_th,
            f"{COMPARATORS.get(condition.comparator, '')} {wording.quantity(condition.target, condition.unit_th)}",
            wording.quantity(condition.value, condition.unit_th),
            f"{YES} ผ่าน" if condition.holds else f"{NO} ไม่ผ่าน",
        ]
        for result in month.province
        for condition in result.conditions
    ]


def _deadlines(month: Month) -> list[list[Any]]:
    return [
        [
            wording.DEADLINES.get(deadline.code, deadline.code),
            deadline.due_at,
            deadline.met_at,
            _STATES.get(deadline.status, deadline.status),
        ]
        for deadline in month.deadlines
    ]


def _contents(page: Page, contents: list[tuple[str, str]]) -> None:
    page.heading(_CONTENTS)
    for name, what in contents:
        _wide(page, _CONTENTS, [[name, what]])
        page.sheet.write_url(page.row - 1, 0, f"internal:'{name}'!A1", page.of.style("link"), name)


def _charts(book: Book, page: Page, month: Month, grades: Span, criteria: Span) -> None:
    font = {"name": FONT["font_name"], "size": 14}
    counts = book.book.add_chart({"type": "column"})
    points = [{"fill": {"color": grade_colour(place)}} for place in range(len(month.rules.bands))]
    counts.add_series(
        {
            "name": "จำนวนอำเภอ",
            "categories": [NAME, grades.first, 0, grades.last, 0],
            "values": [NAME, grades.first, 2, grades.last, 2],
            "points": points,
            "data_labels": {"value": True, "font": font},
            "gap": 60,
        }
    )
    _dress(counts, "จำนวนอำเภอแยกตามระดับ", font, _HEIGHT)
    counts.set_legend({"none": True})
    page.sheet.insert_chart(
        _CHARTS_FROM, _CHART_AT, counts, {"description": "แผนภูมิแท่ง จำนวนอำเภอแยกตามระดับ", "object_position": 2}
    )
    met = book.book.add_chart({"type": "bar", "subtype": "stacked"})
    for place, colour, name in ((2, _MET, "ผ่าน"), (3, _MISSED, "ไม่ผ่าน")):
        met.add_series(
            {
                "name": name,
                "categories": [NAME, criteria.first, 0, criteria.last, 0],
                "values": [NAME, criteria.first, place, criteria.last, place],
                "fill": {"color": colour},
                "data_labels": {"value": True, "font": font | {"color": "#FFFFFF" if place == 2 else INK}},
                "gap": 40,
            }
        )
    _dress(met, "อำเภอที่ผ่านและไม่ผ่านรายเกณฑ์", font, 160 + 44 * len(month.rules.of_districts))
    met.set_legend({"position": "bottom", "font": font})
    met.set_y_axis({"reverse": True, "num_font": font | {"size": 12}, "line": {"none": True}})
    page.sheet.insert_chart(
        _CHARTS_FROM,
        _CHART_AT,
        met,
        {"description": "แผนภูมิแท่งซ้อน อำเภอที่ผ่านและไม่ผ่านรายเกณฑ์", "object_position": 2, "y_offset": _HEIGHT + 20},
    )


def _dress(chart: Any, title: str, font: dict[str, Any], height: int) -> None:
    chart.set_title({"name": title, "name_font": font | {"size": 16, "bold": True, "color": INK}, "overlay": False})
    chart.set_size({"width": _WIDTH, "height": height})
    chart.set_x_axis({"num_font": font, "line": {"color": "#8FA3AD"}, "major_gridlines": {"visible": False}})
    chart.set_y_axis({"num_font": font, "line": {"none": True}, "major_gridlines": {"visible": False}})
    chart.set_chartarea({"border": {"color": "#B8C4CC"}})
