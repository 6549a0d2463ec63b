"""docs/scaling.md: `prose/scaling.md`, with its figures worked out from what was kept."""

from collections.abc import Mapping
from pathlib import Path
from string import Template
from typing import Any

from benchmarks.table import at

PAGE = "scaling.md"
_TEXT = Path(__file__).with_name("prose") / "scaling.md"
_UNKNOWN = "(not measured yet)"
_MONTHS = (1_000_000, 5_000_000, 20_000_000, 100_000_000)
_KEPT = 96
_NIGHT_HOURS = 8


def page(results: Mapping[str, Any]) -> str:
    """The whole page."""
    return Template(_TEXT.read_text()).substitute(figures(results)).rstrip() + "\n"


def figures(results: Mapping[str, Any]) -> dict[str, str]:
    """Every figure that the text has a place for, as it is printed there."""
    closing, growth = results.get("closing"), results.get("growth")
    names = ("events", "minutes", "cpu_minutes", "files_and_reports_minutes", "megabytes", "night", "event", "curve")
    if not closing or not growth:
        return dict.fromkeys(names, _UNKNOWN) | _history(results)
    millions = closing["events"] / 1e6
    event = at(growth, ("microseconds", str(max(growth["sizes"])), "all"))  # of the largest month: the dearest
    fixed = max(closing["seconds"]["median"] - closing["events"] * event / 1e6, 0.0)
    megabytes = (closing["database_megabytes"] - closing["empty_megabytes"]) / millions
    return {
        "events": f"{closing['events']:,}",
        "minutes": f"{closing['seconds']['median'] / 60:.1f}",
        "cpu_minutes": f"{closing['cpu_seconds']['median'] / 60:.1f}",
        "files_and_reports_minutes": f"{fixed / 60:.1f}",
        "megabytes": f"{megabytes:,.0f}",
        "night": _millions((_NIGHT_HOURS * 3600 - fixed) * 1e6 / event),
        "event": f"{event:.0f}",
        "curve": "\n".join(_row(events, fixed, event, megabytes) for events in _MONTHS),
    } | _history(results)


def _millions(events: float) -> str:
    """A number that is drawn out far beyond what was measured, in no more digits than it deserves."""
    return f"{float(f'{events / 1e6:.1g}'):,.0f} million"


def _row(events: int, fixed: float, event: float, megabytes: float) -> str:
    """A month of so many events: how long closing it takes, and what it and all months kept take on the disk."""
    minutes = (fixed + events * event / 1e6) / 60
    gigabytes = events / 1e6 * megabytes / 1e3
    took = f"{minutes:.0f} minutes" if minutes < 120 else f"{minutes / 60:.1f} hours"
    return f"| {events:,} | {took} | {gigabytes:,.1f} GB | {gigabytes * _KEPT:,.0f} GB |"


def _history(results: Mapping[str, Any]) -> dict[str, str]:
    ratio = at(results, ("history", "ratio", "median"))
    return {"history": _UNKNOWN if ratio is None else f"{ratio:.2f}"}
