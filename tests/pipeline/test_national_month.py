"""Any province of the simulated country, with its own rulebook, is graded as the truth beside it says."""

from datetime import date
from pathlib import Path

import pytest

from include import warehouse
from include.rulebook import load_all
from include.simulator import RULEBOOK_FOLDER, simulate
from include.simulator.national import country, write_rulebooks
from tests.pipeline import driver, simulated_truth

# Small provinces, so that the country is quickly tried; together the seeds order whatever a province may order.
PROVINCES = {1: ("82", "91", "94"), 2: ("11", "17", "23"), 3: ("83", "58", "75")}
MONTH = date(2025, 1, 1)


@pytest.mark.usefixtures("pipeline", "unaudited")
@pytest.mark.parametrize("seed", PROVINCES)
def test_provinces_of_the_simulated_country_are_graded_as_their_truth_says(seed: int, tmp_path: Path) -> None:
    zone, truth, rulebooks = tmp_path / "landing", tmp_path / "truth", tmp_path / "rulebook"
    whole = country(seed, operators=60_000, events=150_000)
    write_rulebooks(rulebooks, RULEBOOK_FOLDER, PROVINCES[seed], [2568], whole.operators, seed)
    for code in PROVINCES[seed]:
        simulate(zone, truth, code, [MONTH], seed, rulebooks, events=whole.events[code])
    with warehouse.connect() as connection:
        load_all(connection, rulebooks)

    driver.process(zone)

    different = simulated_truth.differences(zone, truth, PROVINCES[seed])
    assert not different, "\n".join([f"{len(different)} differences", *different[:40]])
