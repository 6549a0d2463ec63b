"""The sheet of rules: criteria, grade bands, readings of what the letters leave open, measures, what the signs mean."""

from typing import Any

from include.publishing import wording
from include.publishing.results.measures import Measures
from include.publishing.results.shapes import Month
from include.publishing.workbook.figures import unit_of
from include.publishing.workbook.page import Book, Column

NAME = "เกณฑ์และคำอธิบาย"
_ADOPTED = wording.BASES["adopted"]
_WIDTHS = [38.0, 14.0, 16.0, 60.0, 50.0]
_CRITERIA = [
    Column("เกณฑ์", 38),
    Column("ระดับพื้นที่", 14, "centre"),
    Column("คะแนน", 16, "number"),
    Column("หนังสือสั่งการ", 60),
    Column("ข้อ", 50),
]
_BANDS = [
    Column("ระดับ", 38, "grade"),
    Column("ตั้งแต่ร้อยละ", 14, "percent"),
    Column("ที่มา", 16, "centre"),
    Column("ความหมาย", 60),
    Column("", 50),
]
_READINGS = [
    Column("เรื่อง", 38),
    Column("ค่าที่ใช้", 14, "centre"),
    Column("ที่มา", 16, "centre"),
    Column("วิธีที่ใช้", 60),
    Column("หนังสือสั่งการและข้อ", 50),
]
_MEASURES = [
    Column("ตัวชี้วัด", 38),
    Column("หน่วย", 14, "centre"),
    Column("ใช้", 16, "centre"),
    Column("นิยาม", 60),
    Column("แหล่งข้อมูล", 50),
]
_LEVELS = {"district": "อำเภอ", "province": "จังหวัด", "subdistrict": "ตำบล"}


def write(book: Book, month: Month, measures: Measures) -> None:
    """The sheet; what no letter says is marked in every part."""
    note = f"* {_ADOPTED} · ระดับเป็นระดับเรื่อง {month.edition.programme_name_th} มิใช่ระดับรวมของอำเภอ"
    page = book.page(NAME, note, _WIDTHS)
    page.sheet.freeze_panes(page.row, 0)
    parts: list[tuple[str, list[Column], list[list[Any]]]] = [
        ("เกณฑ์", _CRITERIA, _criteria(month)),
        ("ช่วงคะแนนของระดับ", _BANDS, _bands(month)),
        ("ข้อที่หนังสือสั่งการมิได้ระบุหรือระบุไม่ตรงกัน และวิธีที่ใช้", _READINGS, _readings(month)),
        ("ความหมายของตัวชี้วัด", _MEASURES, _measures(measures)),
    ]
    for title, columns, rows in parts:
        page.section(title)
        page.heading(columns)
        page.rows(columns, rows)
    page.end()


def _criteria(month: Month) -> list[list[Any]]:
    return [
        [
            criterion.name_th + (" *" if criterion.adopted else ""),
            _LEVELS.get(criterion.level, criterion.level),
            criterion.points,
            criterion.document_th,
            criterion.clause or None,
        ]
        for criterion in month.rules.criteria
    ]


def _bands(month: Month) -> list[list[Any]]:
    basis = month.grade_basis
    star = " *" if basis == "adopted" else ""
    meaning = wording.BASES.get(basis or "", None)
    return [
        [grade, lower, {"ordered": "ตามหนังสือ", "adopted": "กำหนดเพิ่ม"}.get(basis or "", "–") + star, meaning, None]
        for grade, lower in month.rules.bands
    ]


def _readings(month: Month) -> list[list[Any]]:
    return [
        [
            reading.code + (" *" if reading.adopted else ""),
            reading.value if isinstance(reading.value, str) else _written(reading.value),
            "กำหนดเพิ่ม *" if reading.adopted else "ตามหนังสือ",
            reading.note_th,
            f"{reading.document_th} {reading.clause}".strip(),
        ]
        for reading in month.rules.readings
    ]


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "ใช่" if value else "ไม่ใช่"
    return " ".join(str(part) for part in value) if isinstance(value, list) else str(value)


def _measures(measures: Measures) -> list[list[Any]]:
    return [
        [
            measure.name_th,
            unit_of(measure.unit_th),
            "ติดตามเท่านั้น" if measure.watched else "จัดระดับ",
            measure.definition_th,
            " + ".join(wording.SOURCES.get(source, source) for source in measure.source.split(" + ")),
        ]
        for measure in measures.catalogue.values()
    ]
