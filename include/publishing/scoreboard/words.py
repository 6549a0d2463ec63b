"""How results read on the pages: dates that a reader may turn into English, how far a target is missed, sentences.

Every date is a `<time>` with the moment beside the Thai words, of which the script makes English ones. Whatever comes
from outside is escaped here or by the templates; `outside` also leaves no address in it that a program would follow.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_CEILING, Decimal

from markupsafe import Markup, escape

from include import periods
from include.periods import BANGKOK, BUDDHIST_ERA_OFFSET
from include.publishing import wording
from include.publishing.results.shapes import Condition, Deadline, District, Month, Quarter, Result

REPORTS = "submissions"
# Where what is missed has words of its own.
_MISSED = {"reports_on_time": "ส่งล่าช้า", "subdistricts_short": "ไม่ถึงเกณฑ์ {}"}
OUTCOMES = {
    "counted": "นับ",
    "base": "ฐาน",
    "not_counted": "ไม่นับ",
    "set_aside": "ยกเว้น",
    "refused": "ไม่ผ่านการตรวจสอบ",
    "nothing": "ไม่มีแถว",
}
DIMENSIONS = {
    "coverage": ("ความครอบคลุม", "หัวข้อและแหล่งข้อมูลที่ควรมี มีครบเพียงใด"),
    "completeness": ("ความครบถ้วน", "ช่องที่ต้องกรอก กรอกครบเพียงใด"),
    "validity": ("ความถูกต้องตามรูปแบบ", "แถวที่ส่งมาผ่านการตรวจสอบเพียงใด"),
    "timeliness": ("ความทันเวลา", "ข้อมูลมาถึงภายในกำหนดเพียงใด"),
    "consistency": ("ความสอดคล้อง", "ตัวเลขที่รายงานตรงกับที่ระบบบันทึกเพียงใด"),
}
_DEADLINES = {
    ("report", "met"): "ส่งครบทุกอำเภอภายในกำหนด",
    ("report", "missed"): "พ้นกำหนดแล้ว ไม่ครบทุกอำเภอในเวลา",
    ("publication", "met"): "เผยแพร่ภายในกำหนด",
    ("publication", "missed"): "พ้นกำหนดแล้ว",
}


@dataclass(frozen=True)
class Cell:
    """A criterion of a district in the grid: met, missed or unreported, in words, and a number to sort by."""

    state: str
    words: str
    order: Decimal


def moment(at: datetime) -> Markup:
    """A day and time of Bangkok's clock."""
    return _time(at.astimezone(BANGKOK).isoformat(timespec="seconds"), wording.clock(at))


def day(at: date) -> Markup:
    """A day, of a datetime that in Bangkok."""
    there = at.astimezone(BANGKOK).date() if isinstance(at, datetime) else at
    return _time(there.isoformat(), wording.day(there))


def month(period: date) -> Markup:
    """A month."""
    return _time(f"{period:%Y-%m}", wording.month(period))


def short_month(period: date) -> Markup:
    """A month, shortly."""
    return Markup('<time datetime="{}" class="short">{}</time>').format(f"{period:%Y-%m}", wording.short_month(period))


def year(year_be: int) -> Markup:
    """A year of the Buddhist Era."""
    return _time(str(year_be - BUDDHIST_ERA_OFFSET), str(year_be))


def _time(machine: str, thai: str) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(machine, thai)


def outside(text: object) -> Markup:
    """A text from outside, escaped, that breaks in an address instead of leading to it."""
    return Markup(str(escape(text)).replace("//", "/<wbr>/"))


def percent(value: Decimal | float | None) -> str:
    """A percentage to two decimals, cut."""
    return "–" if value is None else wording.number(Decimal(str(value)), 2)


def share(value: Decimal | None) -> str:
    """A share of 0..1 as a percentage to one decimal, cut."""
    return "–" if value is None else wording.number(value * 100, 1)


def missed(condition: Condition) -> str:
    """ "ขาด 3 ราย": how far a target is missed; never less than what is missing."""
    if condition.gap is None:
        return "" if condition.holds else "ไม่มีข้อมูล"
    if condition.unit_th == wording.SHARE:
        gap = (condition.gap * 100).quantize(Decimal("0.01"), ROUND_CEILING)
        return f"ขาดร้อยละ {wording.number(gap)}"
    gap_th = f"{wording.number(condition.gap)} {condition.unit_th}"
    if condition.measure_code in _MISSED:
        return _MISSED[condition.measure_code].format(gap_th)
    below = condition.value is not None and condition.target is not None and condition.value < condition.target
    return f"{'ขาด' if below else 'เกิน'} {gap_th}"


def target(condition: Condition) -> str:
    """ "อย่างน้อย 3 ราย"."""
    asked = wording.quantity(condition.target, condition.unit_th)
    return f"อย่างน้อย {asked}" if condition.comparator == ">=" else asked


def unreported(condition: Condition, district: District) -> bool:
    """Whether a target is missed because no report came."""
    return not (condition.holds or district.reported) and condition.source.startswith(REPORTS)


def cell(result: Result, district: District) -> Cell:
    """What the grid says of a criterion."""
    open_conditions = [condition for condition in result.conditions if not condition.holds]
    if result.met:
        first = result.conditions[0] if result.conditions else None
        more = first is not None and first.value is not None and first.value != first.target
        return Cell("met", wording.quantity(first.value, first.unit_th) if first and more else "", Decimal(1))
    if open_conditions and all(unreported(condition, district) for condition in open_conditions):
        return Cell("unreported", "ไม่มีรายงาน", Decimal(-1000))
    words = Markup("<br>").join(missed(condition) for condition in open_conditions)
    return Cell("missed", words, -max((_distance(condition) for condition in open_conditions), default=Decimal(1)))


def _distance(condition: Condition) -> Decimal:
    """How far a target is missed, as a part of it, so that criteria of any unit can be sorted."""
    if condition.gap is None:
        return Decimal(999)
    return (condition.gap / (condition.target or 1)).quantize(Decimal("0.0001"), ROUND_CEILING)


def reported(district: District) -> str:
    """Whether and how a report came."""
    if not district.reported:
        return wording.NOT_REPORTED
    return "ภายในกำหนด" if district.on_time else "ล่าช้า"


def deadline(due: Deadline) -> str:
    """What became of a deadline."""
    if (due.code, due.status) == ("publication", "missed") and due.met_at:
        return "เผยแพร่หลังกำหนด"
    return _DEADLINES.get((due.code, due.status), "ยังไม่ถึงกำหนด")


def months_of(quarter: Quarter) -> list[date]:
    """The three months of a fiscal quarter."""
    return periods.fiscal_quarter_months(quarter.fiscal_year_be, quarter.quarter)


def quality(month: Month) -> Decimal | None:
    """The mean of the districts' quality scores."""
    known = [district.quality_score for district in month.districts if district.quality_score is not None]
    return sum(known, Decimal(0)) / len(known) if known else None


def file_name(uri: str | None) -> str:
    """The last part of where a file lay; its folders are nobody's business."""
    return (uri or "").rsplit("/", 1)[-1]
