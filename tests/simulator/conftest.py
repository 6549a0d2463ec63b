from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from include.simulator import simulate

FIRST_MONTHS = {"57": [date(2024, 1, 1), date(2024, 2, 1)], "34": [date(2025, 1, 1), date(2025, 2, 1)]}


class Zone(NamedTuple):
    """A simulated landing zone and its truth."""

    landing: Path
    truth: Path


@pytest.fixture(scope="session")
def zones(tmp_path_factory: pytest.TempPathFactory) -> list[Zone]:
    """Both provinces, two months, seeds 1 to 5."""
    made = []
    for seed in range(1, 6):
        folder = tmp_path_factory.mktemp(f"seed_{seed}")
        zone = Zone(folder / "landing", folder / "truth")
        for province_code, months in FIRST_MONTHS.items():
            simulate(zone.landing, zone.truth, province_code, months, seed)
        made.append(zone)
    return made
