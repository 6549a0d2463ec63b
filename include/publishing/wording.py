"""How results read in Thai: dates of the Buddhist Era on Bangkok's clock, numbers, shares, editions, marks.

Pure. Arabic digits; `thai_digits` makes the Thai ones that memos and letters take.
"""

import re
from datetime import date, datetime
from decimal import ROUND_DOWN, Decimal

from include.periods import BANGKOK, BUDDHIST_ERA_OFFSET

MONTHS = (
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
)
SHORT_MONTHS = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")
KINDS = {"provisional": "ฉบับเบื้องต้น", "final": "ฉบับสมบูรณ์", "live": "ข้อมูลล่าสุด ยังไม่เผยแพร่"}
BASES = {"ordered": "เกณฑ์ตามหนังสือสั่งการ", "adopted": "เกณฑ์ที่กำหนดเพิ่มเติม มิได้ระบุในหนังสือสั่งการ"}
NOT_REPORTED = "ยังไม่ได้รับรายงาน"
WAITING = "รอข้อมูลจากระบบ"
DEADLINES = {"report": "อำเภอส่งรายงาน", "publication": "จังหวัดเผยแพร่ผล"}
SOURCES = {
    "submissions": "แบบรายงานของอำเภอ",
    "app_downloads": "ข้อมูลดาวน์โหลด",
    "shop_registrations": "ข้อมูลร้านค้า",
    "otop_operators": "ทะเบียนผู้ประกอบการ OTOP",
    "content_records": "ข้อมูลบริการ Click ชุมชน",
    "leader_roster": "บัญชีผู้นำ",
}
SHARE = "สัดส่วน"  # the unit of measures between 0 and 1


def month(period: date) -> str:
    """ "กุมภาพันธ์ 2567"."""
    return f"{MONTHS[period.month - 1]} {period.year + BUDDHIST_ERA_OFFSET}"


def short_month(period: date) -> str:
    """ "ก.พ. 67"."""
    return f"{SHORT_MONTHS[period.month - 1]} {(period.year + BUDDHIST_ERA_OFFSET) % 100:02d}"


def day(moment: date) -> str:
    """ "15 กุมภาพันธ์ 2567"; of a datetime the day it is in Bangkok."""
    there = moment.astimezone(BANGKOK) if isinstance(moment, datetime) else moment
    return f"{there.day} {month(there)}"


def clock(moment: datetime) -> str:
    """ "15 กุมภาพันธ์ 2567 เวลา 23.59 น."."""
    return f"{day(moment)} เวลา {moment.astimezone(BANGKOK):%H.%M} น."


def number(value: Decimal | int, places: int | None = None) -> str:
    """ "1,234.5": commas, no zeros that say nothing, at most `places` decimals, cut and never rounded up."""
    exact = Decimal(value)
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), ROUND_DOWN)
    text = f"{exact:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def quantity(value: Decimal | None, unit_th: str) -> str:
    """ "12 ราย"; a share as "ร้อยละ 79.99", cut to two decimals so that no target seems reached that is not."""
    if value is None:
        return "ไม่มีข้อมูล"
    return f"ร้อยละ {number(value * 100, 2)}" if unit_th == SHARE else f"{number(value)} {unit_th}"


def edition(kind: str, revision: int | None) -> str:
    """ "ฉบับเบื้องต้น", "ฉบับสมบูรณ์", "ฉบับแก้ไข ครั้งที่ 1" (revision 2), or what live figures are."""
    return f"ฉบับแก้ไข ครั้งที่ {(revision or 2) - 1}" if kind == "restated" else KINDS[kind]


def thai_digits(text: str) -> str:
    """Arabic digits to Thai ones."""
    return text.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))


def official_digits(text: str) -> str:
    """Thai digits, but in words with a Latin letter: addresses, names of files, hashes and codes stay as they are."""
    return re.sub(r"\S+", lambda word: word[0] if re.search("[A-Za-z]", word[0]) else thai_digits(word[0]), text)


def short_day(moment: date) -> str:
    """ "15 ก.พ. 67"; of a datetime the day it is in Bangkok."""
    there = moment.astimezone(BANGKOK) if isinstance(moment, datetime) else moment
    return f"{there.day} {short_month(there)}"
