"""The sheets of what lies behind the figures: source rows, refusals, findings, and what would lift a grade."""

from collections.abc import Iterator
from typing import Any

from include.next_steps import SHOWN_OPTIONS
from include.publishing import wording
from include.publishing.findings_page import ACTORS, SEVERITIES
from include.publishing.results import details
from include.publishing.results.measures import Measures
from include.publishing.results.shapes import District, Month
from include.publishing.workbook.figures import WHOLE_PROVINCE
from include.publishing.workbook.grid import shade_grades
from include.publishing.workbook.page import As, Book, Column

WORKING, REFUSED, FINDINGS, STEPS = "ที่มา", "รายการที่ไม่ผ่าน", "ข้อสังเกต", "ขั้นต่อไป"
ROWS_EACH = 5  # downloads of one outcome in a subdistrict, records of content of one outcome
ROWS_OF_A_DISTRICT = 150
REFUSALS_OF_A_DISTRICT = 200
OUTCOMES = {
    "counted": "นับ",
    "base": "ฐานที่ใช้เทียบ",
    "set_aside": "ไม่เกี่ยวข้อง",
    "not_counted": "ไม่นับ",
    "refused": "ไม่ผ่านการตรวจ",
    "nothing": "ไม่มีแถว",
}
_WORKING = [
    Column("อำเภอ", 18),
    Column("เกณฑ์", 34),
    Column("ตัวชี้วัด", 30),
    Column("ผลงาน", 11, "number"),
    Column("ผล", 13, "centre"),
    Column("นับเป็น", 22),
    Column("จำนวน", 8, "number"),
    Column("เหตุผล", 46),
    Column("แหล่งข้อมูล", 20),
    Column("ไฟล์", 30),
    Column("แผ่นงาน", 16),
    Column("แถว", 8, "number"),
    Column("ข้อความในแถว", 52),
    Column("แถวลักษณะนี้\nทั้งหมด", 13, "number"),
]
_REFUSED = [
    Column("อำเภอ", 18),
    Column("ไม่รับ", 10, "centre"),
    Column("แหล่งข้อมูล", 22),
    Column("ไฟล์", 34),
    Column("แผ่นงาน", 18),
    Column("แถว", 8, "number"),
    Column("เหตุผลและวิธีแก้ไข", 72),
    Column("ฉบับใหม่แทนที่แล้ว", 12, "centre"),
]
_FINDINGS = [
    Column("ความสำคัญ", 13, "centre"),
    Column("อำเภอ", 18),
    Column("เรื่อง", 32),
    Column("รายละเอียด", 60),
    Column("สิ่งที่ต้องทำ", 48),
    Column("ผู้ดำเนินการ", 13, "centre"),
    Column("ไฟล์", 30),
    Column("แถว", 8, "number"),
    Column("พบเมื่อ", 15, "day"),
]
_STEPS = [
    Column("อำเภอ", 20),
    Column("ระดับ\nขณะนี้", 9, "grade"),
    Column("คะแนน\nขณะนี้", 9, "number"),
    Column("ทางเลือก\nที่", 9, "centre"),
    Column("สิ่งที่ต้องทำ", 56),
    Column("เกณฑ์", 32),
    Column("ผลขณะนี้", 11, "number"),
    Column("ต้องได้", 11, "number"),
    Column("ยังขาด", 11, "number"),
    Column("หน่วย", 9, "centre"),
    Column("ระดับ\nที่จะได้", 9, "grade"),
    Column("คะแนน\nที่จะได้", 9, "number"),
]


def write_working(book: Book, connection: Any, month: Month, measures: Measures) -> None:
    """The rows and cells of the files that each figure comes from."""
    note = (
        f"แสดงไม่เกิน {ROWS_OF_A_DISTRICT} แถวต่ออำเภอ"
        f" และการดาวน์โหลดกับรายการข้อมูลบริการไม่เกิน {ROWS_EACH} แถวของแต่ละผล (ต่อตำบล)"
        " · ช่องสุดท้ายบอกจำนวนทั้งหมด · ช่องที่เป็นข้อมูลส่วนบุคคลแสดงเป็น (ปกปิด)"
    )
    page = book.page(WORKING, note, [column.width for column in _WORKING])
    page.table(_WORKING, _working(connection, month, measures), frozen_columns=1)


def _working(connection: Any, month: Month, measures: Measures) -> Iterator[list[Any]]:
    places: list[tuple[str | None, str]] = [(district.code, district.name_th) for district in month.districts]
    if month.province:
        places.append((None, WHOLE_PROVINCE))
    names = {criterion.code: criterion.name_th for criterion in month.rules.criteria}
    for code, place in places:
        behind = details.working(connection, month, code, ROWS_EACH)
        rows = [row for of_criterion in behind.rows.values() for row in of_criterion]
        for row in rows[:ROWS_OF_A_DISTRICT]:
            yield _working_row(place, row, measures)
        if len(rows) > ROWS_OF_A_DISTRICT:
            told = f"แสดง {ROWS_OF_A_DISTRICT} แถวแรกจาก {len(rows)} แถวที่เลือกมาของอำเภอนี้"
            yield _told(place, None, told)
        for criterion in sorted(behind.moved):
            yield _told(place, names[criterion], "ข้อมูลเปลี่ยนไปหลังเผยแพร่ จึงไม่แสดงที่มาของตัวเลขในฉบับนี้")


def _told(place: str, criterion: str | None, told: str) -> list[Any]:
    return [place, criterion, None, None, None, None, None, told, *[None] * (len(_WORKING) - 8)]


def _working_row(place: str, row: dict[str, Any], measures: Measures) -> list[Any]:
    return [
        place,
        row["criterion_name_th"],
        row["measure_name_th"],
        _in_unit(row["value"], row["measure_code"], measures),
        OUTCOMES.get(row["outcome"], row["outcome"]),
        row["counted_as"],
        row["amount"],
        row["reason_th"],
        wording.SOURCES.get(row["source"], row["source"]),
        _file_name(row["file"]),
        row["sheet"],
        row["row_number"],
        " · ".join(" ".join(str(text).split()) for text in (row["cells"] or {}).values() if text) or None,
        row["rows_in_all"],
    ]


def _file_name(uri: str | None) -> str | None:
    return uri.rsplit("/", 1)[-1] if uri else None


def write_refused(book: Book, connection: Any, month: Month) -> None:
    """Files and rows that did not pass, the files first."""
    note = (
        "สิ่งที่ไม่ผ่านการตรวจและวิธีแก้ไข เรียงไฟล์ที่ไม่รับทั้งไฟล์ ข้อมูลจากระบบ และรายอำเภอ"
        f" · แสดงไม่เกิน {REFUSALS_OF_A_DISTRICT} แถวต่ออำเภอ"
    )
    page = book.page(REFUSED, note, [column.width for column in _REFUSED])
    page.table(_REFUSED, _refused(connection, month), frozen_columns=1)


def _refused(connection: Any, month: Month) -> Iterator[list[Any]]:
    edition = month.edition
    for refusal in details.refused_files(connection, edition):
        yield _refusal_row(None, refusal)
    places: list[tuple[str | None, str | None]] = [(None, None)]
    places += [(district.code, district.name_th) for district in month.districts]
    for code, place in places:
        refused = details.refused_rows(connection, edition, code)
        for refusal in refused[:REFUSALS_OF_A_DISTRICT]:
            yield _refusal_row(place, refusal)
        if len(refused) > REFUSALS_OF_A_DISTRICT:
            told = f"และอีก {len(refused) - REFUSALS_OF_A_DISTRICT} แถว"
            yield [place or WHOLE_PROVINCE, None, None, None, None, None, told, None]


def _refusal_row(place: str | None, refusal: details.Refusal) -> list[Any]:
    return [
        place or WHOLE_PROVINCE,
        "ทั้งไฟล์" if refusal.row_number is None else "รายแถว",
        wording.SOURCES.get(refusal.source, refusal.source),
        refusal.file,
        refusal.sheet or None,
        refusal.row_number,
        refusal.told_th,
        "✓" if refusal.replaced else None,
    ]


def write_findings(book: Book, connection: Any, month: Month) -> None:
    """What was found about the month and is still there, the gravest first."""
    note = "ข้อสังเกตที่ยังไม่หมดไปเมื่อจัดทำไฟล์นี้ ไม่มีผลต่อระดับที่เผยแพร่แล้ว"
    page = book.page(FINDINGS, note, [column.width for column in _FINDINGS])
    page.table(
        _FINDINGS,
        (
            [
                SEVERITIES.get(row["severity"], row["severity"]),
                row["district_name_th"] or WHOLE_PROVINCE,
                row["title_th"],
                row["message_th"],
                row["to_do_th"],
                ACTORS.get(row["acts"], row["acts"]),
                _file_name(row["file"]),
                row["row_number"],
                row["opened_at"],
            ]
            for row in details.findings(connection, month.edition)
        ),
        frozen_columns=2,
    )


def write_steps(book: Book, month: Month, measures: Measures) -> None:
    """The smallest steps to the next grade, a row a step; the rows of one option go together."""
    note = (
        f"ทางที่น้อยที่สุดให้ได้ระดับถัดไป คิดจากสิ่งที่ขาดในเดือนนี้ ไม่เกิน {SHOWN_OPTIONS} ทางเลือกต่ออำเภอ"
        " ทำทุกแถวของทางเลือกเดียวกัน · อำเภอที่ไม่มีแถว ได้ระดับสูงสุดแล้วหรือไม่มีทางอื่น"
        " · ผลขณะนี้และต้องได้เป็นหน่วยของตัวชี้วัด ยังขาดเป็นหน่วยในช่องถัดไป"
    )
    page = book.page(STEPS, note, [column.width for column in _STEPS])
    names = {criterion.code: criterion.name_th for criterion in month.rules.criteria}
    rows = [
        _step_row(district, step, names, measures)
        for district in month.districts
        for step in district.steps
        if step["option_no"] <= SHOWN_OPTIONS
    ]
    span = page.table(_STEPS, rows, frozen_columns=1)
    if not span.empty:
        shade_grades(page, month, span, 1)
        shade_grades(page, month, span, 10)


def _step_row(district: District, step: dict[str, Any], names: dict[str, str], measures: Measures) -> list[Any]:
    return [
        district.name_th,
        district.grade,
        district.points,
        str(step["option_no"]),
        step["step_th"],
        names.get(step["criterion_code"], step["criterion_code"]),
        _in_unit(step["value"], step["measure_code"], measures),
        _in_unit(step["value_needed"], step["measure_code"], measures),
        step["lacking"],
        step["unit_th"],
        step["grade"],
        step["points"],
    ]


def _in_unit(value: Any, measure_code: str, measures: Measures) -> Any:
    return As(value, "share") if measures.is_share(measure_code) else value
