"""A district is split and another merged away: every month is graded by its own roster, and closed months stay.

In May ถลาง (8303) gives two of its six subdistricts to a new district (8304); in June กะทู้ (8302) becomes part of
เมือง (8301).
"""

import csv
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from include import warehouse
from include.rulebook import DEFAULT_FOLDER, RulebookError, load_all, rulebooks
from tests.pipeline import driver, written_month

HERE = Path(__file__).parent / "third_province"
BANGKOK = ZoneInfo("Asia/Bangkok")
CHANGES = """level,code,name_th,name_en,valid_from,valid_to,successors,notice_th
district,8304,ถลางเหนือ,Thalang Nuea,2025-05,,,ประกาศสมมติ ๑
subdistrict,830305,ไม้ขาว,Mai Khao,,2025-05,830401,ประกาศสมมติ ๑
subdistrict,830306,สาคู,Sakhu,,2025-05,830402,ประกาศสมมติ ๑
subdistrict,830401,ไม้ขาว,Mai Khao,2025-05,,,ประกาศสมมติ ๑
subdistrict,830402,สาคู,Sakhu,2025-05,,,ประกาศสมมติ ๑
district,8302,กะทู้,Kathu,,2025-06,8301,ประกาศสมมติ ๒
subdistrict,830201,กะทู้,Kathu,,2025-06,830109,ประกาศสมมติ ๒
subdistrict,830202,ป่าตอง,Pa Tong,,2025-06,830110,ประกาศสมมติ ๒
subdistrict,830203,กมลา,Kammala,,2025-06,830111,ประกาศสมมติ ๒
subdistrict,830109,กะทู้,Kathu,2025-06,,,ประกาศสมมติ ๒
subdistrict,830110,ป่าตอง,Pa Tong,2025-06,,,ประกาศสมมติ ๒
subdistrict,830111,กมลา,Kammala,2025-06,,,ประกาศสมมติ ๒
"""
# month: the districts' codes, with operators and the printed headcount of leaders
ROSTERS = {
    "2025-04": {"8301": (45, 39), "8302": (14, 28), "8303": (34, 50)},
    "2025-05": {"8301": (45, 39), "8302": (14, 28), "8303": (22, 40), "8304": (12, 10)},
    "2025-06": {"8301": (59, 67), "8303": (22, 40), "8304": (12, 10)},
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The rulebooks with the changes noted, and one rulebook of the province for each roster."""
    folder = tmp_path / "rulebook"
    shutil.copytree(DEFAULT_FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    (folder / "boundary_changes.csv").write_text(CHANGES, encoding="utf-8")
    order: dict[str, Any] = yaml.safe_load((HERE / "phuket_2568.yaml").read_text(encoding="utf-8"))
    for month, roster in ROSTERS.items():
        months: dict[str, Any] = {"from": month, "to": month}
        shops, leaders = f"shops_{month}.csv", f"leaders_{month}.csv"
        order |= {"valid": months, "grade_basis": [months | {"basis": "ordered", "document": "order"}]}
        order["bases"]["otop_operators"]["annex"] = shops
        order["headcounts"]["annex"] = leaders
        (folder / f"phuket_{month[-2:]}.yaml").write_text(yaml.safe_dump(order, allow_unicode=True), encoding="utf-8")
        _write(folder / "annexes" / shops, _shop_annex(roster))
        _write(folder / "annexes" / leaders, _leader_annex(roster))
    return folder


def _write(path: Path, rows: list[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _shop_annex(roster: dict[str, tuple[int, int]]) -> list[dict[str, Any]]:
    return [
        {"district_code": code, "printed_name_th": code, "otop_operators": operators}
        for code, (operators, _) in roster.items()
    ]


def _leader_annex(roster: dict[str, tuple[int, int]]) -> list[dict[str, Any]]:
    positions = ("district_chief", "district_development_officer", "land_office_head", "local_administration_head")
    return [
        {"district_code": code, "printed_name_th": code, **dict.fromkeys(positions, 1), "subdistrict_heads": 4}
        | {"village_heads": leaders - 8, "printed_total": leaders}
        for code, (_, leaders) in roster.items()
    ]


def _land(zone: Path, month: str, districts: dict[str, str], more_events: list[list[str]] | None = None) -> None:
    """A form tool's report of each district, and the platform's downloads."""
    number = int(month[-2:])
    form: dict[str, Any] = {"ประจำเดือน": month, "วันที่รายงาน": f"2025-{number + 1:02}-05"}
    written = {
        "province_code": "83",
        "period": month,
        "exported_at": datetime(2025, number + 1, 5, 8),
        "reports": [
            {"report": f"R{code}", "summary": form | {"อำเภอ": name, "ร้านค้าสมัครใหม่": 6}, "leaders": [1, 1, 1, 1]}
            for code, name in districts.items()
        ],
        "downloads": {"8301": 5, "8303": 5},
        "more_events": more_events or [],
    }
    written_month.land(written, zone)


def _process(zone: Path, month: int) -> None:
    driver.process(zone, datetime(2025, month + 1, 6, 9, tzinfo=BANGKOK))
    driver.process(zone, datetime(2025, month + 1, 21, 9, tzinfo=BANGKOK))


def _roster(month: str) -> list[str]:
    rows = driver.rows(
        "select district_code from mart.district_grade where province_code = '83' and period = %(period)s order by 1",
        {"period": f"{month}-01"},
    )
    return [row["district_code"] for row in rows]


def _closed() -> list[dict[str, Any]]:
    """What stands of April, in mart and frozen."""
    return driver.rows(
        "select grade.*, publication.chain_sha256, publication.rulebook_version as frozen_version"
        " from mart.district_grade as grade"
        " inner join snapshot.publication using (programme_code, province_code, period)"
        " where province_code = '83' and period = '2025-04-01' order by district_code"
    )


@pytest.mark.usefixtures("pipeline", "unaudited")
def test_every_month_is_graded_by_its_own_districts_and_closed_months_stay(folder: Path, tmp_path: Path) -> None:
    zone = tmp_path / "landing"
    with warehouse.connect() as connection:
        load_all(connection, folder)
    everybody = {"8301": "เมืองภูเก็ต", "8302": "กะทู้", "8303": "ถลาง", "8304": "ถลางเหนือ"}

    _land(zone, "2025-04", everybody)
    _process(zone, 4)
    closed = _closed()
    _land(zone, "2025-05", everybody, [["830401", "2025-05-10 10:00:00", "Android", "a"]])
    _process(zone, 5)
    _land(zone, "2025-06", everybody)
    _process(zone, 6)

    assert {month: _roster(month) for month in ROSTERS} == {month: sorted(roster) for month, roster in ROSTERS.items()}
    assert _closed() == closed
    refused = driver.rows(
        "select distinct to_char(period, 'YYYY-MM') as month, value, rule, message_th from quarantine.rejected_row"
        " where rule = 'district_not_in_month' order by 1"
    )
    assert [(row["month"], row["value"]) for row in refused] == [("2025-04", "ถลางเหนือ"), ("2025-06", "กะทู้")]
    assert "มีตั้งแต่เดือนพฤษภาคม 2568" in refused[0]["message_th"]
    assert "ยกเลิกตั้งแต่เดือนมิถุนายน 2568 ปัจจุบันคือเมืองภูเก็ต" in refused[1]["message_th"]
    short = driver.rows(
        "select to_char(period, 'YYYY-MM') as month, target_value from mart.target"
        " where district_code = '8303' and criterion_code = 'downloads' order by 1"
    )
    assert [(row["month"], int(row["target_value"])) for row in short] == [
        ("2025-04", 30),  # six subdistricts of five
        ("2025-05", 20),
        ("2025-06", 20),
    ]
    recorded = driver.rows("select value from mart.measure where district_code = '8304' and measure_code = 'downloads'")
    assert [int(row["value"]) for row in recorded] == [1, 0]
    quarters = driver.rows(
        "select district_code, months, status from mart.quarter_grade where province_code = '83' order by 1"
    )
    assert [(row["district_code"], row["months"], row["status"]) for row in quarters] == [
        ("8301", 3, "graded"),
        ("8302", 2, "incomplete"),
        ("8303", 3, "graded"),
        ("8304", 2, "incomplete"),
    ]


def test_a_rulebook_across_the_change_is_refused_and_told_to_end_before_it(folder: Path) -> None:
    order = folder / "phuket_04.yaml"
    text = yaml.safe_load(order.read_text(encoding="utf-8"))
    text["valid"]["to"] = text["grade_basis"][0]["to"] = "2025-05"
    order.write_text(yaml.safe_dump(text, allow_unicode=True), encoding="utf-8")
    (folder / "phuket_05.yaml").unlink()
    with pytest.raises(RulebookError, match="valid: the districts change in 2025-05: one rulebook to the month before"):
        rulebooks(folder)


@pytest.mark.parametrize(
    ("was", "becomes", "reason"),
    [
        ("2025-05,,,ประกาศสมมติ ๑\nsub", ",,,ประกาศสมมติ ๑\nsub", "8304 neither begins nor ends"),
        (",2025-06,8301,", ",2025-06,8399,", "8302 has 8399 as successor, which is no other district"),
        (",2025-06,8301,", ",,8301,", "8302 has successors and does not end"),
        ("district,8304,", "district,83040,", "83040 is no code of a district"),
        ("2025-05,,,ประกาศสมมติ ๑\nsub", "2025-05,2025-05,,ประกาศสมมติ ๑\nsub", "8304 ends before it begins"),
    ],
)
def test_a_change_that_cannot_be_is_refused(folder: Path, was: str, becomes: str, reason: str) -> None:
    assert was in CHANGES
    (folder / "boundary_changes.csv").write_text(CHANGES.replace(was, becomes, 1), encoding="utf-8")
    with pytest.raises(RulebookError, match=f"boundary_changes.csv: .*{reason}"):
        rulebooks(folder)


@pytest.mark.usefixtures("pipeline")
def test_an_operator_of_a_merged_district_is_its_successors_and_one_of_a_split_district_goes_with_its_subdistrict(
    folder: Path,
) -> None:
    with warehouse.connect() as connection:
        load_all(connection, folder)
        [found] = warehouse.fetch(
            connection,
            "select rulebook.district_in('8302', null, '2025-05-01') as before,"
            " rulebook.district_in('8302', null, '2025-06-01') as merged,"
            " rulebook.district_in('8303', '830305', '2025-04-01') as whole,"
            " rulebook.district_in('8303', '830305', '2025-05-01') as moved,"
            " rulebook.district_in('8303', '830301', '2025-05-01') as stayed",
        )
    assert found == {"before": "8302", "merged": "8301", "whole": "8303", "moved": "8304", "stayed": "8303"}
