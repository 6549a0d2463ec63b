"""Months in which workers and servers are killed, files come late, twice and in part: nothing is lost or doubled."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.soak import comparing, deliveries, looks
from benchmarks.soak.deliveries import Arrival
from benchmarks.soak.running import Soak
from include.simulator.calendar_months import BANGKOK

LAST_SECOND = datetime(2024, 3, 15, 23, 59, 59, tzinfo=BANGKOK)
SET_BY_IT = (
    "AIRFLOW_CONN_WAREHOUSE",
    "AIRFLOW_CONN_WAREHOUSE_REPLAY",
    "CHUMCHON_HOME",
    "CHUMCHON_LANDING_URI",
    "CHUMCHON_PERSONAL_KEY",
    "SOAK_LOG",
)
PUBLISHED_BY = datetime(2024, 3, 18, 23, 59, 59, tzinfo=BANGKOK)


def test_after_disturbed_months_everything_is_as_if_nothing_had_happened(
    reachable_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in SET_BY_IT:
        monkeypatch.setenv(name, "")
    folder = reachable_folder / "soak"
    folder.mkdir()
    soak = Soak(folder, months=1, seed=3, share=0.2, own_disk=False)
    figures = soak.run()
    assert soak.differences == []
    assert sum(figures["disturbed"]["failed"].values()) >= 3
    assert figures["compared"]["snapshots"] >= 2
    assert figures["compared"]["built_again"] == figures["compared"]["snapshots"]
    assert {"in part", "at midnight", "in the last second"} <= set(figures["arrivals"])


def test_what_is_lost_or_there_twice_is_told() -> None:
    assert comparing.differing("raw.rows", ["a", "b"], ["a", "b"]) == []
    assert comparing.differing("raw.rows", ["a", "b"], ["a"]) == ["raw.rows: 1 lost, 0 more\n  lost: b"]
    assert comparing.differing("raw.rows", ["a"], ["a", "a"]) == ["raw.rows: 0 lost, 1 more\n  more: a"]


def test_the_clock_stands_in_the_last_second_of_a_deadline_and_in_the_next() -> None:
    moments = [look.at for look in looks.looks([("report", LAST_SECOND), ("publication", PUBLISHED_BY)])]
    assert LAST_SECOND in moments
    assert LAST_SECOND + timedelta(seconds=1) in moments
    assert datetime(2024, 3, 18, 23, tzinfo=BANGKOK) in moments
    assert datetime(2024, 2, 29, 23, 59, 59, tzinfo=BANGKOK) in moments


def test_of_each_month_one_report_comes_in_the_last_second_and_one_a_second_too_late() -> None:
    sent = [Arrival(LAST_SECOND - timedelta(days=9), f"submissions/57/2024-02/{name}.xlsx", b"") for name in "abc"]
    moved = deliveries.at_the_edges(sent, [("57", "2024-02", LAST_SECOND)], seed=1)
    assert [arrival.at for arrival in moved[1:]] == [LAST_SECOND, LAST_SECOND + timedelta(seconds=1)]
    assert [arrival.how for arrival in moved] == ["as sent", "in the last second", "at midnight"]
