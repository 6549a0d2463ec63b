"""A national month closed, against bare SQL that fills the same tables of results from typed rows.

Ours lands what the simulated country sent, types it, refuses with reasons, builds, checks, moves and freezes, as the
DAGs' tasks do, one province after the other in one process (`ours.py`). The anchor (`bare.py`) is given the facts that
came of it as typed rows. Both fill tables of the same columns and keys, in a copy each of the same empty database, and
the rows of the results must be equal: targets, measures, attainment with its sentences, grades, and what is frozen of
them. What each step and each SQL file took is kept: the profile of the month.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.closing import bare
from benchmarks.country import Country
from benchmarks.landing import spread
from benchmarks.scratch import copied_database


def measure(template_uri: str, first_uri: str, whole: Country, pairs: int, folder: Path) -> dict[str, Any]:
    """Times and ratios, given an empty database with the country's rulebooks that nobody is connected to.

    `first_uri` is a copy of it, in which the month stands closed afterwards.
    """
    facts = folder / "facts"
    facts.mkdir(exist_ok=True)
    ours, theirs = [], []
    for number in range(pairs):
        if number == 0:
            ours.append(ours_closed(first_uri, whole.landing))
        else:
            with copied_database(template_uri) as uri:
                ours.append(ours_closed(uri, whole.landing))
        with copied_database(template_uri) as uri:
            bare.make_tables(uri)
            if number == 0:
                bare.write_facts(first_uri, uri, facts)
            theirs.append(bare.closed(uri, facts))
            assert not (different := bare.differences(uri, first_uri)), different
    our_seconds, their_seconds = [_seconds(one["steps"]) for one in ours], [_seconds(steps) for steps in theirs]
    our_cpu, their_cpu = [_cpu(one["steps"]) for one in ours], [_cpu(steps) for steps in theirs]
    return {
        "events": whole.events,
        "months": ours[0]["months"],
        "freezes": ours[0]["freezes"],
        "pairs": pairs,
        "seconds": spread(our_seconds),
        "bare_seconds": spread(their_seconds),
        "cpu_seconds": spread(our_cpu),
        "bare_cpu_seconds": spread(their_cpu),
        "ratio": spread([mine / other for mine, other in zip(our_seconds, their_seconds, strict=True)]),
        "cpu_ratio": spread([mine / other for mine, other in zip(our_cpu, their_cpu, strict=True)]),
        "empty_megabytes": ours[0]["empty_megabytes"],
        "database_megabytes": ours[0]["database_megabytes"],
        "steps": _middle(ours)["steps"],
        "files": _middle(ours)["files"],
        "bare_steps": theirs[0],
    }


def ours_closed(uri: str, zone: Path) -> dict[str, Any]:
    """Closes the month of a landing zone by a process of its own; what each step and SQL file took."""
    command = [sys.executable, "-m", "benchmarks.closing.ours", uri, str(zone)]
    ended = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])
    return dict(json.loads(ended.stdout.splitlines()[-1]))


def _middle(ours: list[dict[str, Any]]) -> dict[str, Any]:
    """The run of the median time: its profile stands for all of them."""
    return sorted(ours, key=lambda one: _seconds(one["steps"]))[len(ours) // 2]


def _seconds(steps: list[dict[str, Any]]) -> float:
    return float(sum(step["seconds"] for step in steps))


def _cpu(steps: list[dict[str, Any]]) -> float:
    return float(sum(step["client_cpu_seconds"] + step["server_cpu_seconds"] for step in steps))
