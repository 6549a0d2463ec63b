"""The files of the reports: a workbook a version, and the form tool's export with one CSV a section."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from include.simulator.calendar_months import folder_name
from include.simulator.csv_files import csv_file, written_columns
from include.simulator.defects import Setting, spoil
from include.simulator.layout import FORM_COLUMNS, SECTIONS, SHEETS, SUBMITTED_AT, SUMMARY, SUMMARY_ONLY, Column
from include.simulator.orders import POSITIONS, Rulebook
from include.simulator.pen import MONTHS, SHORT_MONTHS, thai, year_be
from include.simulator.records import Delivery, Remark, Row, Written
from include.simulator.reports import Version
from include.simulator.workbooks import Workbook

SHARED = {"downloads": ("subdistrict", "downloads"), "publicity": ("title",), "activities": (), "services": ()}
FIGURES = ("new_shops", "downloads_total", *POSITIONS)


def _kept(section: str, rows: Sequence[Row], rulebook: Rulebook) -> tuple[str, ...]:
    """The optional columns that a file cannot leave out without saying something else, or hiding a defect."""
    kept = list(SHARED[section])
    if section == "services" and not all(row.values["related"] for row in rows):
        kept.append("related")
    if section == "publicity" and rulebook.publicity_hashtags:
        kept.append("hashtags")
    kept += [row.refusal.column_name for row in rows if row.refusal]
    return tuple(kept)


def _file_name(random: Random, version: Version) -> str:
    month, name = version.month, version.district.name_th
    return random.choice(
        [
            f"รายงาน Click ชุมชน อ.{name} {MONTHS[month.month - 1]} {year_be(month)}",
            f"คลิกชุมชน_{name}_{SHORT_MONTHS[month.month - 1]}{year_be(month) % 100:02}",
            f"Click_{version.district.code}_{year_be(month)}-{month.month:02}",
            f"แบบรายงาน {name}",
        ]
    )


def workbooks(random: Random, rulebook: Rulebook, versions: Sequence[Version]) -> list[Delivery]:
    """One district's workbooks of a month: a correction's name sorts after the first one's, or before it."""
    deliveries: list[Delivery] = []
    stem = _file_name(random, versions[0]) if versions else ""
    for number, version in enumerate(versions):
        folder = f"submissions/{rulebook.province_code}/{folder_name(version.month)}"
        names = [f"{stem}_แก้ไข{number}", f"(แก้ไข {number}) {stem}"] if number else [stem]
        name, ending = random.choice(names), "xls" if random.random() < 0.12 else "xlsx"
        version.uri = f"{folder}/{name}.{ending}"
        written = _workbook(random, rulebook, version, ending)
        delivery = Delivery(
            version.uri, version.sent_at, written.content, "submissions", rulebook.province_code, version.month,
            rows=written.rows, remarks=written.remarks,
        )  # fmt: skip
        deliveries.append(delivery)
        if version.sent_twice:
            again = f"{folder}/{name}_สำเนา.{ending}"
            sent_at = version.sent_at + timedelta(minutes=random.choice([1, 45, 1500]))
            deliveries.append(
                Delivery(
                    again, sent_at, written.content, "submissions", rulebook.province_code, version.month, "duplicate"
                )
            )
    return deliveries


def _workbook(random: Random, rulebook: Rulebook, version: Version, ending: str) -> Written:
    workbook = Workbook(random, ending, version.flaws)
    name, month = version.district.name_th, version.month
    titles = [
        "แบบรายงานผลการขับเคลื่อนการใช้ประโยชน์ Click ชุมชน",
        f"สำนักงานพัฒนาชุมชนอำเภอ{name}",
        f"ประจำเดือน {MONTHS[month.month - 1]} พ.ศ. {thai(year_be(month))}",
    ]
    order = list(SHEETS)
    if random.random() < 0.25:
        random.shuffle(order)
    for section in order:
        if section == "publicity" and "missing_sheet" in version.flaws:
            workbook.remarks.append(Remark("missing_sheet", SHEETS[section], None))
            continue
        lines = titles[: random.randint(0, 3)]
        if section == "summary":
            filled = [column.name for column in SUMMARY if version.summary.cells.get(column.name) is not None]
            filled += ["new_shops"] if "answer_elsewhere" in version.flaws else []
            columns = written_columns(random, SUMMARY, kept=filled)
            workbook.form(SHEETS[section], columns, version.summary, lines, version.signer, "ส่วนที่ ๑ ข้อมูลทั่วไป")
            continue
        rows = version.tables[section]
        columns = written_columns(random, SECTIONS[section], kept=_kept(section, rows, rulebook))
        total = {"downloads": "downloads", "activities": "participants"}.get(section)
        workbook.table(SHEETS[section], columns, rows, lines, total, version.signer)
    return Written(workbook.close(), workbook.placed, workbook.remarks)


def form_tool_export(
    random: Random, rulebook: Rulebook, month: date, versions: Sequence[Version], defect_share: float
) -> list[Delivery]:
    """The form tool's five files of a province's month: every report by its stamp, ids rising with it."""
    if not versions:
        return []
    ordered = sorted(versions, key=lambda version: (version.order[1], version.district.code))
    folder = f"submissions/{rulebook.province_code}/{folder_name(month)}"
    setting = Setting(rulebook.province_code, month, "text")
    for number, version in enumerate(ordered, start=1):
        version.report_id = f"CLK{year_be(month)}{month.month:02}-{number:04}"
        version.uri = f"{folder}/summary.csv"
        _sign(version, [version.summary])
        for section, rows in version.tables.items():
            _sign(version, rows)
            version.tables[section] = [
                spoil(random, row, "form", setting)
                if section != "services" and row.accepted and random.random() < defect_share / 5
                else row
                for row in rows
            ]
    deliveries = []
    for position, section in enumerate(SHEETS):
        rows = [
            row
            for version in ordered
            for row in ([version.summary] if section == "summary" else version.tables[section])
        ]
        first: tuple[Column, ...] = FORM_COLUMNS
        if section == "summary" or random.random() < 0.3:
            first = (SUBMITTED_AT, *FORM_COLUMNS) if random.random() < 0.7 else (*FORM_COLUMNS, SUBMITTED_AT)
        rest = SUMMARY_ONLY if section == "summary" else SECTIONS[section]
        kept = FIGURES if section == "summary" else _kept(section, rows, rulebook)
        columns = written_columns(random, (*first, *rest), first=len(first), kept=kept)
        content, placed, remarks = csv_file(random, columns, rows, "แบบรายงาน Click ชุมชน")
        deliveries.append(
            Delivery(
                f"{folder}/{section}.csv",
                ordered[0].sent_at + timedelta(seconds=position),
                content,
                "submissions",
                rulebook.province_code,
                month,
                rows=placed,
                remarks=remarks,
            )
        )
    return deliveries


def _sign(version: Version, rows: Sequence[Row]) -> None:
    """Puts the report's id, district and month on its rows, as the form tool does; what is there already stays."""
    summary = version.summary.cells
    for row in rows:
        row.values.setdefault("district_name", version.district.name_th)
        row.cells = {
            "report_id": version.report_id,
            "district": version.district.name_th,
            "period": version.written_by.month_name(),
            "submitted_at": summary["submitted_at"],
            **row.cells,
        }
