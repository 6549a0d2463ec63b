"""Rules change: from a month on, for all months, with a new year. What was published stands, whatever changes."""

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from include import months, warehouse
from include.rulebook import DEFAULT_FOLDER, load_all
from tests.pipeline import driver, written_month

HERE = Path(__file__).parent / "third_province"
BANGKOK = ZoneInfo("Asia/Bangkok")
LATER = datetime(2025, 7, 1, 9, tzinfo=BANGKOK)
PUBLISHED = ("2025-04", "2025-05")

pytestmark = pytest.mark.usefixtures("pipeline", "unaudited")


class Order:
    """The made-up province's order in a folder of rulebooks, as an officer would edit it."""

    def __init__(self, folder: Path) -> None:
        shutil.copytree(DEFAULT_FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
        shutil.copytree(HERE / "annexes", folder / "annexes", dirs_exist_ok=True)
        shutil.copy(HERE / "phuket_2568.yaml", folder)
        self.folder = folder

    def write(self, name: str, first: str, last: str, **changed: Any) -> None:
        """A rulebook of these months under a name: the original but for what is changed."""
        order = yaml.safe_load((HERE / "phuket_2568.yaml").read_text(encoding="utf-8"))
        span = {"from": first, "to": last}
        order |= {"valid": span, "grade_basis": [span | {"basis": "ordered", "document": "order"}], **changed}
        (self.folder / name).write_text(yaml.safe_dump(order, allow_unicode=True), encoding="utf-8")

    def load(self) -> None:
        with warehouse.connect() as connection:
            load_all(connection, self.folder)
        for waiting in months.pending_provinces():
            months.run(months.TYPE, waiting)
        months.close(months.stale(), driver.RUN_ID)


def criteria(shop_percent: int) -> list[dict[str, Any]]:
    """The order's criteria with another percentage of shops."""
    found: list[dict[str, Any]] = yaml.safe_load((HERE / "phuket_2568.yaml").read_text(encoding="utf-8"))["criteria"]
    for condition in found[0]["conditions"]:
        condition["target"]["percent"] = shop_percent
    return found


def land(zone: Path, month: str) -> None:
    """A report of the first district, with five new shops, and downloads of all."""
    number = int(month[-2:])
    summary = {"อำเภอ": "เมืองภูเก็ต", "ประจำเดือน": month, "วันที่รายงาน": f"2025-{number + 1:02}-05", "ร้านค้าสมัครใหม่": 5}
    written_month.land(
        {
            "province_code": "83",
            "period": month,
            "exported_at": datetime(2025, number + 1, 5, 8),
            "reports": [{"report": "R1", "summary": summary}],
            "downloads": {"8301": 5},
        },
        zone,
    )


@pytest.fixture
def order(tmp_path: Path) -> Order:
    """April and May published under the order as it was."""
    order, zone = Order(tmp_path / "rulebook"), tmp_path / "landing"
    order.load()
    for number, month in enumerate(PUBLISHED, 4):
        land(zone, month)
        driver.process(zone, datetime(2025, number + 1, 21, 9, tzinfo=BANGKOK))
    land(zone, "2025-06")
    driver.process(zone, LATER)
    return order


def frozen() -> list[dict[str, Any]]:
    return driver.rows(
        "select publication.*, grade.district_code, grade.points, grade.grade from snapshot.publication"
        " inner join snapshot.district_grade as grade using (snapshot_id) where publication.province_code = '83'"
        " order by snapshot_id, district_code"
    )


def shop_targets() -> dict[str, int]:
    """The first district's target of shops, by month."""
    rows = driver.rows(
        "select to_char(period, 'YYYY-MM') as month, target_value from mart.target"
        " where district_code = '8301' and criterion_code = 'shops'"
    )
    return {row["month"]: int(row["target_value"]) for row in rows}


def in_force() -> list[tuple[str, int]]:
    rows = driver.rows(
        "select rulebook_code, rulebook_version from rulebook.in_force where province_code = '83' order by valid_during"
    )
    return [(row["rulebook_code"], row["rulebook_version"]) for row in rows]


def test_a_rule_that_changes_from_a_month_on_leaves_the_months_before_as_they_were(order: Order) -> None:
    before, grades = frozen(), driver.rows("select * from mart.attainment where province_code = '83'")
    order.write("phuket_2568.yaml", "2025-04", "2025-05")
    order.write("phuket_2568_from_june.yaml", "2025-06", "2025-06", criteria=criteria(20))
    order.load()

    assert shop_targets() == {"2025-04": 5, "2025-05": 5, "2025-06": 9}  # 20 % of 45
    assert frozen() == before
    assert driver.rows("select * from mart.restatement where province_code = '83'") == []
    after = driver.rows("select * from mart.attainment where province_code = '83'")
    closed = [row for row in grades if f"{row['period']:%Y-%m}" in PUBLISHED]
    assert sorted(map(str, closed)) == sorted(map(str, (row for row in after if f"{row['period']:%Y-%m}" in PUBLISHED)))
    assert in_force() == [("phuket_2568", 2), ("phuket_2568_from_june", 3)]


def test_a_correction_of_all_months_changes_no_snapshot_and_shows_what_it_would_change(order: Order) -> None:
    before = frozen()
    order.write("phuket_2568.yaml", "2025-04", "2025-06", criteria=criteria(20))
    order.load()

    assert shop_targets() == {"2025-04": 9, "2025-05": 9, "2025-06": 9}
    assert frozen() == before
    assert {row["rulebook_version"] for row in before} == {1}
    moved = driver.rows(
        "select distinct to_char(period, 'YYYY-MM') as month, district_code from mart.restatement"
        " where province_code = '83' and column_name = 'points' order by 1"
    )
    assert moved == [{"month": month, "district_code": "8301"} for month in PUBLISHED]


def test_a_rule_that_goes_back_to_what_it_was_is_the_earlier_version_again(order: Order) -> None:
    order.write("phuket_2568.yaml", "2025-04", "2025-06", criteria=criteria(20))
    order.load()
    assert in_force() == [("phuket_2568", 2)]
    shutil.copy(HERE / "phuket_2568.yaml", order.folder)
    order.load()
    assert in_force() == [("phuket_2568", 1)]
    assert driver.rows("select * from mart.restatement where province_code = '83'") == []


def test_a_new_fiscal_year_is_one_more_file_and_the_old_one_holds_for_its_months(order: Order) -> None:
    before, targets = frozen(), shop_targets()
    order.write("phuket_2569.yaml", "2025-10", "2026-09", fiscal_year_be=2569, criteria=criteria(20))
    order.load()
    assert in_force() == [("phuket_2568", 1), ("phuket_2569", 2)]
    assert (frozen(), shop_targets()) == (before, targets)
