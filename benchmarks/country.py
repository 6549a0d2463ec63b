"""The simulated country in a folder: rulebooks, landing zone and truth, written once for all that measure with it."""

import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

PERIOD = date(2025, 1, 1)
RECEIVED_AT = datetime(2025, 2, 3, 3, tzinfo=UTC)  # every file is seen at once, when the month has ended
DUE_AT = datetime(2025, 6, 1, 3, tzinfo=UTC)  # when its last publication is due, whatever a province orders


@dataclass(frozen=True)
class Country:
    """Where it lies, and how many download events its month has."""

    home: Path
    events: int

    @property
    def rulebooks(self) -> Path:
        return self.home / "rulebook"

    @property
    def landing(self) -> Path:
        return self.home / "landing"

    @property
    def truth(self) -> Path:
        return self.home / "truth"


def written(folder: Path, events: int, provinces: str = "", operators: int = 200_000) -> Country:
    """The country's month below a folder, where it is written once; `provinces` are codes, by default all."""
    home = folder / f"country_{events}_{provinces.replace(',', '_') or 'whole'}"
    if not (home / "written").exists():
        command = [sys.executable, "-m", "include.simulator.national", "--home", str(home), "--from", f"{PERIOD:%Y-%m}"]
        command += ["--events", str(events), "--provinces", provinces, "--operators", str(operators)]
        subprocess.run(command, check=True, cwd=Path(__file__).parents[1])
        (home / "written").touch()
    return Country(home, events)
