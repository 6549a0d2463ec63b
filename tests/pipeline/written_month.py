"""A month written by hand in YAML becomes the files that districts and the platform would send.

Keys of the YAML, of which those that are absent send no file:

* `services`: the menus a report answers for; `reports`: one item a version of a district's report
    * `report` (its id in the form tool's export) or `workbook` (its file name) and, of a workbook, `sent_at`
    * `summary`: heading to value; `leaders`: the six positions; `downloads`: subdistrict to claimed count
    * `publicity`, `activities`: rows in the order of `SECTIONS`
    * `menus`: every service answered with four yes, but those named here with the rows of answers they have instead
* `operators`: `as_of`, and `of`: operators by district code; `more_operators`: rows in the order of `REGISTRY`
* `shops`: new shops, one an operator, by district code; `more_shops`: rows in the order of `SHOPS`
* `downloads`: persons in each subdistrict by district code, or in one by its own; `more_events`: rows after `EVENTS`
* `content`: rows of service, district code, day of the last update, and how many records
"""

import csv
import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import geothai
import xlsxwriter
import yaml

POSITIONS = ("นายอำเภอ", "พัฒนาการอำเภอ", "เจ้าพนักงานที่ดิน", "ท้องถิ่นอำเภอ", "กำนัน", "ผู้ใหญ่บ้าน")
SECTIONS = {
    "downloads": ("ดาวน์โหลดรายตำบล", ["ตำบล", "จำนวน"]),
    "publicity": ("ประชาสัมพันธ์", ["วันที่", "ช่องทาง", "หัวข้อ", "แฮชแท็ก"]),
    "activities": ("กิจกรรม", ["วันที่", "ชื่อกิจกรรม"]),
    "services": ("บันทึกข้อมูล", ["บริการ", "เกี่ยวข้อง", "ถูกต้อง", "ครบถ้วน", "เป็นปัจจุบัน"]),
}
REGISTRY = ["รหัสผู้ประกอบการ", "รหัสอำเภอ", "ข้อมูล ณ วันที่"]
SHOPS = ["รหัสร้านค้า", "รหัสผู้ประกอบการ", "วันที่สมัคร", "สถานะ"]
EVENTS = ["รหัสตำบล", "เวลา", "ระบบปฏิบัติการ", "รหัสผู้ใช้"]
CONTENT = ["รหัสรายการ", "บริการ", "รหัสอำเภอ", "ปรับปรุงล่าสุด"]

Rows = Sequence[Sequence[Any]]


def read(path: Path) -> dict[str, Any]:
    """A month as its YAML file has it."""
    written: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return written


def land(written: Mapping[str, Any], zone: Path) -> None:
    """Writes the month's files into a landing zone; `exported_at` is when all but the workbooks were last modified."""
    province_code, period = written["province_code"], written["period"]
    month = date.fromisoformat(f"{period}-01")
    exported_at = written["exported_at"]

    def export(source: str, name: str, rows: Rows) -> None:
        path = _path(zone, source, province_code, period, name)
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        _date(path, exported_at)

    if "reports" in written:
        for name, rows in _form_sections(written).items():
            export("submissions", f"{name}.csv", rows)
        for report in written["reports"]:
            if "workbook" in report:
                path = _path(zone, "submissions", province_code, period, report["workbook"])
                _write_workbook(path, report, written.get("services", []))
                _date(path, report["sent_at"])
    if "operators" in written:
        export("otop_operators", "ทะเบียน.csv", [REGISTRY, *_operators(written)])
    if "shops" in written:
        export("shop_registrations", "ร้านค้า.csv", [SHOPS, *_shops(written, month)])
    if "downloads" in written:
        events = [[f"E-{number}", *row] for number, row in enumerate(_events(written, month), 1)]
        export("app_downloads", "ดาวน์โหลด.csv", [["รหัสเหตุการณ์", *EVENTS], *events])
    if "content" in written:
        export("content_records", "เนื้อหา.csv", [CONTENT, *_content(written)])


def _form_sections(written: Mapping[str, Any]) -> dict[str, list[list[Any]]]:
    """The form tool's export: every section with whose row it is in the first columns."""
    reports = [report for report in written["reports"] if "report" in report]
    if not reports:
        return {}
    summaries = [_summary(report) for report in reports]
    headings = list(dict.fromkeys(heading for summary in summaries for heading in summary))
    sections = {
        "summary": [
            ["รหัสรายงาน", *headings],
            *(
                [report["report"], *map(summary.get, headings)]
                for report, summary in zip(reports, summaries, strict=True)
            ),
        ]
    }
    for name, (_, columns) in SECTIONS.items():
        sections[name] = [["รหัสรายงาน", "อำเภอ", "ประจำเดือน", *columns]]
        for report in reports:
            of_report = [report["report"], report["summary"]["อำเภอ"], report["summary"]["ประจำเดือน"]]
            sections[name] += [[*of_report, *row] for row in _section(report, name, written.get("services", []))]
    return sections


def _write_workbook(path: Path, report: Mapping[str, Any], services: Iterable[str]) -> None:
    with xlsxwriter.Workbook(path) as workbook:
        day = workbook.add_format({"num_format": "d/m/yyyy"})
        sheets: dict[str, Rows] = {"สรุป": list(_summary(report).items())}
        for name, (sheet, columns) in SECTIONS.items():
            sheets[sheet] = [columns, *_section(report, name, services)]
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for row_number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, date):
                        sheet.write_datetime(row_number, column, value, day)
                    elif value is not None:
                        sheet.write(row_number, column, value)


def _summary(report: Mapping[str, Any]) -> dict[str, Any]:
    return {**report["summary"], **dict(zip(POSITIONS, report.get("leaders", []), strict=False))}


def _section(report: Mapping[str, Any], name: str, services: Iterable[str]) -> list[list[Any]]:
    if name == "services":
        answered = report.get("menus")
        if answered is None:
            return []
        return [[service, *answers] for service in services for answers in answered.get(service, [["ใช่"] * 4])]
    if name == "downloads":
        return [list(claim) for claim in report.get("downloads", {}).items()]
    return [list(row) for row in report.get(name, [])]


def _operators(written: Mapping[str, Any]) -> Rows:
    as_of, by_district = written["operators"]["as_of"], written["operators"]["of"]
    registry = [
        [f"{district}-{number}", district, as_of]
        for district, count in by_district.items()
        for number in range(1, count + 1)
    ]
    return [*registry, *written.get("more_operators", [])]


def _shops(written: Mapping[str, Any], month: date) -> Rows:
    """The first operators of every district, each with one shop, opened on the 10th."""
    day = month.replace(day=10)
    opened = [
        [f"S-{district}-{number}", f"{district}-{number}", day, "อนุมัติแล้ว"]
        for district, count in written["shops"].items()
        for number in range(1, count + 1)
    ]
    return [*opened, *written.get("more_shops", [])]


def _events(written: Mapping[str, Any], month: date) -> Rows:
    """As many persons as are written, one download each."""
    persons = {str(code): count for code, count in written["downloads"].items()}
    events = [
        [subdistrict.code, f"{month:%Y-%m}-15 10:00:00", "Android", f"{subdistrict.code}-{number}"]
        for district in geothai.districts(written["province_code"])
        for subdistrict in geothai.subdistricts(district.code)
        for number in range(1, persons.get(subdistrict.code, persons.get(district.code, 0)) + 1)
    ]
    return [*events, *written.get("more_events", [])]


def _content(written: Mapping[str, Any]) -> Rows:
    records = [row[:3] for *row, count in written["content"] for _ in range(count)]
    return [[f"C-{number}", *row] for number, row in enumerate(records, 1)]


def _path(zone: Path, source: str, province_code: str, period: str, name: str) -> Path:
    path = zone / source / province_code / period / name
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _date(path: Path, moment: datetime) -> None:
    seconds = moment.replace(tzinfo=ZoneInfo("Asia/Bangkok")).timestamp()
    os.utime(path, (seconds, seconds))
