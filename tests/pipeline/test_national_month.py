"""Any province of the simulated country, with its own rulebook, is graded as the truth beside it says."""

import json
from datetime import date
from pathlib import Path

import pytest

from include import warehouse
from include.local import truth
from include.rulebook import load_all
from include.simulator import RULEBOOK_FOLDER, event_stream, simulate
from include.simulator.national import country, write_rulebooks
from tests.pipeline import driver, simulated_truth

# Small provinces, so that the country is quickly tried; together the seeds order whatever a province may order.
PROVINCES = {1: ("82", "91", "94"), 2: ("11", "17", "23"), 3: ("83", "58", "75")}
MONTHS = {1: [date(2025, 1, 1)], 2: [date(2025, 2, 1)], 3: [date(2024, 9, 1), date(2024, 10, 1)]}  # 3: two fiscal years


@pytest.mark.usefixtures("pipeline", "unaudited")
@pytest.mark.parametrize("seed", PROVINCES)
def test_provinces_of_the_simulated_country_are_graded_as_their_truth_says(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_stream, "PART", 1_000)  # so that a month comes in several files
    zone, told, rulebooks = tmp_path / "landing", tmp_path / "truth", tmp_path / "rulebook"
    whole = country(seed, operators=60_000, events=150_000)
    write_rulebooks(rulebooks, RULEBOOK_FOLDER, PROVINCES[seed], [2567, 2568], whole.operators, seed)
    for code in PROVINCES[seed]:
        simulate(zone, told, code, MONTHS[seed], seed, rulebooks, events=whole.events[code])
    with warehouse.connect() as connection:
        load_all(connection, rulebooks)

    driver.process(zone)

    different = simulated_truth.differences(zone, told, PROVINCES[seed])
    assert not different, "\n".join([f"{len(different)} differences", *different[:40]])
    _the_job_says_so_too(told)


def _the_job_says_so_too(folder: Path) -> None:
    """What `make run NATIONAL=1` says of the same: all grades as told, and the one that somebody told otherwise."""
    with warehouse.connect() as connection:
        as_written = truth.compare(connection, folder)
        grades = sorted(folder.glob("*/grades.jsonl"))[0]
        first, *others = grades.read_text(encoding="utf-8").splitlines()
        told = json.loads(first)
        grades.write_text("\n".join([json.dumps(told | {"grade": "Z"}), *others]), encoding="utf-8")
        as_changed = truth.compare(connection, folder)
    assert as_written.grades == len(driver.rows("select from mart.district_grade"))
    assert not as_written.different
    [line] = as_changed.different
    assert line.startswith(f"{told['province_code']} {told['period']} {told['district_code']}: the truth says")
