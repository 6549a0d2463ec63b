"""The month as an official memorandum of the province: `memo.pdf`, a draft to be signed.

Fields, sections and closing are those of a บันทึกข้อความ. The emblem is left to the office's own template; the number,
the signer and the telephone are left blank, since nothing here knows them.
"""

from collections.abc import Iterator
from typing import Any

from include.publishing import wording
from include.publishing.official import asks, facts, parts, tables
from include.publishing.official.parts import Behind
from include.publishing.results import changes, details
from include.publishing.results.shapes import Edition, Month
from include.publishing.typesetting import Press, shortened

OFFICE = "กลุ่มงานสารสนเทศการพัฒนาชุมชน"
CLOSING = "จึงเรียนมาเพื่อโปรดทราบ"
DRAFT = "ร่าง"


def files(connection: Any, month: Month) -> Iterator[tuple[str, bytes]]:
    """The memorandum's name and content."""
    behind = read_behind(connection, month.edition)
    yield "memo.pdf", Press("memo.typ").pdf(paper(month, behind), month.edition.taken_at)


def read_behind(connection: Any, edition: Edition) -> Behind:
    """What lies behind an edition, as far as official papers tell it."""
    return Behind(
        intake=details.intake(connection, edition),
        findings=details.findings(connection, edition),
        documents=details.document_findings(connection, edition),
        changes=changes.since_revision_before(connection, edition) if edition.kind == "restated" else [],
    )


def paper(month: Month, behind: Behind) -> dict[str, Any]:
    """What the memorandum says, as the template takes it: in Thai digits, but for what proves it."""
    edition = month.edition
    graded = month.status == "graded" and bool(month.districts)
    told = {
        "title": parts.subject(edition),
        "author": f"{OFFICE} จังหวัด{edition.province_name_th}",
        "heading": "บันทึกข้อความ",
        "draft": DRAFT,
        "office": OFFICE,
        "day": wording.day(edition.taken_at) if edition.taken_at else "",
        "subject": f"รายงาน{parts.subject(edition)}",
        "to": f"พัฒนาการจังหวัด{shortened(edition.province_name_th, 60)}",
        "sections": [
            {"title": "1. เรื่องเดิม", "parts": asks.order(month, behind)},
            {"title": "2. ข้อเท็จจริง", "parts": facts.facts(month, behind)},
            {"title": "3. ข้อพิจารณา", "parts": asks.proposals(month, behind)},
        ],
        "closing": CLOSING,
        "running": f"{parts.subject(edition)} จังหวัด{shortened(edition.province_name_th, 40)}",
        "charts": tables.charts(month) if graded else None,
        "districts": tables.districts(month) if graded else None,
        "quarter": tables.quarter(month) if graded and facts.shows_quarter(month) else None,
        "proof_told": tables.proof_told(edition),
    }
    return {**tables.official(told), "codes": tables.codes(edition)}
