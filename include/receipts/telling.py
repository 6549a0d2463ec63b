"""An outcome as the page of a receipt says it."""

from include.checking import wording
from include.checking.received import Row
from include.local.scoreboard.lines import clean
from include.local.scoreboard.month import BASES
from include.publishing.receipt_page import Criterion, Page, Result
from include.receipts.judging import Outcome

LONGEST_NAME = 120  # characters of a file's name; the rest of it tells nobody more


def page_of(outcome: Outcome, issued_th: str, without_rules: str | None) -> Page:
    """The page; `without_rules` says why no programme has rules for the month, where none has."""
    month = next(iter(outcome.months), None)
    district = next((month["district"] for month in outcome.months if month["district"]), None)
    file = outcome.file
    tone, punctuality = _punctuality(month, district)
    return Page(
        number=file["file_id"],
        district=f"อำเภอ{district['name_th']}" if district else "ไม่ทราบอำเภอ",
        province=f"จังหวัด{file['province_name_th'] or 'รหัส ' + file['province_code']}",
        month=file["month_th"],
        files=[_shortened(file["name"]) for file in outcome.files],
        received=file["received_th"],
        tone=tone,
        punctuality=punctuality,
        due=f"ภายในวันที่ {month['due_moment_th']}" if month and month["due_moment_th"] else None,
        standing=_standing(outcome, district),
        rows_accepted=outcome.rows_accepted,
        rows_refused=outcome.rows_refused,
        reason=None if file["reason"] is None or file["status"] != "rejected" else clean(file["reason"]),
        refused_in=outcome.refused_in,
        notes=[*filter(None, [without_rules, wording.published(month) if month else None])],
        results=[_result(month, month["district"]) for month in outcome.months if month["district"]],
        issued=issued_th,
    )


def _punctuality(month: Row | None, district: Row | None) -> tuple[str, str]:
    """Tone and sentence: a report that counts was in time or not; until there is one, the deadline still matters."""
    if month is None or district is None or district["reported_th"] is None:
        return "open", "ยังไม่มีรายงานที่นับได้ จึงยังไม่ถือว่าอำเภอส่งรายงานแล้ว"
    return "good" if district["on_time"] else "bad", wording.punctuality(month, district)


def _standing(outcome: Outcome, district: Row | None) -> str:
    """What the file is among the versions of the district's report."""
    if outcome.file["status"] == "rejected":
        return "ไฟล์นี้ยังไม่เป็นรายงานของอำเภอใด โปรดแก้ไขแล้วส่งใหม่"
    if district is None:
        return "ระบบอ่านไฟล์ได้ แต่ยังไม่ทราบว่าเป็นรายงานของอำเภอใด โปรดแก้ไขแล้วส่งใหม่"
    if district["version"] is None:
        return "แถวที่ส่งมายังไม่เป็นรายงานของอำเภอ โปรดแก้ไขแล้วส่งใหม่"
    return wording.version(district)


def _result(month: Row, district: Row) -> Result:
    graded = district["grade"] is not None
    return Result(
        programme=month["programme_name_th"],
        grade=district["grade"],
        summary=wording.grade(month, district),
        basis=BASES[district["grade_basis"]] if graded else "",
        waits_for=[clean(message) for message in month["waits_for"]],
        criteria=[
            Criterion(row["name_th"], row["reached"], wording.points(row), clean(row["explanation_th"]))
            for row in district["criteria"]
        ],
        steps=wording.steps(district),
        steps_to=wording.steps_to(district),
    )


def _shortened(name: str) -> str:
    shown = clean(name)
    return shown if len(shown) <= LONGEST_NAME else shown[: LONGEST_NAME - 1] + "…"
