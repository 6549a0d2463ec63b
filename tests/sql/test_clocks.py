"""Which version of a report counts, since when, and whether the office is punctual: the cases of clocks.yaml.

Each runs through the real rulebooks, staging, warehouse and mart. Files first seen at one moment are one intake, typed
in a transaction of its own; a changed rulebook and a freeze are steps between them.
"""

from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from include import months, warehouse
from include.rulebook import load_all
from tests.rulebook.conftest import Folder
from tests.sql.givens import PLATFORM_SOURCES, Given, columns_of_tables

BANGKOK = ZoneInfo("Asia/Bangkok")
CASES = yaml.safe_load((Path(__file__).parent / "clocks.yaml").read_text(encoding="utf-8"))
PLACES = {  # province, month of the report, rulebook, and the district that reports: by name and code
    "57": (date(2024, 2, 1), "chiang_rai_2567.yaml", "เทิง", "5704"),
    "34": (date(2025, 2, 1), "ubon_ratchathani_2568.yaml", "เขื่องใน", "3404"),
}
SECTIONS = {"summary": "submissions_summary", "downloads": "submissions_downloads"}

Row = dict[str, Any]


class Month:
    """A province's month into which files arrive."""

    def __init__(self, connection: Any, folder: Folder, province_code: str) -> None:
        period, self.rulebook, self.district_name, self.district_code = PLACES[province_code]
        self.connection = connection
        self.folder = folder
        self.parameters = {
            "programme_code": "click",
            "province_code": province_code,
            "period": period,
            "code_version": "case",
        }
        self.given = Given(
            connection, {"province_code": province_code, "period": period}, columns_of_tables(connection)
        )
        self.given.deliver(list(PLATFORM_SOURCES))
        self.typed_at: list[datetime] = []

    def change_rulebook(self, changes: Row) -> None:
        self.folder.change(self.rulebook, *changes.items())
        load_all(self.connection, self.folder.path)
        self.connection.commit()

    def receive(self, seen: datetime, arrivals: list[Row]) -> None:
        """The files first seen at one moment: rows of one file stand in one line each."""
        tables: dict[str, list[Row]] = {"ops.source_file": []}
        for name, lines in groupby(arrivals, key=lambda arrival: arrival["file"]):
            held = list(lines)
            section = name.removesuffix(".csv") if name.endswith(".csv") else ""
            file = f"{name} {seen}"
            tables["ops.source_file"].append(
                {
                    "file": file,
                    "uri": f"file:///landing/{name}",
                    "section": section,
                    "received_at": seen.replace(tzinfo=BANGKOK),
                    "modified_at": held[0].get("modified", seen).replace(tzinfo=BANGKOK),
                }
                | held[0].get("as", {})
            )
            for line in held:
                for table, row in self._rows(section, line).items():
                    tables.setdefault(f"raw.{table}", []).append({"file": file} | row)
        self.given.add(tables)
        self.connection.commit()

    def type(self) -> None:
        self._run(months.TYPE)
        self.typed_at.append(warehouse.fetch(self.connection, "select now() as at")[0]["at"])
        self.connection.commit()

    def grade(self) -> None:
        self._run(months.BUILD)
        with self.connection.cursor() as cursor:
            cursor.execute("update candidate.month set failed_expectations = '{}'")
        self._run(months.MOVE)
        self.connection.commit()

    def freeze(self, at: datetime) -> None:
        self.grade()
        self._run(months.FREEZE, revision=0, kind="provisional", reason="case", taken_at=at.replace(tzinfo=BANGKOK))
        self.connection.commit()

    def versions(self) -> list[Row]:
        return warehouse.fetch(
            self.connection,
            "select * from mart.submission_version where district_code = %(district_code)s order by version",
            {"district_code": self.district_code},
        )

    def punctual(self, schema: str = "mart") -> bool:
        grades = warehouse.fetch(
            self.connection,
            f"select on_time from {schema}.district_grade where district_code = %(district_code)s",
            {"district_code": self.district_code},
        )
        return bool(grades[0]["on_time"])

    def _rows(self, section: str, line: Row) -> dict[str, Row]:
        """What a line of a case puts into raw: a workbook's summary and, where it has rows, its downloads."""
        if "as" in line:
            return {}
        report = {"district": line.get("district", self.district_name)}
        if section:
            report |= {"report_id": line["report"], "submitted_at": line.get("stamp")}
        summary = report | line.get("figures", {})
        if "made" in line:
            summary["reported_on"] = line["made"]
        if "month" in line:
            summary["period"] = line["month"]
        rows = {}
        if section in ("", "summary"):
            rows[SECTIONS["summary"]] = summary
        if "subdistrict" in line:
            rows[SECTIONS["downloads"]] = (report if section else {}) | {
                "subdistrict": line["subdistrict"],
                "downloads": 12,
            }
        return rows

    def _run(self, files: tuple[str, ...], **more: Any) -> None:
        for path in files:
            warehouse.run(self.connection, path, self.parameters | more)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"])
def test_clocks(connection: Any, tmp_path: Path, case: Row) -> None:
    month = Month(connection, Folder(tmp_path / "rulebook"), case.get("province", "57"))
    if "rulebook" in case:
        month.change_rulebook(case["rulebook"])
    for seen, steps in groupby(case["steps"], key=lambda step: step.get("seen")):
        arrived = list(steps)
        if seen is not None:
            month.receive(seen, arrived)
            month.type()
        for step in arrived:
            if "rulebook" in step:
                month.change_rulebook(step["rulebook"])
                month.type()
            if "freeze" in step:
                month.freeze(step["freeze"])
    month.grade()

    found = [_told(version, month.typed_at) for version in month.versions()]
    assert found == [_whole(wanted, case["versions"]) for wanted in case["versions"]]
    assert month.punctual() == any(wanted.get("on_time", False) for wanted in case["versions"])
    if "frozen_on_time" in case:
        assert month.punctual("snapshot") == case["frozen_on_time"]


def test_there_are_forty_cases_each_said_once() -> None:
    assert len({case["says"] for case in CASES}) == len(CASES) >= 40


def _told(version: Row, typed_at: list[datetime]) -> Row:
    """A version as a case writes it: Bangkok's clock, and acceptance by the number of the typing."""
    accepted_at = version["accepted_at"]
    return {
        "received": _clock(version["received_at"]),
        "first_valid": _clock(version["first_valid_at"]),
        "made": _clock(version["reported_at"]),
        "accepted_in": typed_at.index(accepted_at) + 1 if accepted_at else None,
        "on_time": version["on_time"],
        "counts": version["counts"],
        "superseded_by": version["superseded_by"],
        "rows": [version["rows_accepted"], version["rows_refused"]],
        "valid": version["valid"],
    }


def _whole(wanted: Row, versions: list[Row]) -> Row:
    """What a case leaves out of a version: never valid, decides nothing, counts nothing."""
    valid = "first_valid" in wanted
    counting = next((number for number, version in enumerate(versions, 1) if version.get("counts")), None)
    counts = wanted.get("counts", False)
    return {
        "first_valid": None,
        "made": None,
        "accepted_in": None,
        "on_time": None,
        "counts": False,
        "superseded_by": counting if valid and not counts else None,
        "valid": valid,
    } | wanted


def _clock(moment: datetime | None) -> datetime | None:
    return moment.astimezone(BANGKOK).replace(tzinfo=None) if moment else None
