"""The province's letter to its districts about a month: `letter.pdf`, a draft to be signed.

A หนังสือภายนอก: it refers to the order, lists what is enclosed, says what is asked of whom by when, and ends politely.
Number, signer and telephone are left blank, the emblem to the office's own template.
"""

from collections.abc import Iterator
from typing import Any

from include.publishing import wording
from include.publishing.memo import CLOSING, DRAFT, OFFICE, read_behind
from include.publishing.official import asks, parts, tables
from include.publishing.official.parts import Behind
from include.publishing.results.shapes import Month
from include.publishing.typesetting import Press, shortened

FAREWELL = "ขอแสดงความนับถือ"


def files(connection: Any, month: Month) -> Iterator[tuple[str, bytes]]:
    """The letter's name and content; nothing where nothing is graded that could be told."""
    if month.status == "graded" and month.districts:
        content = paper(month, read_behind(connection, month.edition))
        yield "letter.pdf", Press("letter.typ").pdf(content, month.edition.taken_at)


def paper(month: Month, behind: Behind) -> dict[str, Any]:
    """What the letter says, as the template takes it: in Thai digits, but for what proves it."""
    edition = month.edition
    subject = parts.subject(edition)
    told = {
        "title": subject,
        "author": f"{OFFICE} จังหวัด{edition.province_name_th}",
        "draft": DRAFT,
        "sender": f"ศาลากลางจังหวัด{shortened(edition.province_name_th, 60)}",
        "day": wording.day(edition.taken_at) if edition.taken_at else "",
        "subject": f"แจ้ง{subject}",
        "to": "นายอำเภอทุกอำเภอ",
        "refers": parts.ordered_by(month),
        "enclosed": [
            {"name": f"1. ผลรายอำเภอ ประจำเดือน{wording.month(edition.period)}", "count": "จำนวน 1 ชุด"},
            {"name": "2. ใบรายงานผลรายอำเภอ", "count": "จำนวนอำเภอละ 1 แผ่น"},
        ],
        "parts": asks.letter(month, behind),
        "closing": CLOSING,
        "farewell": FAREWELL,
        "office": OFFICE,
        "running": f"{subject} จังหวัด{shortened(edition.province_name_th, 40)}",
        "districts": tables.districts(month),
    }
    return {**tables.official(told), "codes": tables.codes(edition)}
