"""The warehouse finds in a simulated quarter exactly what the truth beside it says, from files to grades."""

import json
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from include import warehouse
from include.documentation import examples
from include.simulator import simulate
from tests.pipeline import driver

SEEDS = range(1, 21)
QUARTERS = {
    "57": [date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1)],
    "34": [date(2025, 1, 1), date(2025, 2, 1), date(2025, 3, 1)],
}
# By file of truth: the query that answers it, the columns of the key, and the columns to compare.
COMPARED: dict[str, tuple[str, str, str]] = {
    "files": (
        "select *, to_char(period, 'YYYY-MM') as month from ops.source_file",
        "uri",
        "status rows_read rows_loaded rows_known rows_rejected",
    ),
    "rejected_rows": (
        "select * from quarantine.rejected_row inner join ops.source_file using (file_id)",
        "uri sheet row_number",
        "column_name rule",
    ),
    "measures": (
        "select measure.* from mart.measure inner join rulebook.measure as catalogue using (measure_code)"
        " where not catalogue.watched or measure_code = 'web_users'",
        "period province_code district_code measure_code",
        "value",
    ),
    "subdistrict_measures": (
        "select * from mart.subdistrict_measure",
        "period province_code district_code subdistrict_code measure_code",
        "value",
    ),
    "targets": (
        "select * from mart.target",
        "period province_code district_code criterion_code condition_no",
        "measure_code comparator base_value target_value",
    ),
    "attainment": (
        "select * from mart.attainment",
        "period province_code district_code criterion_code",
        "met points max_points",
    ),
    "grades": (
        "select * from mart.district_grade",
        "period province_code district_code",
        "status points max_points percent grade grade_basis on_time",
    ),
    "provinces": (
        "select * from mart.province_summary",
        "period province_code",
        "status districts reported on_time grade_counts mean_percent province_criteria",
    ),
    "quarters": (
        "select * from mart.quarter_grade",
        "fiscal_year_be quarter province_code district_code",
        "months mean_percent grade grade_basis status",
    ),
}
NUMBERS = {"value", "base_value", "target_value", "points", "max_points", "percent", "mean_percent"}


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[int], Path]]:
    """Gives the folder of a seed's landing zone and truth; the next seed's is written while the warehouse works."""
    started: dict[int, Future[Path]] = {}
    with ThreadPoolExecutor(max_workers=1) as writer:

        def folder(seed: int) -> Path:
            for ahead in (seed, seed + 1):
                if ahead in SEEDS and ahead not in started:
                    started[ahead] = writer.submit(_simulate, ahead, tmp_path_factory.mktemp(f"seed_{ahead}"))
            return started[seed].result()

        yield folder


def _simulate(seed: int, folder: Path) -> Path:
    for province_code, months in QUARTERS.items():
        simulate(folder / "landing", folder / "truth", province_code, months, seed)
    return folder


@pytest.mark.usefixtures("pipeline")
@pytest.mark.parametrize("seed", SEEDS)
def test_a_simulated_quarter_gives_what_its_truth_says(
    seed: int, simulated: Callable[[int], Path], request: pytest.FixtureRequest
) -> None:
    if seed > 1:  # the audit of six months adds half as much again: seed 1 shows that a right quarter passes it
        request.getfixturevalue("unaudited")
    zone, truth = simulated(seed) / "landing", simulated(seed) / "truth"

    driver.process(zone)

    different: list[str] = []
    for name, (query, key, columns) in COMPARED.items():
        told = [record for code in QUARTERS for record in _records(truth / code / f"{name}.jsonl")]
        found = driver.rows(query)
        different += _differences(name, _by_key(told, key, columns, zone), _by_key(found, key, columns, zone))
    assert not different, "\n".join([f"{len(different)} differences", *different[:40]])
    if seed == 1:  # the demonstration
        with warehouse.connect() as connection, connection.cursor() as cursor:
            cursor.execute("analyze")  # as the server does by itself, some time after a month was graded
            written = examples.PAGE.read_text(encoding="utf-8")
            assert examples.is_demonstration(connection)
            assert written == examples.fill(written, connection), "write it anew: include/documentation/examples.py"


def _records(path: Path) -> Iterable[dict[str, Any]]:
    for line in path.read_text("utf-8").splitlines():
        record = json.loads(line)
        if record.get("rule") == "summary_refused":
            record["column_name"] = "summary"
        if "grade_counts" in record:  # a grade that no district has may be left out
            record["grade_counts"] = {grade: count for grade, count in record["grade_counts"].items() if count}
        yield record


def _by_key(
    records: Iterable[dict[str, Any]], key: str, columns: str, zone: Path
) -> dict[tuple[object, ...], tuple[object, ...]]:
    """Records in one form, whether they come from JSON or from the database, which cuts what has no last decimal."""
    found = {}
    for record in records:
        named = tuple(_comparable(name, record[name], zone) for name in key.split())
        found[named] = tuple(_comparable(name, record[name], zone) for name in columns.split())
    return found


def _comparable(name: str, value: Any, zone: Path) -> object:
    if name in NUMBERS and value is not None:
        return round(Fraction(value), 12)
    if name == "uri":
        return value.removeprefix(f"file://{zone}/")
    if name == "grade_counts":
        return {grade: count for grade, count in value.items() if count}
    return value.isoformat() if isinstance(value, date) else value


def _differences(
    name: str, told: dict[tuple[object, ...], tuple[object, ...]], found: dict[tuple[object, ...], tuple[object, ...]]
) -> list[str]:
    return [
        f"{name} {key}: the truth says {told.get(key, 'nothing')}, the warehouse {found.get(key, 'nothing')}"
        for key in sorted(told.keys() | found.keys(), key=str)
        if told.get(key) != found.get(key)
    ]
