"""The result as people read it in a terminal: grades by month and quarter, and what was refused and why.

Reads `mart`, `snapshot`, `rulebook`, `ops` and the refusals of `quarantine`; writes nothing.
"""

import sys
from datetime import date
from itertools import groupby
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.text import Text

from include.local.scoreboard import results
from include.local.scoreboard.month import month_part
from include.local.scoreboard.overview import overview_part
from include.local.scoreboard.quarter import quarter_part
from include.local.scoreboard.refusals import misplaced_part, refusals_part
from include.local.scoreboard.scope import Row, Scope, shown_provinces

WIDTH = 100
MANY = 16  # above so many provinces each has a line a month, and nothing more


def show(
    connection: Any,
    provinces: list[str] | None = None,
    from_: date | None = None,
    to: date | None = None,
    console: Console | None = None,
    where: list[str] | None = None,
) -> None:
    """Prints every province's months, quarters and refusals, in Thai, at most 100 columns wide.

    `provinces` are two-digit codes, `from_` and `to` any day of the first and last month; None is everything there
    is. Of more than `MANY` provinces a line a month is printed. `where` are lines that say where things lie, printed
    last. Where standard output is no terminal the text is exactly 100 columns wide and without colour.
    """
    console = console or _console()
    width = min(console.width, WIDTH)
    scope = Scope(provinces, from_, to)
    months = {
        code: list(rows)
        for code, rows in groupby(results.months(connection, scope), lambda month: month["province_code"])
    }
    parts: list[RenderableType] = []
    shown = shown_provinces(connection, scope)
    if len(shown) > MANY:
        parts += overview_part([month for of_province in months.values() for month in of_province], width)
    for province in shown if len(shown) <= MANY else []:
        of_province = months.get(province["province_code"], [])
        parts += _months_part(connection, of_province, width)
        for quarter in results.quarters(connection, of_province):
            parts += quarter_part(quarter, width)
        parts += refusals_part(connection, scope, province, of_province, width)
    if not months:
        parts.append(Text("ยังไม่มีเดือนใดที่คำนวณผลแล้วในช่วงที่เลือก"))
    parts += misplaced_part(connection, scope, width)
    parts += [Text(line, overflow="fold") for line in where or []]
    console.print(Group(*parts), width=width)


def _months_part(connection: Any, months: list[Row], width: int) -> list[RenderableType]:
    """The months one after the other; the criteria are spelled out once, and again where they change."""
    parts: list[RenderableType] = []
    spelled_out: list[Row] = []
    for month in months:
        criteria = results.criteria(connection, month)
        graded = month["status"] == "graded"
        parts += month_part(connection, month, criteria, graded and criteria != spelled_out, width)
        if graded:
            spelled_out = criteria
    return parts


def _console() -> Console:
    if sys.stdout.isatty():
        return Console()
    return Console(width=WIDTH, color_system=None, force_terminal=False)
