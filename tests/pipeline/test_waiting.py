"""Months wait for their sources, are frozen when due, and stand: what comes later only shows what it would change."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.pipeline import driver, expected_month, written_month

WRITTEN = written_month.read(Path(__file__).parent / "golden" / "57_2024-02.yaml")
MONTH = "where province_code = '57' and period = '2024-02-01'"
DOWNLOADS = "app_downloads/57/2024-02/ดาวน์โหลด.csv"
CORRECTION = "submissions/57/2024-02/เวียงป่าเป้า (แก้ไข).xlsx"

pytestmark = pytest.mark.usefixtures("pipeline")


class Desk:
    """A landing zone to which files are sent one after another, and a month whose files they are."""

    def __init__(self, folder: Path) -> None:
        self.zone, self._drawer = folder / "landing", folder / "drawer"
        written_month.land(WRITTEN, self._drawer)

    def send_all_but(self, *names: str) -> None:
        """Every file of the month that is not named."""
        for path in sorted(path for path in self._drawer.rglob("*") if path.is_file()):
            name = path.relative_to(self._drawer).as_posix()
            if name not in names:
                self.send(name)

    def send(self, name: str) -> None:
        """One file of the month, by its path in the landing zone."""
        target = self.zone / name
        target.parent.mkdir(parents=True, exist_ok=True)
        (self._drawer / name).rename(target)

    def write(self, written: Mapping[str, Any]) -> None:
        """Other files, as `written_month` takes them."""
        written_month.land({**written, "province_code": "57", "period": "2024-02"}, self.zone)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def _at(day: int, hour: int = 12, minute: int = 0, second: int = 0) -> datetime:
    """A moment of March 2024; February's reports are due on the 15th, its publication on the 18th."""
    return datetime(2024, 3, day, hour, minute, second, tzinfo=ZoneInfo("Asia/Bangkok"))


def _frozen() -> list[tuple[Any, ...]]:
    published = driver.rows(f"select revision, kind, taken_at from snapshot.publication {MONTH} order by revision")
    return [tuple(row.values()) for row in published]


def _points(relation: str, district_code: str, revision: int | None = None) -> Any:
    of_revision = "" if revision is None else f" and snapshot_id = {_snapshot(revision)['snapshot_id']}"
    return driver.rows(f"select points from {relation} {MONTH} and district_code = '{district_code}'{of_revision}")[0][
        "points"
    ]


def _snapshot(revision: int) -> dict[str, Any]:
    return driver.rows(f"select * from snapshot.publication {MONTH} and revision = {revision}")[0]


def _restated() -> dict[tuple[str, str], tuple[str, str]]:
    changes = driver.rows(f"select * from mart.restatement {MONTH}")
    return {(row["district_code"], row["column_name"]): (row["was"], row["is_now"]) for row in changes}


def test_without_its_download_export_a_month_waits_and_when_it_comes_it_is_graded(desk: Desk) -> None:
    desk.send_all_but(DOWNLOADS)
    driver.process(desk.zone, _at(12))
    assert driver.rows(f"select count(*) as grades from mart.district_grade {MONTH}")[0]["grades"] == 0
    assert driver.rows(f"select count(*) as criteria from mart.attainment {MONTH}")[0]["criteria"] == 0
    summary = driver.rows(f"select status, reported, mean_percent, grade_counts from mart.province_summary {MONTH}")
    assert summary == [{"status": "waiting", "reported": 15, "mean_percent": None, "grade_counts": {}}]
    missing = driver.rows(
        f"select severity, source, state from mart.finding {MONTH} and finding_code = 'source_missing'"
    )
    assert missing == [{"severity": "critical", "source": "app_downloads", "state": "open"}]
    downloads = driver.rows(f"select distinct value from mart.measure {MONTH} and measure_code = 'downloads'")
    assert downloads == [{"value": None}], "never 0 for a file that did not come"

    desk.send(DOWNLOADS)
    driver.process(desk.zone, _at(14))
    expected_month.assert_month(WRITTEN)
    assert _frozen() == []
    states = driver.rows(f"select state from mart.finding {MONTH} and finding_code = 'source_missing'")
    assert states == [{"state": "resolved"}]


def test_the_provisional_summary_holds_what_had_come_by_the_end_of_the_15th(desk: Desk) -> None:
    desk.send_all_but(CORRECTION)
    driver.process(desk.zone, _at(15, 23, 59, 59))
    assert _frozen() == [], "the deadline has not passed"

    desk.send(CORRECTION)
    driver.process(desk.zone, _at(16, 0, 10))
    assert _frozen() == [(0, "provisional", _at(16, 0, 10))]
    assert _points("snapshot.district_grade", "5711") == 8, "without the correction, which nobody had loaded yet"
    assert _points("mart.district_grade", "5711") == 10
    assert _restated() == {
        ("5711", "points"): ("8", "10"),
        ("5711", "percent"): ("80", "100"),
        ("5711", "grade"): ("B", "A"),
    }
    because = driver.rows(f"select distinct because_of_file from mart.restatement {MONTH}")
    assert [row["because_of_file"] for row in because] == [f"file://{desk.zone / CORRECTION}"]


def test_the_final_summary_holds_what_had_come_by_the_18th_and_a_later_file_never_changes_it(desk: Desk) -> None:
    desk.send_all_but(CORRECTION)
    driver.process(desk.zone, _at(14))
    desk.send(CORRECTION)
    driver.process(desk.zone, _at(17))
    driver.process(desk.zone, _at(18, 22, 59, 59))
    assert [kind for _, kind, _ in _frozen()] == ["provisional"]
    driver.process(desk.zone, _at(18, 23))
    assert _frozen() == [(0, "provisional", _at(17)), (1, "final", _at(18, 23))]
    assert (_points("snapshot.district_grade", "5711", 0), _points("snapshot.district_grade", "5711", 1)) == (8, 10)
    assert _snapshot(1)["previous_sha256"] == _snapshot(0)["chain_sha256"]
    assert _restated() == {}
    final = _snapshot(1)

    late = {
        "exported_at": _at(20),
        "services": WRITTEN["services"],
        "reports": [
            {
                "workbook": "แม่จัน.xlsx",
                "sent_at": _at(20),
                "summary": {"อำเภอ": "แม่จัน", "ประจำเดือน": "02/2567", "วันที่รายงาน": "15/3/2567"},
                "activities": [["1/2/2567", "อบรม"]],
                "menus": {},
            }
        ],
    }
    desk.write(late)
    driver.process(desk.zone, _at(20))
    # 4 points from the platform, and now 2 for services and 2 for its activity; dated the 15th, it is in time
    assert _restated() == {
        ("5707", "status"): ("not_reported", "graded"),
        ("5707", "points"): ("4", "8"),
        ("5707", "percent"): ("40", "80"),
        ("5707", "grade"): ("D", "B"),
        ("5707", "on_time"): ("false", "true"),
    }
    assert _points("snapshot.district_grade", "5707", 1) == 4
    driver.process(desk.zone, _at(31))
    assert _snapshot(1) == final
    assert len(_frozen()) == 2


def test_a_month_that_waits_when_its_reporting_ends_gets_no_provisional_summary(desk: Desk) -> None:
    desk.send_all_but(DOWNLOADS)
    driver.process(desk.zone, _at(14))
    driver.process(desk.zone, _at(16))
    assert _frozen() == []
    desk.send(DOWNLOADS)
    driver.process(desk.zone, _at(17))
    assert _frozen() == [], "its files are no longer exactly those that had come by the 15th"
    driver.process(desk.zone, _at(19))
    assert _frozen() == [(1, "final", _at(19))]


def test_a_month_whose_files_all_came_after_its_deadlines_is_published_once(desk: Desk) -> None:
    desk.send_all_but()
    driver.process(desk.zone, _at(25))
    assert _frozen() == [(1, "final", _at(25))]
