"""A counter at which reports are handed in and receipts are given, before a warehouse of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from include import months, receipts, warehouse
from include.loaders import landing
from tests.pipeline import driver, written_month

MONTH = {"province_code": "57", "period": "2024-02"}
GOLDEN = written_month.read(Path(__file__).parents[1] / "pipeline" / "golden" / "57_2024-02.yaml")
EXPORTS = {
    key: GOLDEN[key]
    for key in ("operators", "more_operators", "shops", "more_shops", "downloads", "content")
    if key in GOLDEN
}
SERVICES = GOLDEN["services"]


@dataclass
class Counter:
    """A landing zone, a warehouse and a publish location."""

    zone: Path
    publish: Path

    def hand_in(self, *reports: Mapping[str, Any], at: datetime, **written: Any) -> None:
        """Reports of February 2024, and whatever else `written_month` writes, which the intake takes at that moment."""
        content = {**MONTH, "exported_at": at, "services": SERVICES, **written}
        if reports:
            content["reports"] = [{"sent_at": at, **report} for report in reports]
        written_month.land(content, self.zone)
        self.take_in(at)

    def put(self, name: str, content: bytes | str, at: datetime) -> None:
        """A file of that name among the reports of the month, which the intake takes at that moment."""
        path = self.zone / "submissions" / "57" / "2024-02" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        self.take_in(at)

    def take_in(self, at: datetime) -> None:
        """What the intake does with what landed."""
        with warehouse.connect() as connection:
            landing.register(connection, driver.landed_files(self.zone), at)
        for province in months.pending_provinces():
            months.run(months.TYPE, province)

    def issue(self, at: datetime | None = None, until: datetime | None = None) -> list[str]:
        """Issue what waits; returns where the pages lie, below the publish location."""
        with warehouse.connect() as connection:
            return receipts.issue(connection, self.publish, at or moment(20), until)

    def receipts(self) -> list[dict[str, Any]]:
        """What is kept of all of them."""
        return driver.rows("select * from ops.receipt order by file_id, district_code")

    def page(self, place: str) -> str:
        """A page as it was written."""
        return (self.publish / place).read_text("utf-8")


def moment(day: int, hour: int = 12, minute: int = 0) -> datetime:
    """A moment of March 2024; February's reports are due on the 15th."""
    return datetime(2024, 3, day, hour, minute, tzinfo=ZoneInfo("Asia/Bangkok"))


def report(name: str = "เทิง.xlsx", district: str = "เทิง", on: str = "10/03/2567", **sections: Any) -> dict[str, Any]:
    """A workbook that reaches every criterion which is its district's to reach, unless other sections are given."""
    return {
        "workbook": name,
        "summary": {"อำเภอ": district, "ประจำเดือน": "กุมภาพันธ์ 2567", "วันที่รายงาน": on},
        "publicity": [["5/2/2567", "Facebook", "เปิดร้านค้าชุมชน"], ["12/2/2567", "Line", "ชวนดาวน์โหลด"]],
        "activities": [["20/2/2567", "อบรมผู้ประกอบการ"]],
        "menus": {},
        **sections,
    }


@pytest.fixture
def counter(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Counter:
    """A counter at which nothing was handed in yet."""
    monkeypatch.setenv("AIRFLOW_CONN_WAREHOUSE", database)
    return Counter(tmp_path / "landing", tmp_path / "publish")


@pytest.fixture
def open_counter(counter: Counter) -> Counter:
    """A counter of a month whose exports are all there."""
    counter.hand_in(at=moment(5), **EXPORTS)
    return counter
