"""The month as a workbook: summary, results, targets, measures, working, quarter, refusals, findings, steps, rules.

Every text is written as a string, whatever it begins with; there is no formula and no link out of the workbook. It is
streamed to disk sheet by sheet, and the same figures make the same bytes.
"""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from include.publishing import wording
from include.publishing.results import measures
from include.publishing.results.shapes import Edition, Month
from include.publishing.workbook import behind, figures, grid, rules, summary
from include.publishing.workbook.page import Book
from include.publishing.workbook.style import Styles, clean, settings

NAME = "workbook.xlsx"
# The sheets after the first, and what a reader finds there.
CONTENTS = [
    (grid.NAME, "ผลของทุกอำเภอรายเกณฑ์ คะแนน ระดับ อันดับ การส่งรายงาน คุณภาพข้อมูล และแนวโน้ม"),
    (figures.TARGETS, "เป้าหมายและผลงานทุกเงื่อนไข พร้อมข้อในหนังสือสั่งการ"),
    (figures.MEASURES, "ค่าที่วัดได้ทุกตัวชี้วัด รวมที่ติดตามโดยไม่ใช้จัดระดับ"),
    (behind.WORKING, "แถวในไฟล์ต้นทางที่เป็นที่มาของแต่ละตัวเลข"),
    (figures.QUARTER, "ระดับของไตรมาส"),
    (behind.REFUSED, "ไฟล์และแถวที่ไม่ผ่านการตรวจ พร้อมวิธีแก้ไข"),
    (behind.FINDINGS, "สิ่งที่ควรตรวจสอบ และผู้ดำเนินการ"),
    (behind.STEPS, "สิ่งที่ต้องเพิ่มเพื่อให้ได้ระดับถัดไป"),
    (rules.NAME, "เกณฑ์ ช่วงคะแนน วิธีอ่านหนังสือสั่งการ และความหมายของตัวชี้วัด"),
]


def files(connection: Any, month: Month) -> Iterator[tuple[str, bytes]]:
    """The workbook of a month, by its name below `papers/`."""
    measured = measures.read(connection, month.edition)
    content = io.BytesIO()
    # a copy of the font: the writer changes what it is given, and the next workbook would have other bytes
    with xlsxwriter.Workbook(content, settings()) as made:
        _properties(made, month.edition)
        book = Book(made, Styles(made), month.edition)
        summary.write(book, month, CONTENTS)
        grid.write(book, month, measured)
        figures.write_targets(book, month)
        figures.write_measures(book, month, measured)
        behind.write_working(book, connection, month, measured)
        figures.write_quarter(book, month)
        behind.write_refused(book, connection, month)
        behind.write_findings(book, connection, month)
        behind.write_steps(book, month, measured)
        rules.write(book, month, measured)
    yield NAME, content.getvalue()


def _properties(book: Any, edition: Edition) -> None:
    kind = wording.edition(edition.kind, edition.revision)
    begun = datetime(edition.period.year, edition.period.month, 1, tzinfo=UTC)
    title = f"ผลการจัดระดับอำเภอ เรื่อง {edition.programme_name_th} เดือน{wording.month(edition.period)}"
    book.set_properties(
        {
            "title": clean(title),
            "subject": clean(f"จังหวัด{edition.province_name_th} {kind}"),
            "author": clean(f"จังหวัด{edition.province_name_th}"),
            "keywords": edition.proof_code or "",
            "comments": clean(edition.reason or ""),
            "created": (edition.taken_at or begun).astimezone(UTC).replace(tzinfo=None),
        }
    )
    if edition.proof_code:
        book.set_custom_property("รหัสพิสูจน์", edition.proof_code, "text")
        book.set_custom_property("chain_sha256", str(edition.chain_sha256), "text")
