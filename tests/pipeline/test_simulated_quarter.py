"""The warehouse finds in a simulated quarter exactly what the truth beside it says, from files to grades."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from include import warehouse
from include.documentation import examples
from include.simulator import simulate
from tests.pipeline import driver, simulated_truth

SEEDS = range(1, 21)
QUARTERS = {
    "57": [date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1)],
    "34": [date(2025, 1, 1), date(2025, 2, 1), date(2025, 3, 1)],
}


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

    different = simulated_truth.differences(zone, truth, QUARTERS)
    assert not different, "\n".join([f"{len(different)} differences", *different[:40]])
    if seed == 1:  # the demonstration
        with warehouse.connect() as connection, connection.cursor() as cursor:
            cursor.execute("analyze")  # as the server does by itself, some time after a month was graded
            assert examples.is_demonstration(connection)
            for code, page in examples.PAGES.items():
                written = page.read_text(encoding="utf-8")
                assert written == examples.fill(written, connection, code), "write it anew: make docs"
