"""What a memorandum tells: the facts of a month, as polite sentences without blame.

Arabic digits; the memorandum sets them in Thai ones. A part is a paragraph with footnotes and items below it.
"""

import re
from collections import Counter
from collections.abc import Sequence

from include import periods
from include.publishing import wording
from include.publishing.official.parts import (
    Behind,
    Numbered,
    Part,
    Row,
    adopted,
    due,
    listed,
    met_by_criterion,
    name_of,
    part,
)
from include.publishing.results.changes import Change
from include.publishing.results.details import Intake
from include.publishing.results.shapes import Month, Result
from include.publishing.typesetting import shortened

# Where a reading bears on what is told; those not named bear on how results are counted.
ABOUT_REPORTS = ("report_deadline_day", "report_month_offset", "deadline_on_holiday", "clock")
ABOUT_EDITIONS = ("publication_deadline_day",)
ABOUT_POINTS = ("partial_points",)
ABOUT_QUARTERS = ("quarter_rule",)
ABOUT_PROVINCE = ("tourism_within",)
TOLD_ELSEWHERE = {*ABOUT_REPORTS, *ABOUT_EDITIONS, *ABOUT_POINTS, *ABOUT_QUARTERS, *ABOUT_PROVINCE}
# Findings that are told as figures of their own, or that are for those who run the machine.
TOLD_APART = ("report_rows_refused", "export_rows_refused", "file_rejected", "expectation_failed", "source_missing")


def facts(month: Month, behind: Behind) -> list[Part]:
    """Section 2."""
    told = Numbered(2, [_edition(month)])
    if month.status != "graded" or not month.districts:
        waits = month.waits_for or [wording.WAITING]
        told.add("สถานะของข้อมูล", f"ยังจัดระดับของเดือนนี้ไม่ได้ {wording.WAITING} ดังนี้", items=waits)
        return told.parts
    if month.edition.kind == "restated":
        told.add("การแก้ไขผลที่เผยแพร่แล้ว", *_restated(month, behind.changes))
    told.add("การส่งรายงาน", _reports(month), adopted(month, ABOUT_REPORTS.__contains__))
    told.add(f"ผลการจัดระดับ เรื่อง {month.edition.programme_name_th}", _grades(month), _scale(month), shows="charts")
    told.add("ผลรายเกณฑ์", _criteria(month))
    for result in month.province:
        told.add("เกณฑ์ของจังหวัด", _province(result), adopted(month, ABOUT_PROVINCE.__contains__))
    if shows_quarter(month):
        told.add("ผลของไตรมาส", _quarter(month), adopted(month, ABOUT_QUARTERS.__contains__))
    told.add("การตรวจสอบข้อมูล", _refused(behind.intake) + _noticed(behind.findings))
    if behind.documents:
        told.add("ข้อสังเกตเกี่ยวกับหนังสือสั่งการ", *_letters(behind.documents))
    return told.parts


def shows_quarter(month: Month) -> bool:
    """Whether the month ends a fiscal quarter that has grades."""
    quarter = month.quarter
    if quarter is None:
        return False
    return month.edition.period == periods.fiscal_quarter_months(quarter.fiscal_year_be, quarter.quarter)[-1]


def without_folders(text: str) -> str:
    """Addresses of files reduced to the files' names."""
    return re.sub(r"[A-Za-z][A-Za-z0-9+.-]*://(?:[^/\s]*/)+", "", text)


def _edition(month: Month) -> Part:
    edition = month.edition
    if edition.taken_at is None:
        return part(f"ข้อมูลต่อไปนี้เป็น{wording.edition(edition.kind, None)}")
    named = wording.edition(edition.kind, edition.revision)
    told = f"ผลต่อไปนี้เป็น{named} จากข้อมูล ณ วันปิดรอบ {wording.clock(edition.taken_at)}"
    if edition.kind == "provisional":
        told += f" ผลอาจเปลี่ยนแปลงเมื่อเผยแพร่ฉบับสมบูรณ์{due(month, 'publication')}"
    return part(told, adopted(month, ABOUT_EDITIONS.__contains__))


def _reports(month: Month) -> str:
    by = due(month, "report").removeprefix(" ภายใน")
    late = [district for district in month.districts if district.reported and not district.on_time]
    missing = [district for district in month.districts if not district.reported]
    told = (
        f"ได้รับรายงานแล้ว {month.reported} จาก {len(month.districts)} อำเภอ"
        f" ส่งภายในกำหนด{f' ({by})' if by else ''} {month.on_time} อำเภอ"
    )
    if late:
        days = [
            f"{name_of(row)} (วันที่ {wording.day(row.reported_at)})" if row.reported_at else name_of(row) for row in late
        ]
        told += f" ส่งล่าช้า {len(late)} อำเภอ ได้แก่ {listed(days)}"
    if missing:
        told += f" {wording.NOT_REPORTED} {len(missing)} อำเภอ ได้แก่ {listed(map(name_of, missing))}"
    return told


def _grades(month: Month) -> str:
    counts = " ".join(f"ระดับ {grade} {count} อำเภอ" for grade, count in month.grade_counts.items())
    mean = wording.number(month.mean_percent or 0, 2)
    return f"จาก {len(month.districts)} อำเภอ ได้{counts} คะแนนเฉลี่ยของจังหวัดร้อยละ {mean} รายละเอียดตามเอกสารแนบ ตารางที่ 1"


def _scale(month: Month) -> list[str]:
    points = [row.note_th for row in month.rules.readings if row.adopted and row.code in ABOUT_POINTS]
    if month.grade_basis != "adopted":
        return adopted(month, ABOUT_POINTS.__contains__)
    *upper, (lowest, _) = month.rules.bands
    bands = " ".join(f"ระดับ {grade} ตั้งแต่ร้อยละ {wording.number(percent)}" for grade, percent in upper)
    scale = f"{bands} ระดับ {lowest} ต่ำกว่าร้อยละ {wording.number(upper[-1][1])} ของคะแนนเต็ม" if upper else ""
    return [f"{wording.BASES['adopted']}: {' / '.join([scale, *points])}"]


def _criteria(month: Month) -> str:
    counted = met_by_criterion(month)
    most, least = (pick(count for _, _, count in counted) for pick in (max, min))
    if most == least:
        return f"ทุกเกณฑ์มีอำเภอที่ผ่านเท่ากัน {most} จาก {len(month.districts)} อำเภอ"
    best, worst = ([name for _, name, count in counted if count == wanted] for wanted in (most, least))
    return (
        f"เกณฑ์ที่ผ่านมากที่สุด {most} จาก {len(month.districts)} อำเภอ ได้แก่ {listed(best)}"
        f" เกณฑ์ที่ผ่านน้อยที่สุด {least} อำเภอ ได้แก่ {listed(worst)}"
    )


def _province(result: Result) -> str:
    criterion = result.criterion
    return f"{criterion.name_th} มีผลดังนี้ {result.explanation_th} ตาม{criterion.document_th} {criterion.clause}".rstrip()


def _quarter(month: Month) -> str:
    assert month.quarter is not None
    rows = month.quarter.districts.values()
    counts = Counter(row["grade"] for row in rows if row["status"] == "graded")
    waiting = len(rows) - counts.total()
    told = " ".join(f"ระดับ {grade} {counts[grade]} อำเภอ" for grade, _ in month.rules.bands)
    return (
        f"ไตรมาสที่ {month.quarter.quarter} ปีงบประมาณ พ.ศ. {month.quarter.fiscal_year_be} {told}"
        + (f" ข้อมูลยังไม่ครบสามเดือน {waiting} อำเภอ" if waiting else "")
        + " รายละเอียดตามเอกสารแนบ ตารางที่ 2"
    )


def _refused(intake: Sequence[Intake]) -> str:
    if not intake:
        return "ไม่มีไฟล์ที่ได้รับสำหรับเดือนนี้"
    rejected = sum(file.status == "rejected" for file in intake)
    read: Counter[str | None] = Counter()
    refused: Counter[str | None] = Counter()
    for file in intake:
        read[file.source] += file.rows_read
        refused[file.source] += file.rows_rejected
    counts = [(source, count) for source, count in refused.items() if count]  # of a file without a source none is read
    told = [
        f"{wording.SOURCES.get(source or '', source)} {count:,} จาก {read[source]:,} รายการ"
        for source, count in sorted(counts, key=lambda entry: (entry[0] != "submissions", -entry[1], str(entry[0])))
    ]
    return (
        f"ได้รับไฟล์ {len(intake):,} ไฟล์"
        + (f" รับไม่ได้ทั้งไฟล์ {rejected:,} ไฟล์" if rejected else "")
        + (f" รายการที่ไม่ผ่านการตรวจสอบและไม่นำมาคิดผล ได้แก่ {listed(told)}" if told else " ทุกรายการผ่านการตรวจสอบ")
    )


def _noticed(findings: Sequence[Row]) -> str:
    counts = Counter(
        row["title_th"] for row in findings if row["severity"] != "info" and row["finding_code"] not in TOLD_APART
    )
    told = [f"{title} {count:,} เรื่อง" for title, count in counts.items()]
    return f" ข้อสังเกตจากการตรวจสอบ ได้แก่ {listed(told)}" if told else ""


def _letters(documents: Sequence[Row]) -> tuple[str, list[str], list[str]]:
    printed = list(dict.fromkeys(row["message_th"] for row in documents if row["kind"] == "printed"))
    unsure = len(documents) - sum(row["kind"] == "printed" for row in documents)
    told = [f"พบข้อความที่ไม่ตรงกัน {len(printed)} ข้อ ถือปฏิบัติดังนี้"] if printed else []
    if unsure:
        told.insert(0, f"สำเนาที่ใช้มี {unsure} จุดที่อาจอ่านคลาดเคลื่อน ควรตรวจสอบกับต้นฉบับก่อนอ้างอิง")
    return " ".join(told), [], printed


def _restated(month: Month, changes: Sequence[Change]) -> tuple[str, list[str], list[str]]:
    edition = month.edition
    told = (
        f"{wording.edition(edition.kind, edition.revision)} ใช้แทนฉบับที่เผยแพร่ก่อนหน้า"
        f" เหตุที่แก้ไข: {shortened(edition.reason or '', 300)}"
    )
    if not changes:
        return f"{told} คะแนนและระดับของทุกอำเภอเท่าเดิม", [], []
    return f"{told} คะแนนหรือระดับที่เปลี่ยนแปลง {len(changes)} อำเภอ ดังนี้", [], [_changed(change) for change in changes]


def _changed(change: Change) -> str:
    now = f"{wording.number(change.points_is)} คะแนน ระดับ {change.grade_is}"
    if change.points_was is None:
        moved = f"ใหม่ {now}"
    else:
        moved = f"เดิม {wording.number(change.points_was)} คะแนน ระดับ {change.grade_was} เป็น {now}"
    because = " / ".join(without_folders(sentence) for sentence in change.because_th)
    return f"อำเภอ{shortened(change.name_th, 60)} {moved}" + (f" เนื่องจาก {shortened(because, 400)}" if because else "")
