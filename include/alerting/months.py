"""What is due and not done: of every open month, as ops.due_month has it. Airflow and the watchdog ask the same."""

from datetime import datetime, timedelta
from typing import Any

from include import warehouse
from include.alerting.alert import Alert, Hurt
from include.publishing import wording

KINDS = ("month_not_frozen", "publication_near", "report_near")
PUBLICATION_IS_NEAR = timedelta(hours=24)
REPORTS_ARE_NEAR = timedelta(days=2)
FREEZE_IS_LATE = timedelta(minutes=25)  # before the deadline: publish_months has had its last turn but one

_DUE = """
    select
        due_month.*,
        now() as asked_at,
        exceptions.told as exceptions
    from ops.due_month
    cross join lateral (
        select coalesce(jsonb_object_agg(standing_exception.district_code, standing_exception.told_th), '{}') as told
        from ops.standing_exception
        where
            standing_exception.programme_code = due_month.programme_code
            and standing_exception.province_code = due_month.province_code
            and standing_exception.period = due_month.period and standing_exception.expires_at > now()
    ) as exceptions
    where
        -- what is out and was due long ago is left aside before anybody is looked for
        (due_month.revision is null or due_month.report_due_at > now())
        and (
            (due_month.revision is null and due_month.publication_due_at < now() + %(publication_is_near)s)
            or (
                due_month.report_due_at > now() and due_month.report_due_at < now() + %(reports_are_near)s
                and due_month.missing_district_codes <> '{}'
            )
        )
    order by due_month.publication_due_at, due_month.province_code
"""


def alerts(connection: Any, raised_by: str) -> list[Alert]:
    """The alerts of `KINDS` that are there now."""
    limits = {"publication_is_near": PUBLICATION_IS_NEAR, "reports_are_near": REPORTS_ARE_NEAR}
    found: list[Alert] = []
    for month in warehouse.fetch(connection, _DUE, limits):
        at = month["asked_at"]
        if month["revision"] is None and month["publication_due_at"] < at:
            found.append(_not_frozen(month, raised_by))
        elif month["revision"] is None and month["publication_due_at"] < at + PUBLICATION_IS_NEAR:
            found.append(_nearly_due(month, at, raised_by))
        if at < month["report_due_at"] < at + REPORTS_ARE_NEAR and month["missing_district_codes"]:
            found.append(_reports_missing(month, raised_by))
    return found


def blocked_by(month: dict[str, Any]) -> list[str]:
    """What keeps a month from being frozen, a sentence each, in Thai; nothing where it only has to be done."""
    reasons = []
    if month["missing_sources"]:
        missing = ", ".join(wording.SOURCES.get(source, source) for source in month["missing_sources"])
        reasons.append(f"ยังไม่ได้รับข้อมูล: {missing}")
    elif month["status"] is None:
        reasons.append("ยังไม่ได้คำนวณเดือนนี้ (grade_months)")
    if month["held_because"]:
        reasons.append(f"ไม่ผ่านข้อตรวจคุณภาพ: {month['held_because']}")
    if month["stopped_because"]:
        reasons.append(month["stopped_because"])
    return reasons


def _subject(month: dict[str, Any]) -> str:
    return f"{month['programme_code']}/{month['province_code']}/{month['period']:%Y-%m}"


def hurt(month: dict[str, Any], deadline_code: str | None, districts: bool = True) -> Hurt:
    """All districts of a month, or none in particular, and one of its deadlines."""
    return Hurt(
        month["province_code"],
        month["province_name_th"] or month["province_code"],
        month["period"],
        deadline_code=deadline_code,
        due_at=month[f"{deadline_code}_due_at"] if deadline_code else None,
        districts=month["districts"] if districts else 0,
    )


def _not_frozen(month: dict[str, Any], raised_by: str) -> Alert:
    because = blocked_by(month) or ["ข้อมูลครบแล้ว แต่ไม่มีงานใดปิดรอบ (publish_months ไม่ทำงาน หรือทำไม่สำเร็จ)"]
    message = f"ยังไม่มีฉบับสมบูรณ์ · {' · '.join(because)}"
    return Alert("month_not_frozen", _subject(month), message, (hurt(month, "publication"),), raised_by=raised_by)


def _nearly_due(month: dict[str, Any], at: datetime, raised_by: str) -> Alert:
    because = blocked_by(month)
    if because:
        state, severity, message = "blocked", "warning", f"ยังปิดรอบไม่ได้ · {' · '.join(because)}"
    elif month["publication_due_at"] - at < FREEZE_IS_LATE:
        state, severity = "late", "critical"
        message = "ข้อมูลครบแล้วและใกล้สิ้นกำหนดมาก แต่ยังไม่ปิดรอบ · ดูว่า publish_months ทำงานอยู่"
    else:
        state, severity, message = "ready", "info", "ข้อมูลครบแล้ว ระบบจะปิดรอบเองในชั่วโมงสุดท้ายของวันกำหนด"
    if month["missing_district_codes"]:
        message += f" · ยังไม่ได้รับรายงาน {len(month['missing_district_codes'])} จาก {month['districts']} อำเภอ"
    return Alert(
        "publication_near",
        f"{_subject(month)}/{state}",
        message,
        (hurt(month, "publication"),),
        severity=severity,
        raised_by=raised_by,
    )


def _reports_missing(month: dict[str, Any], raised_by: str) -> Alert:
    missing = tuple(month["missing_district_codes"])
    names = tuple(month["missing_district_names_th"])
    message = f"ยังไม่ได้รับรายงานที่ใช้ได้ {len(missing)} จาก {month['districts']} อำเภอ"
    allowed = month["exceptions"]
    excused = [f"{name} {allowed[code]}" for code, name in zip(missing, names, strict=True) if code in allowed]
    if excused:
        message += f" · ในจำนวนนี้ {'; '.join(excused)}"
    whom = Hurt(
        month["province_code"],
        month["province_name_th"] or month["province_code"],
        month["period"],
        missing,
        names,
        "report",
        month["report_due_at"],
    )
    return Alert("report_near", _subject(month), message, (whom,), raised_by=raised_by)
