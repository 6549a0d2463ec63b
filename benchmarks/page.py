"""docs/performance.md, its charts, and docs/scaling.md: written of what was kept, and of the prose beside this file.

`prose/<row>.md` says of a row why its goal is missed, or what is to be known; `prose/after.md` what was attacked, and
what came of it.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks import keeping, pictures, profile, scaling
from benchmarks.keeping import DOCS, Entry
from benchmarks.table import ROWS, Outcome, outcomes, told

PAGE = "performance.md"
PICTURES = "pictures/performance"
_PROSE = Path(__file__).with_name("prose")
_RUNS_SHOWN = 8
_HEAD = """\
# How fast it is

Every figure is a ratio to what else could do the same work, taken in turn with it on the same machine in the same
run, or seconds where there is nothing else: an absolute figure of one machine says nothing of another. A figure is the
median of its pairs, with the fastest and the slowest beside it. CPU stands beside time where other work may disturb
it: measured under a load above the number of cores, seconds are those of a machine that has little time, and ratios
scatter.

`make bench` measures all of it and writes this page from `docs/performance.json` and `docs/performance-history.csv`; do
not edit it by hand. `.venv/bin/python -m benchmarks closing --pairs 5` measures one of them, `--quick` tries them in
small, `--help` says what else there is. What the figures mean for a larger country: [beyond one machine](scaling.md).
"""


def files(results: Mapping[str, Any], history: list[Entry]) -> Iterator[tuple[str, str]]:
    """Every file that is written below docs/, by its name there."""
    found = outcomes(results)
    drawn = dict(_pictures(results, found))
    yield PAGE, _page(results, history, found, drawn)
    yield scaling.PAGE, scaling.page(results)
    yield from drawn.items()


def write(docs: Path = DOCS) -> None:
    """Writes both pages and the charts, and takes away charts of what is measured no more."""
    written = dict(files(keeping.results(), keeping.history()))
    (docs / PICTURES).mkdir(parents=True, exist_ok=True)
    for path in (docs / PICTURES).glob("*.svg"):
        if path.relative_to(docs).as_posix() not in written:
            path.unlink()
    for name, text in written.items():
        (docs / name).write_text(text)


def _page(results: Mapping[str, Any], history: list[Entry], found: list[Outcome], drawn: Mapping[str, str]) -> str:
    parts = [_HEAD, *_machines(results), "## The table", "", *_table(found)]
    if f"{PICTURES}/goals.svg" in drawn:
        parts += [
            "What was measured, as a share of what is allowed; the broken line is all of it. Red is too much.",
            "",
            f"![Each figure as a share of its goal]({PICTURES}/goals.svg)",
            "",
        ]
    parts += _reasons(found)
    for section in (profile.closing, profile.orchestration, profile.growth, profile.engines, profile.dbt):
        parts += section(results, PICTURES)
    parts += _after()
    parts += _history(history)
    return "\n".join(parts).rstrip() + "\n"


def _machines(results: Mapping[str, Any]) -> list[str]:
    """The machine of each result, told once where several were measured on it."""
    told_of: dict[str, list[tuple[str, float]]] = {}
    for name, result in results.items():
        if machine := result.get("machine"):
            what = ", ".join(
                part
                for part in (
                    f"{machine['cores']} cores",
                    str(machine.get("processor", "")),
                    f"{machine['memory_gigabytes']} GB of memory" if "memory_gigabytes" in machine else "",
                    f"Postgres {machine['postgres']}",
                    f"Python {machine['python']}",
                )
                if part
            )
            told_of.setdefault(what, []).append((name, machine["load_average_before"]))
    lines = []
    for what, measured in told_of.items():
        names = ", ".join(f"{name} ({load:g})" for name, load in measured)
        lines.append(
            f"Machine: {what}. Load before each (other work on the same cores; 0 is a quiet machine): {names}."
        )
        lines.append("")
    return lines


def _table(found: list[Outcome]) -> list[str]:
    by_name = {outcome.row.name: outcome for outcome in found}
    lines = ["| what | against | goal | measured | spread | |", "|---|---|---|---:|---|---|"]
    for row in ROWS:
        outcome = by_name.get(row.name)
        if outcome is None:
            lines.append(f"| {row.what} | {row.anchor} | {row.goal} | | | not measured yet |")
            continue
        measured = f"**{told(outcome.median, row.unit)}**"
        if outcome.beside is not None and row.beside:
            measured += f" ({row.beside[0]}: {outcome.beside:.2f})"
        spread = (
            f"{told(outcome.fastest, row.unit)} to {told(outcome.slowest, row.unit)}"
            if outcome.fastest != outcome.slowest
            else ""
        )
        if outcome.pairs is not None:
            spread += f"{', ' if spread else ''}{outcome.pairs} pair{'' if outcome.pairs == 1 else 's'}"
        kept = "met" if outcome.met else f"[missed](#{_anchor(row.name)})"
        lines.append(f"| {row.what} | {row.anchor} | {row.goal} | {measured} | {spread} | {kept} |")
    return [*lines, ""]


def _reasons(found: list[Outcome]) -> list[str]:
    """The prose of rows, those that are missed first."""
    parts = []
    for heading, chosen in (
        ("## Missed, and why", [outcome for outcome in found if not outcome.met]),
        ("## Met, and to be known", [outcome for outcome in found if outcome.met]),
    ):
        said = []
        for outcome in chosen:
            path = _PROSE / f"{outcome.row.name}.md"
            if path.exists():
                said += [f"### {_title(outcome.row.name)}", "", path.read_text().strip(), ""]
            elif not outcome.met:
                said += [f"### {_title(outcome.row.name)}", "", "Measured, and not explained yet.", ""]
        if said:
            parts += [heading, "", *said]
    return parts


def _title(row: str) -> str:
    return row.replace("_", " ").capitalize()


def _anchor(row: str) -> str:
    return row.replace("_", "-").lower()


def _after() -> list[str]:
    path = _PROSE / "after.md"
    return ["## What was attacked, and what came of it", "", path.read_text().strip(), ""] if path.exists() else []


def _history(history: list[Entry]) -> list[str]:
    """The last runs of each row, newest first."""
    if not history:
        return []
    lines = [
        "## How it went",
        "",
        "Medians of the last runs, newest first, each with its day and the load before it; all of them stand in"
        " `docs/performance-history.csv`.",
        "",
        "| row | runs |",
        "|---|---|",
    ]
    for row in ROWS:
        of_row = [entry for entry in reversed(history) if entry["row"] == row.name]
        if of_row:
            runs = " · ".join(
                f"{told(float(entry['median']), row.unit)}"
                f" ({datetime.fromisoformat(entry['measured_at']):%Y-%m-%d}, load {entry['load_average_before']})"
                for entry in of_row[:_RUNS_SHOWN]
            )
            lines.append(f"| {_title(row.name)} | {runs} |")
    return [*lines, ""]


def _pictures(results: Mapping[str, Any], found: list[Outcome]) -> Iterator[tuple[str, str]]:
    if found:
        bars = [(_title(outcome.row.name), outcome.share, told(outcome.median, outcome.row.unit)) for outcome in found]
        yield f"{PICTURES}/goals.svg", pictures.shares("Share of what is allowed", bars)
    yield from profile.charts(results, PICTURES)
