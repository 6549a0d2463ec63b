"""What an alert is, of which kinds there are, and how it reads in Thai."""

import csv
import os
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from include.publishing import wording

KINDS_FILE = Path(__file__).parent / "kinds.csv"
SEVERITIES = {"critical": "ด่วน", "warning": "โปรดตรวจสอบ", "info": "แจ้งเพื่อทราบ"}
SENDER = "คลังข้อมูล Click ชุมชน"
SHOWN_DISTRICTS = 30


@dataclass(frozen=True)
class Kind:
    """A kind of alert: how grave it is, what is wrong, what to do, and where the runbook tells more."""

    kind: str
    severity: str
    title_th: str
    to_do_th: str
    runbook: str


@dataclass(frozen=True)
class Hurt:
    """A province's month that is hurt: its districts, by name or all of them, and the deadline at stake."""

    province_code: str
    province_name_th: str
    period: date
    district_codes: tuple[str, ...] = ()
    district_names_th: tuple[str, ...] = ()
    deadline_code: str | None = None
    due_at: datetime | None = None
    districts: int = 0  # all of the province's, where all are hurt

    def as_json(self) -> dict[str, Any]:
        """As it is kept: texts and lists."""
        return {
            "province_code": self.province_code,
            "province_name_th": self.province_name_th,
            "period": self.period.isoformat(),
            "district_codes": list(self.district_codes),
            "district_names_th": list(self.district_names_th),
            "deadline_code": self.deadline_code,
            "due_at": self.due_at and self.due_at.isoformat(),
            "districts": self.districts,
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Hurt":
        """The way back of `as_json`."""
        return cls(
            kept["province_code"],
            kept["province_name_th"],
            date.fromisoformat(kept["period"]),
            tuple(kept["district_codes"]),
            tuple(kept["district_names_th"]),
            kept["deadline_code"],
            datetime.fromisoformat(kept["due_at"]) if kept["due_at"] else None,
            kept["districts"],
        )


@dataclass(frozen=True)
class Alert:
    """Something that is wrong. `subject` tells it from others of its kind, the same from look to look."""

    kind: str
    subject: str
    message_th: str
    hurts: tuple[Hurt, ...] = ()
    severity: str = ""
    title_th: str = ""
    raised_by: str = "watchdog"

    @property
    def key(self) -> str:
        """What makes it the same alert."""
        return f"{self.kind}/{self.subject}" if self.subject else self.kind

    def row(self) -> dict[str, Any]:
        """As it is kept: the columns of ops.alert."""
        kind = kinds()[self.kind]
        provinces = {hurt.province_code for hurt in self.hurts}
        months = {hurt.period for hurt in self.hurts}
        due = sorted((hurt.due_at, hurt.deadline_code) for hurt in self.hurts if hurt.due_at and hurt.deadline_code)
        return {
            "alert_key": self.key,
            "kind": self.kind,
            "severity": self.severity or kind.severity,
            "province_code": next(iter(provinces)) if len(provinces) == 1 else None,
            "period": next(iter(months)) if len(months) == 1 else None,
            "district_codes": sorted({code for hurt in self.hurts for code in hurt.district_codes}),
            "deadline_code": due[0][1] if due else None,
            "due_at": due[0][0] if due else None,
            "affects": [hurt.as_json() for hurt in self.hurts],
            "title_th": self.title_th or kind.title_th,
            "message_th": self.message_th,
            "to_do_th": kind.to_do_th,
            "runbook": kind.runbook,
            "raised_by": self.raised_by,
        }


@cache
def kinds() -> dict[str, Kind]:
    """Every kind of alert, by its code."""
    with KINDS_FILE.open(encoding="utf-8", newline="") as file:
        return {row["kind"]: Kind(**row) for row in csv.DictReader(file)}


def headline(row: dict[str, Any], event: str) -> str:
    """ "ด่วน: … (เชียงราย กุมภาพันธ์ 2567)"; of one that is gone "เรียบร้อยแล้ว: …"."""
    hurts = [Hurt.from_json(kept) for kept in row["affects"]]
    where = sorted({(hurt.province_name_th, hurt.period) for hurt in hurts})
    place = f" ({where[0][0]} {wording.month(where[0][1])})" if len(where) == 1 else ""
    word = SEVERITIES[row["severity"]] if event == "opened" else "เรียบร้อยแล้ว"
    return f"{word}: {row['title_th']}{place}"


def text(row: dict[str, Any], event: str, at: datetime) -> str:
    """The whole message, in Thai: what, whom it hurts, what to do, where to read on, since when."""
    hurts = [Hurt.from_json(kept) for kept in row["affects"]]
    lines = [headline(row, event), row["message_th"]]
    if hurts:
        lines += ["กระทบ:", *(f"- {affected(hurt, at)}" for hurt in hurts)]
    if event == "opened":
        lines += [f"ต้องทำ: {row['to_do_th']}", f"คู่มือ: {runbook(row['runbook'])}"]
        lines.append(f"พบเมื่อ {wording.clock(row['opened_at'])}")
    else:
        closed_at = row["closed_at"] or at
        lines.append(
            f"พบเมื่อ {wording.clock(row['opened_at'])} หมดไปเมื่อ {wording.clock(closed_at)}"
            f" รวม {duration(closed_at - row['opened_at'])}"
        )
    return "\n".join(lines)


def affected(hurt: Hurt, at: datetime) -> str:
    """ "จังหวัด… เดือน… อำเภอ… · กำหนดเผยแพร่ผล … เหลือ 5 ชั่วโมง"."""
    parts = [f"จังหวัด{hurt.province_name_th} เดือน{wording.month(hurt.period)}"]
    if hurt.district_names_th:
        named = hurt.district_names_th[:SHOWN_DISTRICTS]
        more = len(hurt.district_names_th) - len(named)
        parts.append(
            f"{len(hurt.district_names_th)} อำเภอ: {' '.join(named)}" + (f" และอีก {more} อำเภอ" if more > 0 else "")
        )
    elif hurt.districts:
        parts.append(f"ทั้ง {hurt.districts} อำเภอ")
    if hurt.due_at and hurt.deadline_code:
        left = hurt.due_at - at
        ahead = f"เหลือ {duration(left)}" if left > timedelta() else f"เลยมาแล้ว {duration(-left)}"
        parts.append(f"กำหนด{wording.DEADLINES[hurt.deadline_code]} {wording.clock(hurt.due_at)} ({ahead})")
    return " · ".join(parts)


def duration(span: timedelta) -> str:
    """ "2 วัน 3 ชั่วโมง", "45 นาที", "12 วินาที"."""
    minutes, seconds = divmod(int(span.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    named = [(days, "วัน"), (hours, "ชั่วโมง"), (minutes, "นาที")]
    told = [f"{count} {unit}" for count, unit in named if count][:2]
    return " ".join(told) or f"{max(seconds, 0)} วินาที"


def runbook(anchor: str) -> str:
    """Where the heading of the runbook is read; CHUMCHON_RUNBOOK_URL names another place for the page."""
    return f"{os.environ.get('CHUMCHON_RUNBOOK_URL') or 'docs/runbook.md'}#{anchor}"
