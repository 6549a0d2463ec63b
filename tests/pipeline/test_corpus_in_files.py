"""The labelled cells as districts send them: in the form tool's CSV and in a workbook, through the whole intake."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from include import months, warehouse
from include.loaders import landing
from include.rulebook.names import districts
from tests.corpus.test_corpus import labelled
from tests.pipeline import driver

MONTH = "2024-02"
RECEIVED_AT = datetime(2024, 3, 10, 9, tzinfo=UTC)
HEADINGS = {
    "summary": ["รหัสรายงาน", "อำเภอ", "ประจำเดือน", "วันที่รายงาน", "ร้านค้าสมัครใหม่"],
    "downloads": ["รหัสรายงาน", "อำเภอ", "ประจำเดือน", "ตำบล", "จำนวน"],
    "publicity": ["รหัสรายงาน", "อำเภอ", "ประจำเดือน", "วันที่", "ช่องทาง"],
    "activities": ["รหัสรายงาน", "อำเภอ", "ประจำเดือน", "วันที่", "ชื่อกิจกรรม"],
    "services": ["รหัสรายงาน", "อำเภอ", "ประจำเดือน", "บริการ", "ถูกต้อง", "ครบถ้วน", "เป็นปัจจุบัน"],
}
# Where the cells of a kind stand: section, column of raw, the row around them, and what staging makes of them.
PLACES = {
    "districts": ("summary", "district", [None, MONTH, "15/02/2567", "0"], "district_code"),
    "months": ("summary", "period", ["5709", None, "15/02/2567", "0"], "to_char(submission.period, 'YYYY-MM')"),
    "times": (
        "summary",
        "reported_on",
        ["5709", MONTH, None, "0"],
        "to_char(reported_at at time zone 'Asia/Bangkok', 'YYYY-MM-DD')"
        " || case when reported_with_time then to_char(reported_at at time zone 'Asia/Bangkok', ' HH24:MI:SS')"
        " || rtrim(to_char(reported_at, '.US'), '.0') else '' end",
    ),
    "counts": ("summary", "new_shops", ["5709", MONTH, "15/02/2567", None], "new_shops::text"),
    "subdistricts": ("downloads", "subdistrict", [None, "1"], "subdistrict_code"),
    "channels": (
        "publicity",
        "channel",
        ["15/02/2567", None],
        "(select string_agg(channel, ' + ' order by channel collate \"C\") from unnest(channels) as channel)",
    ),
    "dates": ("activities", "held_on", [None, "อบรม"], "held_on::text"),
    "services": ("services", "service", [None, "/", "/", "/"], "service_code"),
    "answers": ("services", "correct", ["มีทุน", None, "/", "/"], "case when ready then 'yes' else 'no' end"),
}
TABLES = {
    "summary": "submission",
    "downloads": "submission_download",
    "publicity": "submission_publicity",
    "activities": "submission_activity",
    "services": "submission_service",
}
EXCEL_ERRORS = {"#REF!", "#DIV/0!", "#N/A", "#VALUE!", "#NAME?"}

pytestmark = pytest.mark.usefixtures("pipeline")


def expected(kind: str, cell: Mapping[str, str | None]) -> tuple[str | None, str | None]:
    """(value, rule) of a cell in a report of its province and February 2024: its label, and what its place adds."""
    means, rule, text = cell["means"], cell["rule"], str(cell["cell"])
    if text.startswith("="):
        return None, "formula_found"
    if text in EXCEL_ERRORS:
        return None, "excel_error"
    if rule == "missing":
        return {"counts": (None, None), "answers": ("no", None)}.get(kind, (None, "value_missing"))
    if kind == "dates" and means is not None and not means.startswith(MONTH):
        return None, "date_outside_month"
    if kind == "months" and means is not None and means != MONTH:
        return None, "period_disagrees"
    elsewhere = {"57": "34", "34": "57"}[str(cell["province"])]
    if kind == "districts" and rule is not None and text in districts(elsewhere):
        return None, "province_disagrees"
    return means, rule


def sent(kind: str, province: str) -> list[dict[str, str | None]]:
    """The cells of a kind that a report of a province can hold. A row of รวม is a total, not a subdistrict."""
    return [
        cell
        for cell in labelled(kind)
        if cell["province"] == province
        and cell["folder_period"] in (None, f"{MONTH}-01")
        and (kind != "subdistricts" or (cell["district"] and cell["cell"] != "รวม"))
    ]


def write(zone: Path, province: str, section: str, rows: Iterable[Sequence[str | None]]) -> None:
    """A section of the form tool's export."""
    path = zone / "submissions" / province / MONTH / f"{section}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADINGS[section], *rows])


def take_in(zone: Path) -> None:
    """Load and type what is in the landing zone."""
    with warehouse.connect() as connection:
        landing.register(connection, driver.landed_files(zone), RECEIVED_AT)
    for waiting in months.pending_provinces():
        months.run(months.TYPE, waiting)


@pytest.mark.parametrize("province", ["57", "34"])
def test_every_cell_of_the_corpus_comes_through_a_form_tools_export_as_it_is_labelled(
    tmp_path: Path, province: str
) -> None:
    rows: dict[str, list[list[str | None]]] = {section: [] for section in HEADINGS}
    rows["summary"] = [[code, code, MONTH, "15/02/2567", "1"] for code in districts(province)]
    first_district = min(districts(province))
    landed: list[tuple[str, str, int, dict[str, str | None]]] = []
    for kind, (section, _, around, _) in PLACES.items():
        for cell in sent(kind, province):
            district = cell["district"] or first_district
            values = [cell["cell"] if value is None else value for value in around]
            if section == "summary":
                values = [
                    first_district if around_it == "5709" else value
                    for around_it, value in zip(around, values, strict=True)
                ]
                rows[section].append([f"{kind}-{len(rows[section])}", *values])
            else:
                rows[section].append([district, district, MONTH, *values])
            landed.append((kind, section, len(rows[section]) + 1, cell))
    for section, written in rows.items():
        write(tmp_path, province, section, written)

    take_in(tmp_path)
    read = {
        (kind, row["section"], row["row_number"]): row["value"]
        for kind, (section, _, _, value) in PLACES.items()
        for row in driver.rows(
            f"select source_file.section, row_number, {value} as value from staging.{TABLES[section]}"
            f" inner join ops.source_file using (file_id) where source_file.section = '{section}'"
        )
    }
    refused = {
        (row["section"], row["row_number"]): (row["column_name"], row["rule"])
        for row in driver.rows(
            "select section, row_number, column_name, rule from quarantine.refused_cell"
            " inner join ops.source_file using (file_id) order by problem_no desc"
        )
    }
    wrong = []
    for kind, section, row_number, cell in landed:
        column, rule = refused.get((section, row_number), (None, None))
        value = None if rule else read.get((kind, section, row_number))
        meant = expected(kind, cell)
        if (value, rule) != meant or (rule and column != PLACES[kind][1]):
            wrong.append(f"{kind} {cell['cell']!r} ({cell['why']}): {(value, column, rule)}, not {meant}")
    assert not wrong, "\n".join([f"{len(wrong)} of {len(landed)} cells misread", *wrong])
    assert len(landed) > (1000 if province == "57" else 40)


# What a spreadsheet itself makes of a cell: real dates, numbers, yes and no, texts that look like them, formulas.
WORKBOOK_DATES: list[tuple[Any, str | None, str | None]] = [
    (datetime(2024, 2, 15), "2024-02-15", None),
    (datetime(2024, 2, 29, 23, 59, 59), "2024-02-29", None),
    (datetime(2567, 2, 15), "2024-02-15", None),  # a Buddhist year typed into a date cell
    (datetime(1967, 2, 15), None, "date_excel_two_digit_year"),
    (datetime(2024, 3, 1), None, "date_outside_month"),
    (45337, None, "date_unreadable"),  # a date whose format was lost
    (True, None, "date_unreadable"),
    ("15/2/67", "2024-02-15", None),
    ("๑๕ กุมภาพันธ์ ๒๕๖๗", "2024-02-15", None),
    ("31/4/67", None, "date_impossible"),
    ("=TODAY()", None, "formula_found"),
]
WORKBOOK_COUNTS: list[tuple[Any, str | None, str | None]] = [
    (12, "12", None),
    (12.0, "12", None),
    (1234, "1234", None),
    (12.5, None, "count_fraction"),
    (-3, None, "count_negative"),
    (False, None, "count_unreadable"),
    (datetime(2024, 2, 15), None, "count_unreadable"),
    ("12", "12", None),
    ("๑,๒๓๔ ราย", "1234", None),
    ("1e3", None, "count_unreadable"),
    (None, None, None),
    ("=1+1", None, "formula_found"),
]
WORKBOOK_ANSWERS: list[tuple[Any, str | None, str | None]] = [
    (True, "yes", None),
    (False, "no", None),
    (1, "yes", None),
    (0, "no", None),
    ("✓", "yes", None),
    (None, "no", None),
    ("x", None, "boolean_ambiguous"),
    ("=TRUE()", None, "formula_found"),
]


def test_what_a_spreadsheet_makes_of_a_cell_is_read_as_it_was_meant(tmp_path: Path) -> None:
    path = tmp_path / "submissions" / "57" / MONTH / "แม่สาย.xlsx"
    path.parent.mkdir(parents=True)
    with xlsxwriter.Workbook(path, {"default_date_format": "d mmm yy"}) as book:
        summary = book.add_worksheet("สรุป")
        for number, label in enumerate([("อำเภอ", "แม่สาย"), ("ประจำเดือน", "ก.พ. 67"), ("วันที่รายงาน", "1/3/2567")]):
            summary.write_row(number, 0, label)
        activities, services = book.add_worksheet("กิจกรรม"), book.add_worksheet("บันทึกข้อมูล")
        activities.write_row(0, 0, ["วันที่", "ชื่อกิจกรรม", "ผู้เข้าร่วม"])
        held = [(written, "อบรม", 1) for written, *_ in WORKBOOK_DATES]
        held += [("15/2/2567", "อบรม", written) for written, *_ in WORKBOOK_COUNTS]
        for number, row in enumerate(held, 1):
            activities.write_row(number, 0, row)
        services.write_row(0, 0, ["บริการ", "ถูกต้อง", "ครบถ้วน", "เป็นปัจจุบัน"])
        for number, (written, *_) in enumerate(WORKBOOK_ANSWERS, 1):
            services.write_row(number, 0, ["มีทุน", written, "/", "/"])

    take_in(tmp_path)
    read = {
        (row["sheet"], row["row_number"]): (row["first"], row["second"])
        for row in driver.rows(
            "select sheet, row_number, held_on::text as first, participants::text as second"
            " from staging.submission_activity"
            " union all select sheet, row_number, case when ready then 'yes' else 'no' end, null"
            " from staging.submission_service where accepted"
        )
    }
    refused = {
        (row["sheet"], row["row_number"]): row["rule"]
        for row in driver.rows("select sheet, row_number, rule from quarantine.refused_cell")
    }
    meant: dict[tuple[str, int], tuple[Any, Any, Any]] = {}
    for number, (_, value, rule) in enumerate(WORKBOOK_DATES, 2):
        meant["กิจกรรม", number] = (value, "1" if value else None, rule)
    for number, (_, value, rule) in enumerate(WORKBOOK_COUNTS, len(WORKBOOK_DATES) + 2):
        meant["กิจกรรม", number] = (None if rule else "2024-02-15", value, rule)
    for number, (_, value, rule) in enumerate(WORKBOOK_ANSWERS, 2):
        meant["บันทึกข้อมูล", number] = (value, None, rule)
    assert {place: (*read.get(place, (None, None)), refused.get(place)) for place in meant} == meant
