"""What was measured, as files: the newest results as JSON, and a line for each row of each run."""

import csv
import json
from pathlib import Path
from typing import Any

from benchmarks.table import outcomes

DOCS = Path(__file__).parents[1] / "docs"
RESULTS = DOCS / "performance.json"
HISTORY = DOCS / "performance-history.csv"
COLUMNS = ("measured_at", "row", "median", "fastest", "slowest", "cores", "load_average_before")

Entry = dict[str, str]


def results() -> dict[str, Any]:
    """The newest result of each benchmark."""
    return dict(json.loads(RESULTS.read_text())) if RESULTS.exists() else {}


def history() -> list[Entry]:
    """Every row of every run, oldest first."""
    if not HISTORY.exists():
        return []
    with HISTORY.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def keep(name: str, result: dict[str, Any]) -> None:
    """Puts a result in the place of the one before, with its rows and their goals, and adds a line for each row."""
    found = outcomes({name: result})
    rows = {
        outcome.row.name: {
            "goal": outcome.row.goal,
            "met": outcome.met,
            "median": outcome.median,
            "fastest": outcome.fastest,
            "slowest": outcome.slowest,
        }
        for outcome in found
    }
    RESULTS.write_text(json.dumps(results() | {name: result | {"rows": rows}}, indent=2, ensure_ascii=False) + "\n")
    new = not HISTORY.exists()
    with HISTORY.open("a", newline="", encoding="utf-8") as lines:
        writer = csv.DictWriter(lines, COLUMNS, lineterminator="\n")
        if new:
            writer.writeheader()
        for row, told in rows.items():
            machine = result["machine"]
            entry = {key: told[key] for key in ("median", "fastest", "slowest")}
            entry |= {key: machine[key] for key in ("cores", "load_average_before")}
            writer.writerow(entry | {"measured_at": result["measured_at"], "row": row})
