"""The ways in which rows go wrong, each with the column and the rule that must refuse it."""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from include.simulator.calendar_months import at, month_after, month_end
from include.simulator.pen import MONTHS, thai, year_be
from include.simulator.places import foreign_subdistrict_code, misspelt
from include.simulator.records import Cell, Cells, ErrorValue, Formula, Refusal, Row


@dataclass(frozen=True)
class Setting:
    """Where a row stands: its province, its folder's month, and what the cells of its file can be."""

    province_code: str
    month: date
    cells: Cells


Spoilt = tuple[Cell, str]  # the cell as it is written, and the rule that refuses it
Defect = Callable[[Random, Setting, Row], Spoilt]


def _missing(_random: Random, _setting: Setting, _row: Row) -> Spoilt:
    return None, "value_missing"


def _calculated(random: Random, _setting: Setting, _row: Row) -> Spoilt:
    if random.random() < 0.5:
        return ErrorValue(random.choice(["#REF!", "#REF!", "#N/A", "#VALUE!", "#DIV/0!"])), "excel_error"
    link = 'HYPERLINK("https://example.org/click","click")'
    return Formula(f"={random.choice(['12+3', 'SUM(D5:D9)', 'TODAY()', link])}"), "formula_found"


def _date(random: Random, setting: Setting, _row: Row) -> Spoilt:
    month, year = setting.month, year_be(setting.month)
    made_of_two_digits: Spoilt = (date(1900 + year % 100, month.month, 15), "date_excel_two_digit_year")
    if setting.cells == "typed":
        return random.choice([made_of_two_digits, (None, "value_missing")])
    choices: list[Spoilt] = [
        (f"31/02/{year}", "date_impossible"),
        (f"{thai(31)} เมษายน {thai(year)}", "date_impossible"),
        (f"29/02/{year + 1 if month.year % 4 == 0 else year}", "date_impossible"),
        ("ต้นเดือน", "date_unreadable"),
        (f"กลาง{MONTHS[month.month - 1]}", "date_unreadable"),
        (f"15-16/{month.month:02}/{year}", "date_unreadable"),
        (f"15/{month.month:02}/{(year + 50) % 100:02}", "date_ambiguous_year"),
        (None, "value_missing"),
    ]
    if setting.cells == "workbook":  # what Excel makes of 15/02/67
        choices += [made_of_two_digits] * 4
    return random.choice(choices)


def _date_in_month(random: Random, setting: Setting, row: Row) -> Spoilt:
    if random.random() < 0.5:
        return _date(random, setting, row)
    month = setting.month
    day = random.choice(
        [month_end(month_after(month, -1)), month_after(month), month_after(month, -1), month_after(month, -12)]
    )
    return f"{day.day:02}/{day.month:02}/{year_be(day)}", "date_outside_month"


def _moment(random: Random, setting: Setting, row: Row) -> Spoilt:
    month = setting.month
    after = month_after(month)
    usual = row.cells["occurred_at"]
    if setting.cells == "typed" and isinstance(usual, datetime):
        moment = random.choice([at(after), at(after, 0, 30), at(month) - timedelta(seconds=1)])
        outside: Cell = moment if usual.tzinfo else moment.replace(tzinfo=None)
        return random.choice(
            [(outside, "date_outside_month"), (outside, "date_outside_month"), (None, "value_missing")]
        )
    return random.choice(
        [
            (f"{after.isoformat()} 00:00:00", "date_outside_month"),
            (f"{month_end(month).isoformat()}T17:30:00Z", "date_outside_month"),
            (f"{month_end(month_after(month, -1)).isoformat()} 23:59:59", "date_outside_month"),
            (f"{month.year}-02-30 10:00:00", "date_impossible"),
            ("ไม่ทราบเวลา", "date_unreadable"),
            (None, "value_missing"),
        ]
    )


def _count(random: Random, setting: Setting, _row: Row) -> Spoilt:
    number = random.randint(1, 40)
    if setting.cells == "typed" or (setting.cells == "workbook" and random.random() < 0.5):
        return random.choice([(-number, "count_negative"), (number + 0.5, "count_fraction")])
    return random.choice(
        [
            (f"-{number}", "count_negative"),
            (f"{number}.5", "count_fraction"),
            ("หลายราย", "count_unreadable"),
            (f"ประมาณ {thai(number)}", "count_unreadable"),
            (f"{number}-{number + 5}", "count_unreadable"),
        ]
    )


def _needed_count(random: Random, setting: Setting, row: Row) -> Spoilt:
    return (None, "value_missing") if random.random() < 0.3 else _count(random, setting, row)


def _answer(random: Random, _setting: Setting, _row: Row) -> Spoilt:
    return random.choice(
        [
            ("x", "boolean_ambiguous"),
            ("X", "boolean_ambiguous"),
            ("บางส่วน", "boolean_unreadable"),
            ("อยู่ระหว่างดำเนินการ", "boolean_unreadable"),
        ]
    )


def _month(random: Random, setting: Setting, _row: Row) -> Spoilt:
    other = month_after(setting.month, random.choice([-1, -12, -2]))
    return random.choice(
        [
            (f"{MONTHS[other.month - 1]} {thai(year_be(other))}", "period_disagrees"),
            (f"{other.year}-{other.month:02}", "period_disagrees"),
            (MONTHS[setting.month.month - 1], "month_unreadable"),
            ("เดือนนี้", "month_unreadable"),
        ]
    )


def _district(random: Random, setting: Setting, row: Row) -> Spoilt:
    if random.random() < 0.2:
        return random.choice([f"{setting.province_code}99", "ไม่ระบุ"]), "district_unknown"
    if random.random() < 0.2:
        return foreign_subdistrict_code(random, setting.province_code)[:4], "province_disagrees"
    name = misspelt(random, row.values["district_name"])
    return random.choice([name, f"อ.{name}"]), "district_unknown"


def _district_code(random: Random, setting: Setting, _row: Row) -> Spoilt:
    if random.random() < 0.4:
        return foreign_subdistrict_code(random, setting.province_code)[:4], "province_disagrees"
    return f"{setting.province_code}99", "district_unknown"


def _subdistrict(random: Random, setting: Setting, row: Row) -> Spoilt:
    name = misspelt(random, row.values["subdistrict_name"])
    return random.choice([(name, "subdistrict_unknown"), (f"ต.{name}", "subdistrict_unknown"), (None, "value_missing")])


def _subdistrict_code(random: Random, setting: Setting, _row: Row) -> Spoilt:
    return random.choice(
        [
            (f"{setting.province_code}9999", "subdistrict_unknown"),
            (foreign_subdistrict_code(random, setting.province_code), "province_disagrees"),
            (None, "value_missing"),
        ]
    )


def _service(random: Random, _setting: Setting, _row: Row) -> Spoilt:
    return random.choice(["ตลาดนัดออนไลน์", "คลินิกชุมชน", "Shop อำเภอ"]), "service_unknown"


def _status(random: Random, _setting: Setting, _row: Row) -> Spoilt:
    return random.choice(["ผ่าน", "ยกเลิก", "approved", "รอเอกสาร"]), "status_unknown"


def _operating_system(random: Random, _setting: Setting, _row: Row) -> Spoilt:
    return random.choice(["HarmonyOS", "Windows Phone", "มือถือ"]), "operating_system_unknown"


DEFECTS: Mapping[str, Sequence[tuple[str, Defect]]] = {
    "summary": (
        ("district", _district),
        ("period", _month),
        ("reported_on", _date),
        ("new_shops", _count),
        ("downloads_total", _count),
        ("downloads_total", _calculated),
    ),
    "downloads": (("subdistrict", _subdistrict), ("downloads", _needed_count)),
    "publicity": (
        ("posted_on", _date_in_month),
        ("posted_on", _date_in_month),
        ("channel", _missing),
        ("link", _calculated),
    ),
    "activities": (
        ("held_on", _date_in_month),
        ("held_on", _date_in_month),
        ("activity", _missing),
        ("participants", _count),
        ("link", _calculated),
    ),
    "services": (("correct", _answer), ("complete", _answer), ("current", _answer), ("service", _missing)),
    "other_services": (("service", _service),),
    "form": (("district", _district), ("period", _month), ("report_id", _missing)),
    "otop_operators": (("operator_id", _missing), ("as_of_date", _date)),
    "shop_registrations": (
        ("shop_id", _missing),
        ("operator_id", _missing),
        ("registered_on", _date),
        ("status", _status),
        ("products", _count),
    ),
    "app_downloads": (
        ("occurred_at", _moment),
        ("occurred_at", _moment),
        ("subdistrict_code", _subdistrict_code),
        ("operating_system", _operating_system),
        ("event_id", _missing),
    ),
    "content_records": (("record_id", _missing), ("service", _service), ("updated_on", _date)),
    "leader_roster": (("district", _district), ("village_heads", _count), ("as_of_date", _date)),
    "district_code": (("district_code", _district_code),),
    "district": (("district", _district),),
}


CALCULATED_SHARE = 0.08  # of all defects, besides those above


def spoil(random: Random, row: Row, family: str, setting: Setting, columns: Sequence[str] | None = None) -> Row:
    """A copy of a row with one defect of a family, in one of `columns` when the file does not have them all."""
    choices = [choice for choice in DEFECTS[family] if columns is None or choice[0] in columns]
    column, defect = random.choice(choices)
    if random.random() < CALCULATED_SHARE and (setting.cells != "typed" or isinstance(row.cells.get(column), str)):
        defect = _calculated
    cell, rule = defect(random, setting, row)
    if setting.cells == "typed" and isinstance(cell, str) and isinstance(row.cells.get(column), int):
        cell = int(cell)  # an unknown code in a column of whole numbers
    spoilt = copy(row)
    spoilt.cells = {**row.cells, column: cell}
    spoilt.refusal = Refusal(column, rule)
    return spoilt
