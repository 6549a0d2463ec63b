"""A scorecard for each district of a month: one page to hang on the wall, `scorecards/<district code>.pdf`."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from include import next_steps
from include.publishing import wording
from include.publishing.results import details
from include.publishing.results.details import Refusal
from include.publishing.results.shapes import Condition, District, Edition, Month, Result, Rules
from include.publishing.typesetting import Press, shortened

TREND_MONTHS = 3
REFUSED_SHOWN = 3
STEPS_SHOWN = 3  # of the ways to the next letter, the smallest
COMPARATORS = {">=": "≥", "=": "="}
SEE_COPY = "ดูทุกรายการ พร้อมวิธีแก้ไข ได้ที่ไฟล์ที่ส่งคืน"


def files(connection: Any, month: Month) -> Iterator[tuple[str, bytes]]:
    """The name and content of each scorecard, the best district first; nothing where nothing is graded yet."""
    press = Press("scorecard.typ")
    for district in month.districts:
        refused = details.refused_rows(connection, month.edition, district.code)
        yield f"scorecards/{district.code}.pdf", press.pdf(card(month, district, refused), month.edition.taken_at)


def card(month: Month, district: District, refused: list[Refusal]) -> dict[str, Any]:
    """What a scorecard says, as the template takes it."""
    edition, rules, results = month.edition, month.rules, district.results.values()
    documents = _documents(district, rules)
    kept = [refusal for refusal in refused if not refusal.replaced]
    return {
        "title": f"ใบรายงานผล อำเภอ{district.name_th} {wording.month(edition.period)}",
        "author": f"จังหวัด{edition.province_name_th}",
        "heading": f"ผลการขับเคลื่อน {edition.programme_name_th} รายอำเภอ",
        "kind": edition.kind,
        "stands": edition.kind in ("final", "restated"),
        "edition": wording.edition(edition.kind, edition.revision),
        "district": shortened(f"อำเภอ{district.name_th}", 120),
        "place": shortened(f"จังหวัด{edition.province_name_th}", 80) + f" · ประจำเดือน{wording.month(edition.period)}",
        "grade": district.grade,
        "grade_place": place(rules, district.grade),
        "about": f"เรื่อง {edition.programme_name_th}",
        "points": wording.number(district.points),
        "max_points": wording.number(district.max_points),
        "share": float(district.points / district.max_points),
        "percent": f"ร้อยละ {wording.number(district.percent, 2)}",
        "rank_label": _rank_label(month, district),
        "rank": f"{district.rank} จาก {len(month.districts)}",
        "quality": "ไม่มีสิ่งให้วัด"
        if district.quality_score is None
        else wording.quantity(district.quality_score, wording.SHARE),
        **_report(month, district),
        **_trend(rules, district),
        "notice": _notice(edition, district),
        "criteria_label": f"เกณฑ์ {len(district.results)} ข้อ · ผ่าน {sum(row.met for row in results)} ข้อ",
        "criteria": [
            _criterion(district.results[criterion.code], documents)
            for criterion in rules.of_districts
            if criterion.code in district.results
        ],
        "documents": " · ".join(f"[{number}] {shortened(title, 160)}" for title, number in documents.items()),
        **_steps(month, district),
        **_refused(kept),
        "foot": _foot(edition, district),
        "proof": edition.proof_code or "",
    }


def place(rules: Rules, grade: str) -> int:
    """The place of a grade on its scale, from 0."""
    return next((number for number, (band, _) in enumerate(rules.bands) if band == grade), len(rules.bands))


def target(condition: Condition) -> str:
    """The target with its comparator: "≥ 5 ราย"."""
    comparator = COMPARATORS.get(condition.comparator, condition.comparator)
    return f"{comparator} {wording.quantity(condition.target, condition.unit_th)}"


def _documents(district: District, rules: Rules) -> dict[str, int]:
    """The documents that the criteria come from, numbered in the order in which they are first cited."""
    titles = [
        criterion.document_th
        for criterion in rules.of_districts
        if criterion.code in district.results and not criterion.adopted
    ]
    return {title: number for number, title in enumerate(dict.fromkeys(titles), 1)}


def _criterion(result: Result, documents: dict[str, int]) -> dict[str, Any]:
    criterion = result.criterion
    number = documents.get(criterion.document_th)
    return {
        "met": result.met,
        "name": shortened(criterion.name_th, 160),
        "sentence": shortened(result.explanation_th, 400),
        "clause": shortened(f"{criterion.clause} [{number}]".strip(), 120) if number else wording.BASES["adopted"],
        "targets": [target(condition) for condition in result.conditions],
        "results": [
            {"words": wording.quantity(condition.value, condition.unit_th), "holds": condition.holds}
            for condition in result.conditions
        ],
    }


def _rank_label(month: Month, district: District) -> str:
    sharing = sum(other.rank == district.rank for other in month.districts)
    return f"อันดับ (ร่วม {sharing} อำเภอ)" if sharing > 1 else "อันดับ (อำเภอ)"


def _report(month: Month, district: District) -> dict[str, Any]:
    if district.reported and district.reported_at is not None:
        told = "ส่งภายในกำหนด" if district.on_time else "ส่งล่าช้า"
        return {"in_time": district.on_time, "report": told, "report_day": wording.day(district.reported_at)}
    due = next((wording.day(deadline.due_at) for deadline in month.deadlines if deadline.code == "report"), "")
    return {"in_time": False, "report": wording.NOT_REPORTED, "report_day": due and f"กำหนด {due}"}


def _trend(rules: Rules, district: District) -> dict[str, Any]:
    months = district.trend[-TREND_MONTHS:]
    return {
        "trend_label": f"แนวโน้ม {len(months)} เดือน (ร้อยละ)" if len(months) > 1 else "เดือนแรก (ร้อยละ)",
        "trend": [
            {
                "month": wording.short_month(past.period),
                "grade": past.grade,
                "grade_place": place(rules, past.grade),
                "share": float(past.points / past.max_points),
                "percent": wording.number(past.percent, 2),
                "now": past is months[-1],
            }
            for past in months
        ],
    }


def _notice(edition: Edition, district: District) -> str:
    told = []
    if edition.kind == "provisional":
        told.append("ฉบับเบื้องต้น: ผลอาจเปลี่ยนแปลงเมื่อเผยแพร่ฉบับสมบูรณ์")
    if edition.kind == "restated":
        told.append(
            f"{wording.edition(edition.kind, edition.revision)} เหตุที่แก้ไข: {shortened(edition.reason or '', 220)}"
        )
    if edition.kind == "live":
        told.append("ข้อมูลล่าสุด ยังไม่เผยแพร่: ผลยังเปลี่ยนแปลงได้")
    if not district.reported:
        told.append("ยังไม่ได้รับรายงานของอำเภอสำหรับเดือนนี้ ระดับคิดจากข้อมูลที่ระบบบันทึกเท่านั้น")
    return " · ".join(told)


def _steps(month: Month, district: District) -> dict[str, Any]:
    best, _ = month.rules.bands[0]
    letter = next_steps.letter(district.steps)
    if district.grade == best:
        told = ["ผ่านเกณฑ์ครบตามระดับสูงสุด ขอให้รักษาผลการดำเนินงานนี้ไว้ในเดือนถัดไป"]
        return {"steps_label": "ระดับสูงสุดแล้ว", "steps": told}
    if letter is None:
        return {"steps_label": "ระดับถัดไป", "steps": ["ไม่มีข้อมูลขั้นถัดไปสำหรับเดือนนี้"]}
    options = [list(rows) for _, rows in groupby(district.steps, key=lambda row: row["option_no"])]
    more = [f"หรืออีก {len(options) - STEPS_SHOWN} ทาง"] if len(options) > STEPS_SHOWN else []
    return {
        "steps_label": f"ทำข้อใดข้อหนึ่ง ได้ระดับ {letter}" if len(options) > 1 else f"ทำได้ดังนี้ ได้ระดับ {letter}",
        "steps": [*(_option(rows, letter) for rows in options[:STEPS_SHOWN]), *more],
    }


def _option(rows: list[dict[str, Any]], letter: str) -> str:
    sentence = shortened(next_steps.sentence(rows), 320)
    return sentence if rows[0]["grade"] == letter else f"{sentence} (ได้ระดับ {rows[0]['grade']})"


def _refused(refused: list[Refusal]) -> dict[str, Any]:
    if not refused:
        return {"refused_label": "ข้อมูลผ่านการตรวจสอบทุกรายการ", "refused_counts": "", "refused": []}
    counts = Counter(refusal.source for refusal in refused)
    kinds = " · ".join(
        f"{wording.SOURCES.get(source, source)} {count:,}"
        for source, count in sorted(counts.items(), key=_reports_first)
    )
    ordered = sorted(refused, key=lambda refusal: refusal.source != "submissions")
    told = Counter(refusal.told_th for refusal in ordered)
    shown = [
        shortened(sentence, 170) + (f" ({count:,} รายการ)" if count > 1 else "")
        for sentence, count in list(told.items())[:REFUSED_SHOWN]
    ]
    return {
        "refused_label": f"รายการที่ไม่ผ่านการตรวจสอบ {len(refused):,} รายการ",
        "refused_counts": kinds,
        "refused": [*shown, *([SEE_COPY] if counts["submissions"] else [])],
    }


def _reports_first(entry: tuple[str, int]) -> tuple[bool, int, str]:
    source, count = entry
    return source != "submissions", -count, source


def _foot(edition: Edition, district: District) -> list[str]:
    basis = f"ระดับ {district.grade} เรื่อง {edition.programme_name_th}: {wording.BASES[district.grade_basis]}"
    if edition.taken_at is None:
        return [basis, "ยังไม่ใช่ฉบับเผยแพร่ จึงไม่มีรหัสพิสูจน์"]
    folder = f"{edition.province_code}/{edition.period:%Y-%m}/{edition.revision}"
    return [
        basis,
        f"ข้อมูล ณ วันปิดรอบ {wording.clock(edition.taken_at)}",
        f"ตรวจสอบรหัสพิสูจน์ได้ด้วย verify.py ในโฟลเดอร์เผยแพร่ {folder}",
    ]
