"""What arrives, and when: the simulator's files, and besides late ones, some twice, some at first only in part.

The simulator's own months have corrections, copies, broken and misplaced files already.
"""

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from benchmarks.soak.orders import Reporting
from include.simulator import simulate
from include.simulator.calendar_months import BANGKOK, parse_month

LATE_DAYS = (3, 12, 45)


@dataclass(frozen=True)
class Arrival:
    """A file that comes to lie in the landing zone at a moment; `how` says whether it came as it was sent."""

    at: datetime
    place: str
    content: bytes
    how: str = "as sent"


def planned(folder: Path, rulebook_folder: Path, wanted: Sequence[Reporting], seed: int) -> list[Arrival]:
    """Every arrival, in order; the same for the same seed. `folder` is where the simulator writes."""
    for province in wanted:
        simulate(folder / "sent", folder / "truth", province.province_code, province.months, seed, rulebook_folder)
    sent = [
        Arrival(
            datetime.fromtimestamp(int(path.stat().st_mtime), BANGKOK),
            path.relative_to(folder / "sent").as_posix(),
            path.read_bytes(),
        )
        for path in sorted((folder / "sent").rglob("*"))
        if path.is_file()
    ]
    random = Random(f"deliveries {seed}")
    return sorted(_as_they_arrive(random, sent), key=lambda arrival: (arrival.at, arrival.place))


def at_the_edges(arrivals: list[Arrival], deadlines: Iterable[tuple[str, str, datetime]], seed: int) -> list[Arrival]:
    """Two workbooks of each month moved: one to the last second of its deadline, one to the second after it.

    A deadline is a province's code, its month as YYYY-MM and the last second.
    """
    random = Random(f"edges {seed}")
    moved = list(arrivals)
    for province_code, month, due_at in deadlines:
        folder = f"submissions/{province_code}/{month}/"
        found = [
            number
            for number, arrival in enumerate(moved)
            if arrival.place.startswith(folder) and arrival.place.endswith(".xlsx") and arrival.how == "as sent"
        ]
        for number, seconds in zip(random.sample(found, min(2, len(found))), (0, 1), strict=False):
            how = "at midnight" if seconds else "in the last second"
            moved[number] = replace(moved[number], at=due_at + timedelta(seconds=seconds), how=how)
    return sorted(moved, key=lambda arrival: (arrival.at, arrival.place))


def land(zone: Path, arrivals: Iterable[Arrival]) -> None:
    """Each file appears whole, with the time at which it was sent; one that lay there is replaced."""
    for arrival in arrivals:
        path = zone / arrival.place
        path.parent.mkdir(parents=True, exist_ok=True)
        written = zone.with_name("being sent")
        written.write_bytes(arrival.content)
        os.utime(written, (arrival.at.timestamp(),) * 2)
        written.replace(path)


def counts(arrivals: Iterable[Arrival]) -> dict[str, int]:
    """How many files came in which way."""
    return dict(Counter(arrival.how for arrival in arrivals))


def month_of(arrival: Arrival) -> datetime | None:
    """The month whose folder a file lies in; None where it lies in none."""
    parts = arrival.place.split("/")
    try:
        return datetime.combine(parse_month(parts[2]), datetime.min.time(), BANGKOK)
    except (IndexError, ValueError):
        return None


def _as_they_arrive(random: Random, sent: Iterable[Arrival]) -> Iterable[Arrival]:
    for arrival in sent:
        fate = random.random()
        if month_of(arrival) is None or len(arrival.content) < 1_000 or fate > 0.14:
            yield arrival
        elif fate < 0.03:
            yield replace(arrival, at=arrival.at + timedelta(days=random.choice(LATE_DAYS)), how="late")
        elif fate < 0.07:
            yield arrival
            folder, _, name = arrival.place.rpartition("/")
            again = arrival.at + timedelta(days=random.choice((0, 1, 30)), minutes=1)
            yield replace(arrival, at=again, place=f"{folder}/ส่งซ้ำ {name}", how="again, renamed")
        elif fate < 0.10:
            yield arrival
            yield replace(arrival, at=arrival.at + timedelta(days=random.choice((1, 20))), how="again, touched")
        else:
            part = arrival.content[: random.randrange(1, len(arrival.content))]
            yield replace(arrival, content=part, how="in part")
            yield replace(arrival, at=arrival.at + timedelta(days=1), how="whole after a part")
