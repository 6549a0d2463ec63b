"""The form's first sheet: what is asked by when, how to fill it in, and what is still missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from include.loaders.reading import SECTION_SHEETS, SUMMARY_SHEET
from include.periods import BUDDHIST_ERA_OFFSET
from include.templates.asked import Asked, District
from include.templates.cells import NO, TO_CHOOSE, YES
from include.templates.style import LINE_HEIGHT, Styles, lines_of

_WIDTHS = (34, 84, 14)
_DOWNLOADS, _PUBLICITY, _ACTIVITIES, _SERVICES = SECTION_SHEETS


@dataclass(frozen=True)
class Check:
    """How far one sheet is filled in: a formula, and what it says of the form as it is handed out."""

    sheet: str
    formula: str
    at_first: str


def write(sheet: Any, style: Styles, asked: Asked, district: District, checks: Iterable[Check]) -> None:
    """Fill the first sheet, below its title."""
    page = _Page(sheet, style)
    for place, width in enumerate(_WIDTHS):
        sheet.set_column(place, place, width)
    sheet.fit_to_pages(1, 1)
    sheet.write_string(2, 0, f"โปรดส่งถึงจังหวัดภายในวันที่ {asked.due}", style("due"))
    page.section("สิ่งที่ต้องกรอก", _what_to_fill_in(asked))
    page.section("วิธีกรอก", _how_to_write(asked))
    for topic, text, look in _COLOURS:
        page.line(topic, text, look=look)
    page.section(f"เป้าหมายประจำเดือน{asked.month}")
    page.headings("เกณฑ์", "เป้าหมาย", "คะแนน")
    for target in district.targets:
        criterion = target.criterion + (" (เป้าหมายรวมของจังหวัด)" if target.of_province else "")
        points = "ไม่คิดคะแนน" if target.of_province else target.points
        page.line(criterion, target.conditions, points, below=f"ที่มา: {target.document}")
    page.line("รวมคะแนนเต็มของอำเภอ", "", asked.total_points)
    if any(asked.hashtags.values()):
        page.section("แฮชแท็กที่กำหนด", _hashtags(asked))
    page.section("ตรวจก่อนส่ง")
    for check in checks:
        page.line(check.sheet, check.at_first, formula=check.formula)
    page.line(
        "ให้จังหวัดตรวจล่วงหน้า",
        "ส่งไฟล์ให้กลุ่มงานสารสนเทศการพัฒนาชุมชนตรวจก่อนได้ จังหวัดจะแจ้งช่องที่ต้องแก้ไขพร้อมผลเบื้องต้น โดยยังไม่นับเป็นการส่ง",
    )
    page.section("การส่งและการแก้ไข", _how_to_send(asked))


@dataclass
class _Page:
    """The sheet while it is written from top to bottom; `row` is the next free one, from 0."""

    sheet: Any
    style: Styles
    row: int = 3

    def section(self, title: str, lines: Iterable[tuple[str, str]] = ()) -> None:
        """A heading across the page, a blank row above it, and topics with what is to be said of each."""
        self.row += 1
        self.sheet.set_row(self.row, 1.3 * LINE_HEIGHT)
        for place, text in enumerate((title, "", "")):
            self.sheet.write_string(self.row, place, text, self.style("section"))
        self.row += 1
        for topic, text in lines:
            self.line(topic, text)

    def headings(self, *texts: str) -> None:
        """The header of a table."""
        for place, text in enumerate(texts):
            self.sheet.write_string(self.row, place, text, self.style("heading"))
        self.row += 1

    def line(
        self, topic: str, text: str, right: str = "", below: str = "", formula: str = "", look: str = "label"
    ) -> None:
        """A topic and its text, or the formula that says it; `below` in smaller letters, `right` in the last column."""
        height = max(
            lines_of(topic, _WIDTHS[0]), lines_of(text, _WIDTHS[1]) + (lines_of(below, _WIDTHS[1]) if below else 0)
        )
        self.sheet.set_row(self.row, height * LINE_HEIGHT)
        self.sheet.write_string(self.row, 0, topic, self.style(look))
        if formula:
            self.sheet.write_formula(self.row, 1, formula, self.style("text"), text)
        elif below:
            parts = (self.style("plain"), text, self.style("source"), f"\n{below}", self.style("text"))
            self.sheet.write_rich_string(self.row, 1, *parts)
        else:
            self.sheet.write_string(self.row, 1, text, self.style("text"))
        if right:
            self.sheet.write_string(self.row, 2, right, self.style("points"))
        self.row += 1


_COLOURS = (
    ("ช่องสีเหลือง และหัวข้อที่มี *", "ต้องกรอกในทุกแถวที่มีข้อมูล หากเว้นว่าง แถวหรือรายงานนั้นไม่ผ่านการตรวจสอบ", "required"),
    ("ช่องสีขาว", "กรอกเมื่อมีข้อมูล", "optional"),
    ("ช่องสีเทา", "กรอกไว้ให้แล้ว ไม่ต้องแก้ไข", "given"),
)


def _what_to_fill_in(asked: Asked) -> tuple[tuple[str, str], ...]:
    return (
        (
            SUMMARY_SHEET,
            "กรอกวันที่รายงานทุกครั้ง หากไม่มี รายงานทั้งฉบับไม่ผ่านการตรวจสอบ จำนวนผู้นำให้นับสะสมถึงสิ้นเดือน "
            "ดาวน์โหลดรวมเว้นว่างได้หากกรอกรายตำบลครบแล้ว",
        ),
        (
            _DOWNLOADS,
            "กรอกจำนวนผู้ดาวน์โหลดในเดือนให้ครบทุกตำบล ตำบลที่ไม่มีผู้ดาวน์โหลดให้กรอก 0 เพราะช่องว่างมิได้หมายถึง 0",
        ),
        (
            _PUBLICITY,
            f"หนึ่งแถวต่อการเผยแพร่หนึ่งครั้ง ลงวันที่ในเดือน{asked.month} เผยแพร่หลายช่องทางให้ใส่ในช่องเดียวกันโดยคั่นด้วยจุลภาค",
        ),
        (_ACTIVITIES, f"หนึ่งแถวต่อหนึ่งกิจกรรม ลงวันที่ในเดือน{asked.month}"),
        (
            _SERVICES,
            f"เลือก {YES} หรือ {NO} แทนคำว่า “{TO_CHOOSE}” ให้ครบทุกช่อง บริการที่ไม่เกี่ยวข้องกับอำเภอให้เลือก {NO} ทั้งสี่ช่อง "
            "บริการอื่นที่มีข้อมูลให้เพิ่มในแถวว่าง",
        ),
    )


def _how_to_write(asked: Asked) -> tuple[tuple[str, str], ...]:
    month, year = asked.period.month, asked.period.year
    return (
        (
            "วันที่",
            f"พิมพ์ วัน/เดือน/ปี พ.ศ. สี่หลัก เช่น 15/{month}/{year + BUDDHIST_ERA_OFFSET} "
            f"หากโปรแกรมไม่รับปี พ.ศ. ให้พิมพ์ปี ค.ศ. เช่น 15/{month}/{year} "
            "อย่าใช้ปีสองหลัก เพราะโปรแกรมอาจอ่านเป็นปี ค.ศ. ๑๙xx",
        ),
        ("จำนวน", "พิมพ์เป็นจำนวนเต็ม เช่น 12 ไม่ต้องใส่หน่วย ไม่ใช้สูตร ถ้าไม่มีให้กรอก 0"),
        ("แถวไม่พอ", "พิมพ์ต่อในแถวถัดไปได้ โปรดอย่าเปลี่ยนชื่อแผ่นงานและหัวตาราง"),
    )


def _hashtags(asked: Asked) -> tuple[tuple[str, str], ...]:
    which = "ให้ติดครบทุกแฮชแท็ก" if asked.all_hashtags else "ให้ติดตามรายการ อย่างน้อยหนึ่งแฮชแท็ก"
    return (
        (_PUBLICITY, " ".join(asked.hashtags["publicity"]) or "มิได้กำหนด"),
        (_ACTIVITIES, " ".join(asked.hashtags["activities"]) or "มิได้กำหนด"),
        ("การติดแฮชแท็ก", f"{which} ไม่แยกตัวพิมพ์ใหญ่เล็ก แฮชแท็กที่ลงท้ายด้วย … ให้ต่อด้วยชื่อหน่วยงาน"),
    )


def _how_to_send(asked: Asked) -> tuple[tuple[str, str], ...]:
    clock = "ถือตามวันที่รายงานที่กรอกในแผ่นงานสรุป" if asked.clock == "reported" else "ถือตามวันและเวลาที่จังหวัดได้รับไฟล์"
    return (
        ("การส่ง", "บันทึกเป็นไฟล์ Excel (.xlsx) โดยไม่ตั้งรหัสผ่าน แล้วส่งถึงจังหวัด จะเปลี่ยนชื่อไฟล์ก็ได้"),
        ("กำหนดส่ง", f"ภายในสิ้นวันที่ {asked.due} {clock} รายงานที่ไม่ผ่านการตรวจสอบยังไม่นับว่าส่ง"),
        (
            "การแก้ไข",
            "แก้ในไฟล์เดิมแล้วส่งใหม่ทั้งไฟล์ ฉบับที่จังหวัดได้รับหลังสุดและผ่านการตรวจสอบเป็นฉบับที่ใช้ "
            "ฉบับก่อนหน้ายังเก็บไว้ การแก้ไขไม่ทำให้รายงานที่ส่งทันกำหนดแล้วกลายเป็นส่งล่าช้า",
        ),
    )
