"""Tables, charts and proof of official papers, as their templates take them."""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Any

from include.publishing import wording
from include.publishing.official.parts import met_by_criterion
from include.publishing.results.shapes import District, Edition, Month
from include.publishing.scorecards import place
from include.publishing.typesetting import shortened


def official(value: Any) -> Any:
    """The same in Thai digits, but for addresses, names of files, hashes and codes."""
    if isinstance(value, str):
        return wording.official_digits(value)
    if isinstance(value, Mapping):
        return {key: official(held) for key, held in value.items()}
    if isinstance(value, list):
        return [official(held) for held in value]
    return value


def charts(month: Month) -> dict[str, Any]:
    """Districts by grade, and districts that met each criterion."""
    of = len(month.districts)
    return {
        "grades_label": "ภาพที่ 1 จำนวนอำเภอตามระดับ",
        "grades": [
            {"grade": grade, "place": place(month.rules, grade), "share": count / of, "count": f"{count}"}
            for grade, count in month.grade_counts.items()
        ],
        "criteria_label": f"ภาพที่ 2 จำนวนอำเภอที่ผ่านแต่ละเกณฑ์ (จาก {of} อำเภอ)",
        "criteria": [
            {"name": f"{number}. {shortened(name, 80)}", "share": met / of, "count": f"{met}"}
            for number, (_, name, met) in enumerate(met_by_criterion(month), 1)
        ],
    }


def districts(month: Month) -> dict[str, Any]:
    """The table of districts, the best first."""
    criteria = month.rules.of_districts
    return {
        "title": f"ตารางที่ 1 ผลรายอำเภอ ประจำเดือน{wording.month(month.edition.period)}",
        "wide": len(criteria) > 7,
        "heads": [f"{number}" for number in range(1, len(criteria) + 1)],
        "rows": [_row(month, number, district) for number, district in enumerate(month.districts, 1)],
        "legend": [f"เกณฑ์ {number} {row.name_th} ({row.clause})" for number, row in enumerate(criteria, 1)],
        "basis": f"ระดับ เรื่อง {month.edition.programme_name_th}: {wording.BASES[month.grade_basis or 'adopted']}",
    }


def _row(month: Month, number: int, district: District) -> dict[str, Any]:
    if not district.reported or district.reported_at is None:
        report = wording.NOT_REPORTED
    else:
        report = wording.short_day(district.reported_at) + ("" if district.on_time else " ส่งล่าช้า")
    return {
        "number": f"{number}",
        "name": shortened(district.name_th, 60),
        "points": wording.number(district.points),
        "percent": _two_places(district.percent),
        "grade": district.grade,
        "place": place(month.rules, district.grade),
        "marks": [
            {"met": district.results[row.code].met, "points": wording.number(district.results[row.code].points)}
            if row.code in district.results
            else {"met": False, "points": "-"}
            for row in month.rules.of_districts
        ],
        "report": report,
        "in_time": district.on_time,
    }


def quarter(month: Month) -> dict[str, Any]:
    """The table of the fiscal quarter that the month ends, the best first."""
    assert month.quarter is not None
    rows = month.quarter.districts
    months = sorted({held["period"] for row in rows.values() for held in row["month_grades"]})
    names = {district.code: district.name_th for district in month.districts}
    ordered = sorted(rows, key=lambda code: (-(rows[code]["mean_percent"] or 0), code))
    return {
        "title": f"ตารางที่ 2 ผลไตรมาสที่ {month.quarter.quarter} ปีงบประมาณ พ.ศ. {month.quarter.fiscal_year_be}",
        "months": [wording.short_month(date.fromisoformat(period)) for period in months],
        "rows": [
            {
                "number": f"{number}",
                "name": shortened(names.get(code, code), 60),
                "grades": [
                    next((held["grade"] for held in rows[code]["month_grades"] if held["period"] == period), "-")
                    for period in months
                ],
                "percent": "-" if rows[code]["mean_percent"] is None else _two_places(rows[code]["mean_percent"]),
                "grade": rows[code]["grade"] or "-",
                "place": place(month.rules, rows[code]["grade"] or ""),
            }
            for number, code in enumerate(ordered, 1)
        ],
        "basis": f"ระดับของไตรมาส: {wording.BASES['adopted']}",
    }


def _two_places(percent: Decimal) -> str:
    """For columns of figures; cut like everywhere, so that no target seems reached that is not."""
    return f"{percent.quantize(Decimal('0.01'), ROUND_DOWN):,f}"


def proof_told(edition: Edition) -> list[str]:
    """What the page about the proof says."""
    if edition.taken_at is None:
        return ["ยังไม่ใช่ฉบับเผยแพร่ จึงไม่มีรหัสพิสูจน์"]
    return [
        f"{wording.edition(edition.kind, edition.revision)} ปิดรอบเมื่อ {wording.clock(edition.taken_at)}",
        "ตัวเลขในบันทึกนี้ตรงกับข้อมูลที่เผยแพร่ ตรวจสอบได้ด้วยไฟล์ verify.py ในโฟลเดอร์เผยแพร่ ตามรหัสข้างล่าง โดยไม่ต้องใช้อินเทอร์เน็ต",
    ]


def codes(edition: Edition) -> dict[str, Any]:
    """What proves it, as it is written: never in Thai digits."""
    if edition.proof_code is None:
        return {"proof": "", "lines": []}
    return {
        "proof": edition.proof_code,
        "lines": [
            ["รหัสพิสูจน์", edition.proof_code],
            ["โฟลเดอร์เผยแพร่", f"{edition.province_code}/{edition.period:%Y-%m}/{edition.revision}"],
            ["content_sha256", edition.content_sha256],
            ["chain_sha256", edition.chain_sha256],
        ],
    }
