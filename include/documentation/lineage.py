"""From a result back to the headings of the files that were sent: mart, warehouse, staging, raw, heading.

`lineage.csv` says of each column what it is made of; a measure is written `mart.measure.value:<measure>`. Headings are
those that the loaders accept. Command line: `python -m include.documentation.lineage` writes `docs/lineage.md`.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from include import warehouse
from include.loaders.headings import column_map

FILE = Path(__file__).parent / "lineage.csv"
PAGE = warehouse.INCLUDE_FOLDER.parent / "docs" / "lineage.md"
ROOMS = ("mart", "warehouse", "staging", "raw", "rulebook", "ops")
GRADE = "mart.district_grade"

_HEAD = """\
# ที่มาของตัวเลข · Lineage

This page is generated from `include/documentation/lineage.csv` and the headings that the loaders accept
(`python -m include.documentation.lineage`); do not edit it by hand. Read a row from left to right: a result, what of
`warehouse` it is made of, what that was typed from in `staging`, the column of `raw`, and the headings under which
files have it. What a rulebook adds to a result stands in the second table. For a single district and month, down to
file, sheet and row, ask `mart.grade_working` ([methodology](methodology.md#from-a-clause-to-a-cell)); the headings of
one file as it was sent are in `ops.file_column`.
"""
_RULES = """
## กฎที่ใช้ · What the rulebook adds

`mart.measure.value` stands for the measures that the criteria of the month ask for.

| result | rule |
|---|---|
"""


@dataclass(frozen=True)
class Thread:
    """One way from a result to a cell: a column in each room, and the headings under which files have it."""

    result: str
    warehouse: str
    staging: str
    raw: str
    headings: tuple[str, ...]


@cache
def made_of() -> dict[str, tuple[str, ...]]:
    """By column, the columns that it is made of."""
    found: dict[str, list[str]] = {}
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["made"], []).append(row["of"])
    return {made: tuple(of) for made, of in found.items()}


def results() -> list[str]:
    """Every measure and every column of a grade, in the order of the file."""
    return [made for made in made_of() if made.startswith(("mart.measure.", "mart.watched_measure.", f"{GRADE}."))]


def threads(result: str) -> list[Thread]:
    """Every way from a result to the headings of files, each once."""
    found = {
        (room(path, "warehouse"), room(path, "staging"), path[-1]): None
        for path in _paths(result, (result,))
        if path[-1].startswith("raw.")
    }
    return [Thread(result, *columns, headings(columns[-1])) for columns in found]


def rules(result: str) -> list[str]:
    """What goes into a result besides cells: the rulebook, the list of months, and measures where any one may."""
    ends = (path[-1] for path in _paths(result, (result,)) if len(path) > 1)
    return sorted({end for end in ends if end.startswith(("rulebook.", "ops.", "mart."))})


def headings(raw: str) -> tuple[str, ...]:
    """The headings under which files have a column of `raw`, the usual one first."""
    _, table, column = raw.split(".")
    names = column_map(table, date.max)
    usual = names.labels[column]
    with (Path(warehouse.INCLUDE_FOLDER) / "loaders" / "column_maps" / f"{table}.csv").open(encoding="utf-8") as file:
        written = [row["thai_header"] for row in csv.DictReader(file) if row["column_name"] == column]
    return (usual, *(heading for heading in written if heading != usual))


def room(path: Iterable[str], schema: str) -> str:
    """The last column of a way that lies in a schema."""
    return next((column for column in reversed(list(path)) if column.startswith(f"{schema}.")), "")


def _paths(column: str, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Every way from a column to where nothing more is made of anything."""
    of = made_of().get(column, ())
    if not of:
        yield path
    for source in of:
        yield from _paths(source, (*path, source))


def columns() -> set[str]:
    """Every column that is named, measures without their codes."""
    return {name.partition(":")[0] for made, of in made_of().items() for name in (made, *of)}


def measures() -> set[str]:
    """The codes of all measures whose ways are told."""
    return {name.partition(":")[2] for name in made_of() if ":" in name}


def page() -> str:
    """The whole page, in Markdown."""
    lines = [_HEAD, "| result | warehouse | staging | raw | headings |", "|---|---|---|---|---|"]
    for result in results():
        for place, thread in enumerate(threads(result)):
            shown = f"`{result}`" if place == 0 else ""
            on_the_way = [shown, *(f"`{column}`" for column in (thread.warehouse, thread.staging, thread.raw))]
            lines.append(f"| {' | '.join([*on_the_way, ' / '.join(thread.headings)])} |")
    ruled = ((result, rules(result)) for result in results())
    told = [f"| `{result}` | {', '.join(f'`{rule}`' for rule in of)} |" for result, of in ruled if of]
    return "\n".join([*lines, *_RULES.rstrip("\n").split("\n"), *told, ""])


def main() -> None:
    """Writes the page."""
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE.relative_to(PAGE.parent.parent)} is written.")


if __name__ == "__main__":
    main()
