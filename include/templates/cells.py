"""Cells to fill in: their look, what may be typed into them, and the choices that drop down."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from xlsxwriter.utility import xl_range_abs

from include.loaders.reading import CHOICES_SHEET
from include.periods import BUDDHIST_ERA_OFFSET, add_months
from include.templates.asked import Asked, District
from include.templates.fields import Column
from include.templates.style import COUNT_FORMAT, DAY_FORMAT, TEXT_FORMAT, Styles

YES, NO = "ใช่", "ไม่ใช่"
# Stands where a required answer is still to be chosen. No reader takes it for one, so that a form which nobody filled
# in never counts as a report.
TO_CHOOSE = "โปรดเลือก"
_FIRST_CHOICE_ROW = 2  # from 0, below the form's version and the headings
_EARLIEST_DAY = date(2000, 1, 1)
_LATEST_MONTHS = 24  # after the month of the report: anything later is a year in the wrong era


@dataclass(frozen=True)
class Choices:
    """What may be chosen, by kind of field, in the order of the columns of the hidden sheet."""

    lists: dict[str, tuple[str, ...]]

    def source(self, kind: str) -> str:
        """The cells of the hidden sheet that hold a kind's choices, as a validation names them."""
        place = list(self.lists).index(kind)
        last = _FIRST_CHOICE_ROW + len(self.lists[kind]) - 1
        return f"='{CHOICES_SHEET}'!{xl_range_abs(_FIRST_CHOICE_ROW, place, last, place)}"

    def write(self, sheet: Any, version: str) -> None:
        """Fill the hidden sheet: the form's version in its first cell, the choices below."""
        sheet.write_string(0, 0, version)
        for place, (kind, choices) in enumerate(self.lists.items()):
            sheet.write_column(_FIRST_CHOICE_ROW - 1, place, (kind, *choices))
        sheet.hide()


def choices(asked: Asked, district: District) -> Choices:
    """The choices of one district's form."""
    return Choices(
        {
            "answer": (YES, NO),
            "channel": asked.channels,
            "service": asked.services,
            "subdistrict": district.subdistricts,
        }
    )


def cell_format(style: Styles, column: Column, given: bool = False) -> Any:
    """How a cell of a column looks: given by the form, required, or optional."""
    look = "given" if given else "required" if column.required else "optional"
    match column.field.kind:
        case "count":
            return style(look, COUNT_FORMAT, "right")
        case "day_of_month" | "day_from_month_on" | "any_day":
            return style(look, DAY_FORMAT, "left")
        case "answer":
            return style(look, TEXT_FORMAT, "center")
        case _:
            return style(look, TEXT_FORMAT)


def validation(column: Column, asked: Asked, choices: Choices, hint: str = "") -> dict[str, Any] | None:
    """What a column's cells accept, as xlsxwriter takes it; None where anything is text.

    A cell says what it wants when it is entered, with the `hint` if there is one. Only a channel that is not among the
    choices is let through after a question: every other text is a channel of its own.
    """
    rule: dict[str, Any]
    match column.field.kind:
        case "count":
            rule = {"validate": "integer", "criteria": ">=", "value": 0}
            message = "กรอกเป็นจำนวนเต็ม เช่น 12 ถ้าไม่มีให้กรอก 0"
            error = "ต้องเป็นจำนวนเต็มตั้งแต่ 0 ขึ้นไป พิมพ์ด้วยเลขอารบิก ไม่ต้องใส่หน่วย ถ้าไม่มีให้กรอก 0"
        case "day_of_month" | "day_from_month_on" | "any_day":
            first, last = _days(column.field.kind, asked.period)
            rule = {"validate": "date", "criteria": "between", "minimum": first, "maximum": last}
            month, year = asked.period.month, asked.period.year
            message = f"พิมพ์ วัน/เดือน/ปี พ.ศ. สี่หลัก เช่น 15/{month}/{year + BUDDHIST_ERA_OFFSET}"
            error = (
                f"{'วันที่ต้องอยู่ในเดือน' + asked.month if column.field.kind == 'day_of_month' else 'อ่านเป็นวันที่ไม่ได้'} "
                f"โปรดพิมพ์ เช่น 15/{month}/{year + BUDDHIST_ERA_OFFSET} หากโปรแกรมไม่รับปี พ.ศ. ให้พิมพ์ 15/{month}/{year}"
            )
        case "answer":
            message = error = f"เลือก {YES} หรือ {NO}"
        case "service":
            message, error = "เลือกบริการจากรายการ", "ไม่มีบริการนี้ในรายการ โปรดเลือกจากรายการ"
        case "subdistrict":
            message, error = "ชื่อตำบลกรอกไว้ให้แล้ว", "ไม่มีตำบลนี้ในอำเภอ โปรดเลือกจากรายการ"
        case "channel":
            message = "เลือกจากรายการหรือพิมพ์เอง หลายช่องทางให้คั่นด้วยจุลภาค เช่น Facebook, Line"
            error = "ไม่มีข้อความนี้ในรายการ ใช้ได้หากเป็นช่องทางอื่น หรือหลายช่องทางคั่นด้วยจุลภาค ต้องการใช้ข้อความนี้หรือไม่"
        case "text":
            return None
    if column.field.kind in choices.lists:
        rule = {"validate": "list", "source": choices.source(column.field.kind)}
    return rule | {
        "input_title": column.label[:32],
        "input_message": f"{hint} {message}".strip(),
        "error_title": column.label[:32],
        "error_message": error,
        "error_type": "warning" if column.field.kind == "channel" else "stop",
    }


def _days(kind: str, period: date) -> tuple[date, date]:
    """The first and last day that a cell accepts."""
    if kind == "day_of_month":
        return period, date.fromordinal(add_months(period, 1).toordinal() - 1)
    return (period if kind == "day_from_month_on" else _EARLIEST_DAY), add_months(period, _LATEST_MONTHS)
