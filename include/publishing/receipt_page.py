"""The receipt of a district's report as a page that needs nothing but itself, and the same in plain lines.

Every text of it is escaped; what came from outside is one line of printable characters.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup

from include.publishing.templating import templates

PROVISIONAL = "ผลเบื้องต้น"
DISCLAIMER = "คำนวณจากข้อมูลที่ได้รับถึงเวลาที่ออกใบรับนี้ อาจเปลี่ยนเมื่อได้รับข้อมูลเพิ่ม และมิใช่ระดับที่จังหวัดเผยแพร่"
_MARKS = {True: ("✓", "ถึงเป้าหมาย"), False: ("✗", "ยังไม่ถึงเป้าหมาย"), None: ("…", "รอข้อมูล")}

_PAGES = templates()


@dataclass(frozen=True)
class Criterion:
    """A criterion, whether it is reached (None while a figure is missing), its points and why, in words."""

    name: str
    reached: bool | None
    points: str
    explanation: str

    @property
    def mark(self) -> str:
        """A sign."""
        return _MARKS[self.reached][0]

    @property
    def told(self) -> str:
        """The sign in words."""
        return _MARKS[self.reached][1]


@dataclass(frozen=True)
class Result:
    """What a month provisionally comes to under one programme; `grade` is None while it waits for its sources.

    `steps` are the smallest to the next letter, which `steps_to` names.
    """

    programme: str
    grade: str | None
    summary: str
    basis: str
    waits_for: Sequence[str]
    criteria: Sequence[Criterion]
    steps: str | None
    steps_to: str


@dataclass(frozen=True)
class Page:
    """All that a receipt says, in Thai. `tone` is good, bad or open; `reason` is why the whole file was refused."""

    number: int
    district: str
    province: str
    month: str
    files: Sequence[str]
    received: str
    tone: str
    punctuality: str
    due: str | None
    standing: str
    rows_accepted: int
    rows_refused: int
    reason: str | None
    refused_in: Sequence[str]
    notes: Sequence[str]
    results: Sequence[Result]
    issued: str

    @property
    def links(self) -> list[tuple[str, str]]:
        """Name and address of each workbook that says what is wrong, the address relative to the page."""
        return [(place.rsplit("/", 1)[-1], quote(place)) for place in self.refused_in]


def render(page: Page) -> str:
    """The page as HTML, with the letters of the house in it: it is handed over alone."""
    from include.publishing.scoreboard import (
        assets,
    )  # what makes fonts is too much to import for whoever tells in lines

    fonts = Markup(assets.files()[assets.FONTS].decode())
    return _PAGES.get_template("receipt.html").render(
        page=page, provisional=PROVISIONAL, disclaimer=DISCLAIMER, fonts=fonts
    )


def as_lines(page: Page) -> str:
    """The same in plain lines, for a letter or a message."""
    lines = [
        f"ใบรับรายงาน Click ชุมชน เลขที่ {page.number}",
        f"{page.district} {page.province} ประจำเดือน{page.month}",
        f"ได้รับเมื่อ {page.received} ({', '.join(page.files)})",
        page.punctuality,
        *([f"กำหนดส่ง {page.due}"] if page.due else []),
        page.standing,
        *_of_rows(page),
        *page.notes,
    ]
    for result in page.results:
        lines += ["", f"{PROVISIONAL} {result.programme}", result.summary]
        lines += [result.basis] if result.basis else []
        lines += [f"- {message}" for message in result.waits_for]
        lines += [f"{item.mark} {item.name} ({item.points}) {item.explanation}" for item in result.criteria]
        lines += [f"{result.steps_to}: {result.steps}"] if result.steps else []
    return "\n".join([*lines, "", *([PROVISIONAL + DISCLAIMER] if page.results else []), f"ออกใบรับเมื่อ {page.issued}"])


def _of_rows(page: Page) -> list[str]:
    where = f"อ่านสิ่งที่ต้องแก้ไขได้ในไฟล์ {', '.join(name for name, _ in page.links)}"
    if page.reason is not None:
        return [f"ไม่รับทั้งไฟล์: {page.reason}", where]
    counted = f"ผ่าน {page.rows_accepted:,} แถว ไม่ผ่าน {page.rows_refused:,} แถว"
    return [counted, where] if page.refused_in else [counted]
