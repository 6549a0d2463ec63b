"""Writes a landing zone that looks like a real one, with the truth beside it.

The truth is computed here in plain Python from what was planned, straight from the contract; nothing of the code that
it checks is used, only the rulebooks' files. It assumes that everything has landed, that files which came together
count by their modification time, and (where a rulebook's clock is `received`) that a file was first seen when sent.
"""

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from include.simulator.orders import rulebooks
from include.simulator.planting import Planting
from include.simulator.province import Chance, simulate_province
from include.simulator.records import Delivery
from include.simulator.truth import write_labels, write_truth

RULEBOOK_FOLDER = Path(__file__).parents[1] / "rulebook"
DEFECT_SHARE = 0.03

__all__ = ["DEFECT_SHARE", "RULEBOOK_FOLDER", "simulate"]


def simulate(
    landing: Path,
    truth: Path,
    province_code: str,
    months: Sequence[date],
    seed: int,
    rulebook_folder: Path = RULEBOOK_FOLDER,
    defect_share: float = DEFECT_SHARE,
    planted: bool = False,
    events: int | None = None,
) -> None:
    """Writes one province's files of some months (first days) below `landing`, the truth below `truth`/`province_code`.

    The same arguments give the same bytes and modification times. About `defect_share` of the rows must be refused;
    with 0 none. With `planted`, defects of every class in `planting/classes.csv` are planted besides, and the truth is
    `files.jsonl`, `rejected_rows.jsonl` and, with a label for every defect, `planted.jsonl`. With `events` about so
    many downloads happen in a month, and their files are written line by line. Raises ValueError when no month is
    given, or one for which the province has no rulebook.
    """
    if not months:
        raise ValueError("no month to simulate")
    ordered = sorted(set(months))
    chance = Chance(seed, province_code)
    planting = Planting(chance.stream, province_code, ordered) if planted else None
    books = rulebooks(rulebook_folder, province_code)
    deliveries, evidence = simulate_province(chance, books, ordered, defect_share, planting, events)
    for delivery in deliveries:
        _write(landing, delivery)
    if planting:
        write_labels(truth / province_code, deliveries, planting.labels(evidence))
    else:
        write_truth(truth / province_code, evidence)


def _write(landing: Path, delivery: Delivery) -> None:
    path = landing / delivery.uri
    path.parent.mkdir(parents=True, exist_ok=True)
    if delivery.write:
        with path.open("wb") as file:
            delivery.streamed = delivery.write(file)
    else:
        path.write_bytes(delivery.content)
    sent_at = int(delivery.sent_at.timestamp())
    os.utime(path, (sent_at, sent_at))
