"""What a month would come to, district by district: figures against targets, points, grade and punctuality."""

from typing import Any

from rich import box
from rich.console import RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from include.checking import wording
from include.checking.received import Row
from include.local.scoreboard.lines import TIED, clean, paragraph
from include.local.scoreboard.month import BASES, number

_SPELLED_OUT = 3  # districts; of more the table alone is shown


def districts_part(month: Row, width: int) -> list[RenderableType]:
    """Everything shown of a month under one programme's rules; nothing where no file was taken."""
    districts = month["districts"]
    parts: list[RenderableType] = []
    if month["waits_for"]:
        parts += [Text(), Text("เดือนนี้ยังจัดระดับไม่ได้", "bold yellow")]
        parts += [paragraph(f"- {clean(message)}", width, indent=2, hang=2) for message in month["waits_for"]]
    if len(districts) > _SPELLED_OUT:
        parts += [Text(), _rule(f"ผลเบื้องต้น {len(districts)} อำเภอ"), *_all(districts, width)]
    else:
        for district in districts:
            parts += [Text(), _rule(f"ผลเบื้องต้น · อำเภอ{district['name_th']}"), *_one(month, district, width)]
    for criterion in month["province_criteria"]:
        parts += _criterion(criterion, width, "ระดับจังหวัด: ")
    return parts


def _rule(title: str) -> Rule:
    return Rule(Text(title, "bold"), align="left")


def _one(month: Row, district: Row, width: int) -> list[RenderableType]:
    parts: list[RenderableType] = [
        *([paragraph(wording.version(district), width, hang=2)] if district["version"] else []),
        *_changes(district, width),
        _punctuality(month, district, width),
    ]
    for criterion in district["criteria"]:
        parts += _criterion(criterion, width)
    parts.append(paragraph(wording.grade(month, district), width, hang=2, style="bold"))
    if district["grade"] is None:
        return parts
    before = (district["points_before"], district["grade_before"])
    if district["grade_before"] is not None and before != (district["points"], district["grade"]):
        told = f"ก่อนมีไฟล์นี้ คะแนน {number(district['points_before'])} ระดับ{TIED}{district['grade_before']}"
        parts.append(paragraph(told, width))
    if steps := wording.steps(district):
        parts.append(paragraph(f"{wording.steps_to(district)}: {steps}", width, hang=2))
    return [*parts, paragraph(BASES[district["grade_basis"]], width, style="dim")]


def _changes(district: Row, width: int) -> list[RenderableType]:
    """What the version changes in the one before it."""
    changes = district["changes"]
    if not changes:
        return []
    parts: list[RenderableType] = [paragraph(f"ต่างจากฉบับก่อน {changes[0]['changes']:,} ช่อง", width)]
    for change in changes:
        was = f"เดิม “{clean(change['was'])}”" if change["was"] else "เดิมไม่มี"
        is_now = f"เป็น “{clean(change['is_now'])}”" if change["is_now"] else "ตัดออก"
        place = f"{change['cell_address']} " if change["cell_address"] else ""
        told = f"- {place}{clean(change['heading'])} ({clean(change['row_label'])}): {was} {is_now}"
        parts.append(paragraph(told, width, indent=2, hang=2, most=2, style="dim"))
    left_out = changes[0]["changes"] - len(changes)
    return [*parts, *([paragraph(f"และอีก {left_out:,} ช่อง", width, indent=4, style="dim")] if left_out else [])]


def _punctuality(month: Row, district: Row, width: int) -> Text:
    """Whether the district reported in time, by the clock that the rulebook names."""
    told = wording.punctuality(month, district)
    if district["reported_th"] is None:
        return paragraph(told, width, hang=2)
    return paragraph(told, width, hang=2, style="green" if district["on_time"] else "red")


def _criterion(criterion: Row, width: int, before: str = "") -> list[RenderableType]:
    """A criterion with its points, and in words what was found and what was asked."""
    told = f"{wording.MARKS[criterion['reached']]} {before}{criterion['name_th']} · {wording.points(criterion)}"
    return [
        paragraph(told, width, indent=2, hang=2, style=_STYLES[criterion["reached"]]),
        paragraph(clean(criterion["explanation_th"]), width, indent=4),
    ]


_STYLES: dict[bool | None, str] = {True: "green", False: "red", None: "yellow"}


def _all(districts: list[Row], width: int) -> list[RenderableType]:
    """One line a district, a column a criterion."""
    criteria = districts[0]["criteria"]
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column(Text("อำเภอ"), no_wrap=True)
    table.add_column(Text("ระดับ"), justify="center", no_wrap=True)
    table.add_column(Text("คะแนน"), justify="right", no_wrap=True)
    for position, _ in enumerate(criteria, 1):
        table.add_column(str(position), justify="center", no_wrap=True)
    table.add_column(Text("ส่งรายงาน"), no_wrap=True)
    for district in districts:
        reached = [criterion["reached"] for criterion in district["criteria"]]
        table.add_row(
            Text(district["name_th"]),
            Text(district["grade"] or "-", "bold"),
            "-" if district["points"] is None else f"{number(district['points'])}/{number(district['max_points'])}",
            *(Text(wording.MARKS[mark], _STYLES[mark]) for mark in reached),
            _reported(district),
        )
    legend: list[Any] = [
        paragraph(f"{position} = {criterion['name_th']}", width, indent=2, hang=4)
        for position, criterion in enumerate(criteria, 1)
    ]
    return [table, *legend]


def _reported(district: Row) -> str:
    if district["reported_th"] is None:
        return "ยังไม่ได้รับรายงาน"
    return "ตรงเวลา" if district["on_time"] else "ล่าช้า"
