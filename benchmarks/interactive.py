"""How soon the twenty questions that analysts ask most are answered with 96 national months behind them.

Each is a file of benchmarks/questions, asked as role `analyst` with the limits of readers on, many times, of other
provinces, districts and months each time; once while the warehouse does nothing else, and once while a month closes.
Every other time it is asked of the last month, which people ask about most, and the only one of a history whose text
of raw is there.
"""

import argparse
import json
import statistics
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import psycopg2

from benchmarks.landing import spread
from benchmarks.scratch import server_uri
from include import months, warehouse

FOLDER = Path(__file__).parent / "questions"
GOAL_MILLISECONDS = 50

Row = dict[str, Any]


def questions() -> dict[str, str]:
    """Every question's SQL, by the name of its file."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.sql"))}


def measure(uri: str, times: int = 40, at_work: Callable[[threading.Event], None] | None = None) -> dict[str, Any]:
    """Milliseconds of every question in the warehouse of a superuser's URI, alone and beside a closing month.

    `at_work` closes months until it is told to stop; by default it builds months of the warehouse again and again.
    """
    places = _places(uri)
    alone = _ask_all(uri, places, times)
    stop = threading.Event()
    builder = threading.Thread(target=at_work or (lambda stopped: _keep_building(uri, places, stopped)), args=(stop,))
    builder.start()
    try:
        beside = _ask_all(uri, places, times)
    finally:
        stop.set()
        builder.join()
    return {
        "months": len({place["period"] for place in places}),
        "provinces": len({place["province_code"] for place in places}),
        "times": times,
        "goal_milliseconds": GOAL_MILLISECONDS,
        "questions": {
            name: {"alone": _figures(alone[name]), "beside_a_closing_month": _figures(beside[name])} for name in alone
        },
        "p95_milliseconds": {
            "alone": spread([_figures(taken)["p95"] for taken in alone.values()]),
            "beside_a_closing_month": spread([_figures(taken)["p95"] for taken in beside.values()]),
        },
        "within_goal": {
            "alone": sum(_figures(taken)["p95"] < GOAL_MILLISECONDS for taken in alone.values()),
            "beside_a_closing_month": sum(_figures(taken)["p95"] < GOAL_MILLISECONDS for taken in beside.values()),
        },
    }


def _places(uri: str) -> list[Row]:
    """Districts and months that can be asked about."""
    with warehouse.connect(uri) as connection:
        return warehouse.fetch(
            connection,
            "select programme_code, province_code, district_code, period from mart.district_grade"
            " order by hashtext(district_code || period) limit 5000",
        )


def _ask_all(uri: str, places: Sequence[Row], times: int) -> dict[str, list[float]]:
    """Milliseconds by question: all of them in turn, one place after the other."""
    random, asked = Random(1), questions()
    last = max(place["period"] for place in places)
    newest = [place for place in places if place["period"] == last]
    taken: dict[str, list[float]] = {name: [] for name in asked}
    with warehouse.reading(uri) as connection:
        for turn in range(times + 2):
            place = random.choice(newest if turn % 2 else places)
            for name, sql in asked.items():
                began = time.perf_counter()
                warehouse.fetch(connection, sql, place)
                seconds = time.perf_counter() - began
                connection.rollback()
                if turn > 1:  # a connection's first plans are no answer to how fast it is
                    taken[name].append(1000 * seconds)
    return taken


def _keep_building(uri: str, places: Sequence[Row], stopped: threading.Event) -> None:
    """Builds one month after the other, rolled back: what stands is left as it is."""
    random = Random(2)
    while not stopped.is_set():
        month = random.choice(places) | {"code_version": warehouse.code_version()}
        with closing(psycopg2.connect(uri)) as connection:
            for file in (*months.TYPE, *months.BUILD, *months.COMPARE):
                warehouse.run(connection, file, month)


def _figures(taken: Sequence[float]) -> dict[str, float]:
    ordered = sorted(taken)
    return {
        "p50": round(statistics.median(ordered), 1),
        "p95": round(ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))], 1),
        "slowest": round(ordered[-1], 1),
    }


def main(arguments: list[str]) -> None:
    """Prints the result as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.interactive", description=str(__doc__).split("\n")[0])
    parser.add_argument("--uri", help="a superuser's URI of a filled warehouse; default: the embedded warehouse")
    parser.add_argument("--times", type=int, default=40)
    options = parser.parse_args(arguments)
    print(json.dumps(measure(options.uri or server_uri(), options.times), indent=2))


if __name__ == "__main__":
    main(sys.argv[1:])
