"""Whatever of a month gets lost or is refused, the grade that it would have had lies within the bounds."""

import random
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime

import psycopg2
import pytest

from include import months, quality, warehouse
from include.loaders import landing
from include.loaders.keeping import NOTHING
from include.local.postgres import Cluster
from include.simulator import simulate
from tests.conftest import copied_database, with_database
from tests.pipeline import driver

MONTHS = {"57": date(2024, 2, 1), "34": date(2025, 1, 1)}
MASKINGS = 8
# What may happen to rows of what was sent, so that they are refused or gone; each befalls a share of the rows.
UNREADABLE = {
    "raw.submissions_summary": [
        "new_shops = 'สิบกว่า'",
        "district = 'ไม่มีอำเภอนี้'",
        "reported_on = 'เมื่อวาน'",
        "village_heads = null",
    ],
    "raw.submissions_publicity": ["posted_on = 'ไม่ทราบ'", "channel = null"],
    "raw.submissions_activities": ["held_on = 'ไม่ทราบ'", "activity = null"],
    "raw.submissions_services": ["correct = 'อาจจะ'", "service = 'ไม่มีบริการนี้'"],
    "raw.submissions_downloads": ["downloads = 'มาก'"],
    "raw.app_downloads": ["occurred_at = 'ไม่ทราบ'", "subdistrict_code = 'ไม่มีตำบลนี้'", "operating_system = 'Symbian'"],
    "raw.shop_registrations": ["registered_on = 'ไม่ทราบ'", "status = 'ไม่ทราบ'", "operator_id = null"],
    "raw.otop_operators": ["district = 'ไม่มีอำเภอนี้'"],
}
GONE = ("raw.otop_operators",)
Grades = dict[tuple[str, str], tuple[str, float]]


@pytest.fixture(scope="module")
def landed(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a database in which a month of each province has landed and is not read yet; only ever copied."""
    folder = tmp_path_factory.mktemp("bounds")
    for province_code, month in MONTHS.items():
        simulate(folder / "landing", folder / "truth", province_code, [month], 11, defect_share=0)
    with copied_database(cluster) as uri:
        with warehouse.connect(uri) as connection:
            landing.register(connection, driver.landed_files(folder / "landing"), datetime.now(UTC), NOTHING)
        yield uri.rsplit("/", 1)[1]


@pytest.fixture
def copy(cluster: Cluster, landed: str) -> Iterator[str]:
    """The URI of a copy of it."""
    with copied_database(cluster, landed) as uri:
        yield uri


def grade(uri: str, patch: pytest.MonkeyPatch) -> None:
    """Read and grade what landed in a database."""
    patch.setenv("AIRFLOW_CONN_WAREHOUSE", uri)
    patch.setattr(quality, "audit", driver.pass_all)
    for province_code in months.pending_provinces():
        months.run(months.TYPE, province_code)
    months.close(months.stale(), driver.RUN_ID)


@pytest.fixture(scope="module")
def true_grades(cluster: Cluster, landed: str) -> Grades:
    """By province and district, the grade and the points when nothing is missing."""
    with copied_database(cluster, landed) as uri, pytest.MonkeyPatch.context() as patch:
        grade(uri, patch)
        found = driver.rows("select * from mart.district_grade")
    return {(row["province_code"], row["district_code"]): (row["grade"], row["points"]) for row in found}


def mask(admin_uri: str, chance: random.Random) -> None:
    """Lets rows become unreadable and whole reports, registers and exports be lost, as chance has it."""
    share = chance.choice([0.01, 0.05, 0.2])
    with closing(psycopg2.connect(admin_uri)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        cursor.execute("select setseed(%s)", (chance.uniform(-1, 1),))
        for table, ways in UNREADABLE.items():
            for way in ways:
                cursor.execute(f"update {table} set {way} where random() < %s", (share,))
        for table in GONE:
            cursor.execute(f"delete from {table} where random() < %s", (share,))
            cursor.execute(
                "update ops.source_file set"
                f" rows_read = (select count(*) from {table} where file_id = source_file.file_id)"
                " where status = 'loaded' and source = %s",
                (table.removeprefix("raw."),),
            )
        cursor.execute(
            "update ops.source_file set status = 'rejected', reason = 'อ่านไม่ได้', rows_read = 0"
            " where source = 'submissions' and random() < %s",
            (share,),
        )
        if chance.random() < 0.25:
            cursor.execute(
                "update ops.source_file set status = 'rejected', reason = 'อ่านไม่ได้', rows_read = 0"
                " where source = 'app_downloads'"
            )


@pytest.mark.parametrize("number", range(MASKINGS))
def test_the_true_grade_lies_within_the_bounds_whatever_is_missing(
    cluster: Cluster, copy: str, true_grades: Grades, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    mask(with_database(str(cluster.admin_uri), copy.rsplit("/", 1)[1]), random.Random(number))
    grade(copy, monkeypatch)
    bounds = driver.rows("select * from mart.grade_bounds")
    assert len(bounds) == len(true_grades)
    outside = [
        (row, true_grades[row["province_code"], row["district_code"]])
        for row in bounds
        if not row["low_points"] <= true_grades[row["province_code"], row["district_code"]][1] <= row["high_points"]
    ]
    assert not outside
    assert any(not row["certain"] for row in bounds)
    # what stands lies within them too, and where nothing is in doubt they are one letter
    for row in bounds:
        if row["points"] is not None:
            assert row["low_points"] <= row["points"] <= row["high_points"]
        if not row["because_th"]:
            assert row["certain"]


def test_where_nothing_is_missing_the_bounds_are_the_grade(copy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    grade(copy, monkeypatch)
    bounds = driver.rows(
        "select * from mart.grade_bounds"
        " inner join mart.district_grade using (programme_code, period, province_code, district_code)"
    )
    for row in bounds:
        if row["status"] == "graded" and not row["because_th"]:
            assert row["low_points"] == row["high_points"] == row["points"]
    assert sum(row["certain"] for row in bounds) > len(bounds) / 2
