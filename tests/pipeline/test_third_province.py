"""A third province is one YAML file and its annexes, and no line of code."""

import shutil
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from include import warehouse
from include.rulebook import DEFAULT_FOLDER, load_all
from tests.pipeline import driver, expected_month, written_month

HERE = Path(__file__).parent / "third_province"
BANGKOK = ZoneInfo("Asia/Bangkok")
LAST_SECOND = datetime(2025, 5, 13, 23, 59, 59, tzinfo=BANGKOK)
NEXT_DAY = datetime(2025, 5, 14, tzinfo=BANGKOK)


@pytest.fixture
def rulebooks(pipeline: str, tmp_path: Path) -> None:
    """The warehouse with the project's rulebooks and, beside them, the third province's."""
    folder = tmp_path / "rulebook"
    shutil.copytree(DEFAULT_FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    shutil.copy(HERE / "phuket_2568.yaml", folder)
    shutil.copytree(HERE / "annexes", folder / "annexes", dirs_exist_ok=True)
    with warehouse.connect() as connection:
        load_all(connection, folder)


@pytest.mark.usefixtures("rulebooks")
def test_a_third_province_is_graded_by_its_own_rulebook(tmp_path: Path) -> None:
    written = written_month.read(HERE / "83_2025-04.yaml")
    zone = tmp_path / "landing"
    written_month.land(written, zone)
    late = zone / "submissions" / "83" / "2025-04" / "กะทู้.xlsx"
    aside = late.rename(tmp_path / "not sent yet.xlsx")

    driver.process(zone, LAST_SECOND)
    aside.rename(late)
    driver.process(zone, NEXT_DAY)

    expected_month.assert_month(written)
    due = driver.rows(
        "select deadline_code, due_at from ops.deadline where province_code = '83' and period = '2025-04-01'"
    )
    assert {row["deadline_code"]: row["due_at"] for row in due} == {
        "report": LAST_SECOND,
        "publication": datetime(2025, 5, 20, 23, 59, 59, tzinfo=BANGKOK),
    }
    frozen = driver.rows("select * from snapshot.publication where province_code = '83'")
    assert [(row["revision"], row["kind"]) for row in frozen] == [(0, "provisional")]


@pytest.mark.usefixtures("rulebooks")
def test_the_province_that_came_has_a_reader_of_its_own_and_leaves_the_others_alone() -> None:
    readers = driver.rows("select rolname from pg_roles where rolname in ('analyst_34', 'analyst_57', 'analyst_83')")
    assert len(readers) == 3
    in_force = driver.rows("select province_code, rulebook_version from rulebook.in_force order by province_code")
    assert in_force == [{"province_code": code, "rulebook_version": 1} for code in ("34", "57", "83")]
