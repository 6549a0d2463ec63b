"""One district's workbook: instructions, the five sheets of the report, and the choices behind the drop-downs.

Rows and columns are counted from 0 here, as xlsxwriter does.
"""

import io
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from include.loaders import reading
from include.templates import cells, instructions
from include.templates.asked import Asked, District
from include.templates.cells import TO_CHOOSE, YES, Choices
from include.templates.fields import RUNNING_NUMBER, Column, section_columns, summary_columns
from include.templates.instructions import Check
from include.templates.style import FONT, LINE_HEIGHT, Styles, in_thai_digits

FORM_VERSION = 1
LINES = 40  # to fill in on a sheet where nothing is given
_MORE_SERVICES = 6
_TOP = 3  # the row of a table's header, and of the summary's first group
_PAPER_A4 = 9
_SETTINGS = {"in_memory": True, "default_format_properties": FONT, "default_row_height": LINE_HEIGHT * 4 / 3}  # pixels
# Headings among the labels of the summary, each over the label it stands above.
_GROUPS = {
    "district": "ข้อมูลของรายงาน",
    "new_shops": "ผลการดำเนินงานของเดือน",
    "district_chief": "ผู้นำที่ดาวน์โหลดแล้ว (นับสะสมถึงสิ้นเดือน)",
}
_NOTE = "ช่องสีเหลือง * ต้องกรอก · ช่องสีขาว กรอกเมื่อมีข้อมูล · ช่องสีเทา กรอกไว้ให้แล้ว · อ่านวิธีกรอกที่แผ่นงาน “คำแนะนำ”"


@dataclass
class _Form:
    """A workbook in the making; `checks` collects what its first sheet counts on the others."""

    book: Any
    style: Styles
    asked: Asked
    district: District
    choices: Choices
    checks: list[Check] = field(default_factory=list)

    def sheet(self, name: str, landscape: bool = False) -> Any:
        """A new sheet with the form's title, ready to be printed on A4, one page wide."""
        sheet = self.book.add_worksheet(name)
        sheet.set_row(0, 1.5 * LINE_HEIGHT)
        sheet.set_row(1, 1.3 * LINE_HEIGHT)
        sheet.write_string(0, 0, f"แบบรายงาน {self.asked.programme} · {name}", self.style("title"))
        whose = f"อำเภอ{self.district.name} จังหวัด{self.asked.province} ประจำเดือน{self.asked.month}"
        sheet.write_string(1, 0, whose, self.style("subtitle"))
        sheet.set_paper(_PAPER_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.set_footer(f"&L{whose}&R&A หน้า &P จาก &N")
        sheet.hide_gridlines(2)
        if landscape:
            sheet.set_landscape()
        return sheet


def version(asked: Asked) -> str:
    """What the form's hidden cell says of it: the form and its version, the province and the month."""
    return f"{asked.programme_code}-{FORM_VERSION} {asked.province_code} {asked.period:%Y-%m}"


def workbook(asked: Asked, district: District) -> bytes:
    """The .xlsx of a district, the same bytes every time it is made from the same rules."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, _SETTINGS) as book:
        form = _Form(book, Styles(book), asked, district, cells.choices(asked, district))
        title = f"แบบรายงาน {asked.programme} อำเภอ{district.name} ประจำเดือน{asked.month}"
        book.set_properties({"title": title, "created": datetime(asked.period.year, asked.period.month, 1)})
        guide = form.sheet(reading.INSTRUCTIONS_SHEET)
        _summary(form)
        for name, table in reading.SECTION_SHEETS.items():
            _section(form, name, section_columns(table, asked.period))
        form.choices.write(book.add_worksheet(reading.CHOICES_SHEET), version(asked))
        instructions.write(guide, form.style, asked, district, form.checks)
    return content.getvalue()


def _summary(form: _Form) -> None:
    """Labels with their answers right of them. Right of an answer stands its unit and nothing else: any other text
    there would be read as the answer while the cell is empty; so what is known of a figure stands in its label."""
    sheet = form.sheet(reading.SUMMARY_SHEET)
    sheet.write_string(2, 0, _NOTE, form.style("note"))
    sheet.set_column(0, 0, 52)
    sheet.set_column(1, 1, 40)
    sheet.set_column(2, 2, 10)
    given = {"district": form.district.name, "period": form.asked.month}
    row = _TOP
    for column in summary_columns(form.asked.period):
        if column.name in _GROUPS:
            row += 1
            for place, text in enumerate((_GROUPS[column.name], "", "")):
                sheet.write_string(row, place, text, form.style("section"))
            row += 1
        headcount = form.district.headcounts.get(column.name)
        known = "" if headcount is None else f"ในบัญชีมี {in_thai_digits(headcount)} {column.field.unit}"
        label = column.label + (f" ({known})" if known else "") + (" *" if column.required else "")
        sheet.write_string(row, 0, label, form.style("label"))
        sheet.write(row, 1, given.get(column.name), cells.cell_format(form.style, column, column.name in given))
        sheet.write_string(row, 2, column.field.unit, form.style("unit"))
        accepted = cells.validation(column, form.asked, form.choices, known)
        if accepted:
            sheet.data_validation(row, 1, row, 1, accepted)
        if headcount is not None:
            over = {"type": "cell", "criteria": ">", "value": headcount, "format": form.style("too_many")}
            sheet.conditional_format(row, 1, row, 1, over)
        if column.required and column.name not in given:
            cell = f"'{reading.SUMMARY_SHEET}'!{xl_rowcol_to_cell(row, 1)}"
            empty, filled = f"ยังไม่ได้กรอก{column.label}", f"กรอก{column.label}แล้ว"
            form.checks.append(Check(reading.SUMMARY_SHEET, f'=IF({cell}="","{empty}","{filled}")', empty))
        row += 1
    sheet.freeze_panes(_TOP, 0)


def _section(form: _Form, name: str, columns: list[Column]) -> None:
    """A table with running numbers; the names of subdistricts or services are given, the rest is to be filled in."""
    sheet = form.sheet(name, landscape=len(columns) > 2)
    sheet.write_string(2, 0, _NOTE, form.style("note"))
    kinds = [column.field.kind for column in columns]
    given: tuple[str, ...] = ()
    lines = LINES
    if "subdistrict" in kinds:
        given, lines = form.district.subdistricts, len(form.district.subdistricts)
    elif "service" in kinds:
        given, lines = form.asked.related, len(form.asked.related) + _MORE_SERVICES
    first, last = _TOP + 1, _TOP + lines
    sheet.set_column(0, 0, 7)
    sheet.write_string(_TOP, 0, RUNNING_NUMBER, form.style("heading"))
    for row in range(first, last + 1):
        sheet.write_number(row, 0, row - _TOP, form.style("running"))
    for place, column in enumerate(columns, 1):
        sheet.set_column(place, place, column.field.width)
        sheet.write_string(_TOP, place, column.heading, form.style("heading"))
        prefilled = _prefilled(column, given)
        for row in range(first, last + 1):
            text = prefilled[row - first] if row - first < len(prefilled) else None
            is_name = text is not None and column.field.kind in ("subdistrict", "service")
            sheet.write(row, place, text, cells.cell_format(form.style, column, is_name))
        accepted = cells.validation(column, form.asked, form.choices)
        if accepted:
            sheet.data_validation(first, place, last, place, accepted)
    _check(form, sheet, name, columns, given)
    sheet.freeze_panes(_TOP + 1, 0)
    sheet.repeat_rows(_TOP)


def _prefilled(column: Column, given: tuple[str, ...]) -> tuple[str, ...]:
    """What stands in a column's first lines: the names, and for a service that is ordered that it is related."""
    if column.field.kind in ("subdistrict", "service"):
        return given
    if column.field.kind == "answer":
        return (TO_CHOOSE if column.required else YES,) * len(given)
    return ()


def _check(form: _Form, sheet: Any, name: str, columns: list[Column], given: tuple[str, ...]) -> None:
    """How far a table is filled in, for the first sheet; what is still to be chosen shows in the table too."""
    first = _TOP + 1

    def cells_of(place_from: int, place_to: int, lines: int) -> str:
        return f"'{name}'!{xl_range_abs(first, place_from, _TOP + lines, place_to)}"

    places = [place for place, column in enumerate(columns, 1) if column.required]
    answers = [place for place, column in enumerate(columns, 1) if column.field.kind == "answer"]
    if answers:
        waiting = cells_of(answers[0], answers[-1], len(given))
        left = len(given) * sum(columns[place - 1].required for place in answers)
        formula = f'="ยังต้องเลือกคำตอบอีก "&COUNTIF({waiting},"{TO_CHOOSE}")&" ช่อง"'
        form.checks.append(Check(name, formula, f"ยังต้องเลือกคำตอบอีก {left} ช่อง"))
        to_choose = {"type": "cell", "criteria": "==", "value": f'"{TO_CHOOSE}"', "format": form.style("unanswered")}
        sheet.conditional_format(first, answers[0], _TOP + len(given), answers[-1], to_choose)
    elif given:
        filled = cells_of(places[-1], places[-1], len(given))
        formula = f'="กรอกแล้ว "&COUNTA({filled})&" จาก {len(given)} แถว"'
        form.checks.append(Check(name, formula, f"กรอกแล้ว 0 จาก {len(given)} แถว"))
    else:
        filled = cells_of(places[0], places[0], LINES)
        form.checks.append(Check(name, f'="กรอกแล้ว "&COUNTA({filled})&" แถว"', "กรอกแล้ว 0 แถว"))
