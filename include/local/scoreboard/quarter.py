"""One fiscal quarter of one province: three months' grades side by side, and the quarter's own."""

from datetime import date

from rich import box
from rich.console import RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from include import periods
from include.local.scoreboard.lines import paragraph
from include.local.scoreboard.month import BASES, mission
from include.local.scoreboard.scope import Row

_MONTHS = ("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.")
_SIDE_BY_SIDE_WIDTH = 96
_GAP = 4


def quarter_part(quarter: Row, width: int) -> list[RenderableType]:
    """Everything shown of a quarter; its districts in two halves side by side where the width allows."""
    title = f"จังหวัด{quarter['province_name_th']} · ไตรมาสที่ {quarter['quarter']} ปีงบประมาณ {quarter['fiscal_year_be']}"
    rows = quarter["districts"]
    months = periods.fiscal_quarter_months(quarter["fiscal_year_be"], quarter["quarter"])
    parts: list[RenderableType] = [
        Text(),
        Rule(Text(title, "bold"), align="left"),
        paragraph(mission(quarter), width),
        paragraph(f"ระดับของไตรมาส: {BASES[rows[0]['grade_basis']]}", width),
    ]
    if width < _SIDE_BY_SIDE_WIDTH:
        return [*parts, _table(rows, months)]
    half = (len(rows) + 1) // 2
    halves = Table.grid(padding=(0, _GAP, 0, 0))
    halves.add_row(*(_table(part, months) for part in (rows[:half], rows[half:]) if part))
    return [*parts, halves]


def _table(rows: list[Row], months: list[date]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, padding=0)
    table.add_column(Text("อำเภอ"), no_wrap=True)
    for month in months:
        table.add_column(Text(_MONTHS[month.month - 1]), justify="center", no_wrap=True)
    table.add_column(Text("ไตรมาส"), justify="center", no_wrap=True)
    table.add_column(Text("ร้อยละ"), justify="right", no_wrap=True)
    for row in rows:
        grades = {date.fromisoformat(month["period"]): month["grade"] for month in row["month_grades"]}
        table.add_row(
            Text(row["district_name_th"]),
            *(Text(grades.get(month, "-")) for month in months),
            Text(row["grade"] or "ไม่ครบ", "bold" if row["grade"] else ""),
            "" if row["mean_percent"] is None else f"{row['mean_percent']:.4f}",
        )
    return table
