"""The pages of what was measured say what was kept, and nothing that was not."""

import re
from typing import Any
from xml.etree import ElementTree

import pytest

from benchmarks import keeping, orchestration, page, scaling
from benchmarks.__main__ import main
from benchmarks.running import BENCHMARKS, LONG
from benchmarks.table import ROWS, at, outcomes

ASKED_FOR = {"history", "questions"}  # measured only when they are named
MACHINE = {"cores": 2, "load_average_before": 0.3, "postgres": "18.6", "python": "3.11.7"}


def spread(median: float) -> dict[str, float]:
    return {"median": median, "fastest": median / 2, "slowest": median * 2}


def test_every_row_is_measured_by_a_benchmark_and_every_benchmark_has_a_row() -> None:
    assert len({row.name for row in ROWS}) == len(ROWS)
    measured = {row.benchmark for row in ROWS}
    assert set(BENCHMARKS) <= measured
    assert measured - set(BENCHMARKS) == ASKED_FOR >= set(LONG)


def test_the_pages_are_written_of_what_was_kept() -> None:
    written = dict(page.files(keeping.results(), keeping.history()))
    pictures = {path.relative_to(keeping.DOCS).as_posix() for path in (keeping.DOCS / page.PICTURES).iterdir()}
    assert pictures == set(written) - {page.PAGE, scaling.PAGE}
    stale = [name for name, text in written.items() if (keeping.DOCS / name).read_text() != text]
    assert stale == [], "write them anew with `python -m benchmarks --pages`"


def test_a_goal_that_is_missed_is_explained() -> None:
    text = dict(page.files(keeping.results(), keeping.history()))[page.PAGE]
    assert "not explained yet" not in text


def test_a_figure_beyond_its_goal_is_missed_and_one_at_it_is_met() -> None:
    results = {"gate": {"ratio": spread(1.7), "machine": MACHINE}, "runner": {"ratio": spread(1.21)}}
    assert {outcome.row.name: outcome.met for outcome in outcomes(results)} == {"gate": True, "runner": False}
    text = dict(page.files(results, []))[page.PAGE]
    assert "**1.70×** | 0.85× to 3.40× | met |" in text
    assert "**1.21×** | 0.60× to 2.42× | [missed](#runner) |" in text
    assert text.count("not measured yet") == len(ROWS) - 2


def test_of_a_speed_more_is_better() -> None:
    [fast] = outcomes({"landing": {"two_streams_speed": spread(1.3)}})
    [slow] = outcomes({"landing": {"two_streams_speed": spread(1.29)}})
    assert fast.met and fast.share == 1 and not slow.met and slow.share > 1
    assert fast.row.goal == "≥ 1.3×"


def test_faster_than_means_less_than_as_long() -> None:
    [outcome] = outcomes({"engines": {"duckdb_ratio": spread(1.0)}})
    assert not outcome.met and outcome.row.goal == "< 1×"


def test_a_run_is_kept_with_a_line_for_each_row(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "RESULTS", tmp_path / "results.json")
    monkeypatch.setattr(keeping, "HISTORY", tmp_path / "history.csv")
    for median in (1.5, 1.9):
        keeping.keep("gate", {"measured_at": "2026-11-28T12:00:00+00:00", "ratio": spread(median), "machine": MACHINE})
    kept = keeping.results()["gate"]
    assert kept["rows"]["gate"] == {"goal": "≤ 1.7×", "met": False} | spread(1.9)
    assert [entry["median"] for entry in keeping.history()] == ["1.5", "1.9"]
    text = dict(page.files(keeping.results(), keeping.history()))[page.PAGE]
    assert "1.90× (2026-11-28, load 0.3) · 1.50× (2026-11-28, load 0.3)" in text


def test_every_chart_is_a_drawing_that_says_its_figures_in_words() -> None:
    drawn = [text for name, text in page.files(keeping.results(), []) if name.endswith(".svg")]
    assert drawn
    for text in drawn:
        assert re.search(r"\d", str(ElementTree.fromstring(text).get("aria-label")))


def test_the_page_of_larger_countries_works_its_figures_out() -> None:
    growth = {"sizes": [10, 1_000_000], "microseconds": {"10": {"all": 1.0}, "1000000": {"all": 20.0}}}
    closing = {
        "events": 1_000_000,
        "seconds": spread(80.0),
        "cpu_seconds": spread(60.0),
        "empty_megabytes": 20.0,
        "database_megabytes": 1020.0,
    }
    told = scaling.figures({"growth": growth, "closing": closing})
    assert (told["minutes"], told["files_and_reports_minutes"], told["megabytes"]) == ("1.3", "1.0", "1,000")
    assert told["night"] == "1,000 million"
    assert told["curve"].splitlines()[2] == "| 20,000,000 | 8 minutes | 20.0 GB | 1,920 GB |"
    assert told["history"] == "(not measured yet)"


def test_airflows_part_of_a_task_is_its_wait_and_what_it_runs_longer_than_its_function() -> None:
    task = {"dag": "grade_months", "task": "build", "queued": 0.5, "ran": 2.5, "began": 1}
    result = orchestration.summed([([task], {"grade_months.build": 1.5}, 9.0)] * 3)
    assert result["overhead_seconds"]["median"] == 7.5
    assert result["tasks"] == [{"task": "grade_months.build", "queued": 0.5, "ran": 2.5, "called": 1.5}]


def test_a_benchmark_that_is_not_there_is_refused_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["lnding"])
    assert "lnding is none of landing, " in capsys.readouterr().err


def test_a_place_in_results_is_found_through_lists_too() -> None:
    assert at({"memory": {"peak": [1, 2]}}, ("memory", "peak", "1")) == 2
    assert at({"memory": {"peak": [1, 2]}}, ("memory", "peak", "2")) is None
