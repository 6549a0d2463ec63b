"""One month of one province: its heading, its districts with their criteria, and the province's own criteria."""

from typing import Any

from rich import box
from rich.cells import cell_len
from rich.console import JustifyMethod, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from include.local.scoreboard import results
from include.local.scoreboard.lines import TIED, clean, fit, paragraph
from include.local.scoreboard.scope import Row

BASES = {"ordered": "เกณฑ์ตามหนังสือสั่งการ", "adopted": "เกณฑ์ที่กำหนดเพิ่มเติม มิได้ระบุในหนังสือสั่งการ"}
_EDITIONS = {"provisional": "ฉบับเบื้องต้น", "final": "ฉบับสมบูรณ์"}
_BEFORE: tuple[tuple[str, JustifyMethod], ...] = (
    ("อันดับ", "right"),
    ("อำเภอ", "left"),
    ("ระดับ", "center"),
    ("คะแนน", "right"),
)
_QUALITY = "คุณภาพ"
_WIDTH_FOR_QUALITY = 80  # in a narrower terminal the criteria have its place
_AFTER = "ส่งรายงาน"
_NARROWEST_NAME = 5
_LINES_OF_ONE = 2


def month_part(connection: Any, month: Row, criteria: list[Row], spell_out: bool, width: int) -> list[RenderableType]:
    """Everything shown of a month; with `spell_out` the criteria's full names too."""
    title = f"จังหวัด{month['province_name_th']} · เดือน{month['month_th']} · {edition(month)}"
    parts: list[RenderableType] = [Text(), Rule(Text(title, "bold"), align="left")]
    marks = [BASES[month["grade_basis"]]] if month["grade_basis"] else []
    marks += [f"รหัสพิสูจน์ {month['proof_code']}"] if month["proof_code"] else []
    parts += [paragraph(" · ".join(marks), width)] if marks else []
    if month["stale"]:
        parts += _stale(month, width)
    if month["status"] == "waiting":
        parts.append(Text("รอข้อมูลจากระบบ", "bold yellow"))
        parts += [
            paragraph(f"- {clean(message)}", width, indent=2, hang=2)
            for message in results.missing_sources(connection, month)
        ]
    elif month["status"] == "graded":
        parts += _graded(connection, month, criteria, spell_out, width)
    return parts


def mission(month: Row) -> str:
    """What a grade is a grade of: never a district's overall grade."""
    return f"ระดับ {' '.join(month['grades'])} เรื่อง {month['programme_name_th']} (เฉพาะภารกิจนี้ มิใช่ระดับโดยรวมของอำเภอ)"


def number(value: Any) -> str:
    """A numeric without the zeros that say nothing."""
    return f"{value.normalize():f}"


def _graded(connection: Any, month: Row, criteria: list[Row], spell_out: bool, width: int) -> list[RenderableType]:
    of_districts = [criterion for criterion in criteria if criterion["level"] == "district"]
    parts: list[RenderableType] = [
        paragraph(mission(month), width),
        _table(results.districts(connection, month), of_districts, width),
    ]
    if spell_out:
        parts += [
            paragraph(
                f"{position} = {criterion['name_th']} ({number(criterion['points'])} คะแนน)", width, indent=2, hang=4
            )
            for position, criterion in enumerate(of_districts, 1)
        ]
    for criterion in results.province_criteria(connection, month):
        told = f"{_mark(criterion['met'])} ระดับจังหวัด: {criterion['name_th']} · {criterion['explanation_th']}"
        parts.append(paragraph(told, width, indent=2, hang=2))
    parts.append(paragraph(_counts(month), width, indent=2, hang=2))
    changed = results.changed_districts(connection, month)
    if changed:
        told = (
            f"ข้อมูลล่าสุดข้างต้นต่างจากฉบับที่เผยแพร่ {len(changed)} อำเภอ: {' '.join(changed)} "
            "(ดู mart.restatement และ snapshot.attainment)"
        )
        parts.append(paragraph(told, width, indent=2, hang=2, style="yellow"))
    return parts


def _counts(month: Row) -> str:
    """Districts by grade, their mean percent, and how many reports came, in time."""
    graded = " · ".join(f"{grade}{TIED}{month['grade_counts'].get(grade, 0)}{TIED}อำเภอ" for grade in month["grades"])
    reported = f"ได้รับรายงาน {month['reported']} จาก{TIED}{month['districts']}{TIED}อำเภอ"
    mean = f"ค่าเฉลี่ยร้อยละ{TIED}{number(month['mean_percent'])}"
    return f"ระดับ{TIED}{graded} · {mean} · {reported} ตรงเวลา{TIED}{month['on_time']}{TIED}อำเภอ"


def _table(districts: list[Row], criteria: list[Row], width: int) -> Table:
    """The districts, a narrow column for each criterion: as wide as what the other columns leave."""
    cells = [
        (
            str(district["rank"]),
            district["district_name_th"],
            district["grade"],
            f"{number(district['points'])}/{number(district['max_points'])}",
            *([_quality(district)] if width >= _WIDTH_FOR_QUALITY else []),
            _report(district),
        )
        for district in districts
    ]
    before: list[tuple[str, JustifyMethod]] = [*_BEFORE]
    before += [(_QUALITY, "right")] if width >= _WIDTH_FOR_QUALITY else []
    headings = [*(heading for heading, _ in before), _AFTER]
    fixed = sum(max(map(cell_len, column)) for column in zip(headings, *cells, strict=True))
    gaps = len(headings) + len(criteria) - 1
    narrow = max((width - fixed - gaps) // max(len(criteria), 1), 1)
    longest = max((cell_len(criterion["name_th"]) for criterion in criteria), default=1)

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, padding=0)
    for heading, justify in before:
        table.add_column(Text(heading), justify=justify, vertical="bottom", no_wrap=True)
    for position, criterion in enumerate(criteria, 1):
        name = fit(criterion["name_th"], narrow) if narrow >= _NARROWEST_NAME else ""
        column_width = min(narrow, longest)
        table.add_column(Text(f"{position}\n{name}".rstrip()), justify="center", vertical="bottom", width=column_width)
    table.add_column(Text(_AFTER), vertical="bottom", no_wrap=True)
    for district, (rank, name, grade, *numbers, report) in zip(districts, cells, strict=True):
        met = [_mark((district["met"] or {}).get(criterion["criterion_code"])) for criterion in criteria]
        table.add_row(rank, Text(name), Text(grade, "bold"), *numbers, *met, report)
    return table


def _mark(met: bool | None) -> Text:
    match met:
        case True:
            return Text("✓", "green")
        case False:
            return Text("✗", "red")
        case None:
            return Text("-")


def _quality(district: Row) -> str:
    """The mean of the dimensions of the data's quality, in percent; it stands beside the grade and is no part of it."""
    return "-" if district["quality_score"] is None else f"{100 * district['quality_score']:.0f}%"


def _report(district: Row) -> str:
    if district["status"] == "not_reported":
        return "ยังไม่ได้รับรายงาน"
    return "ตรงเวลา" if district["on_time"] else "ล่าช้า"


def edition(month: Row) -> str:
    """The edition that stands; a restated one counts from the first revision after the final."""
    if month["kind"] is None:
        return "ยังไม่ปิดรอบ"
    return _EDITIONS.get(month["kind"]) or f"ฉบับแก้ไข ครั้งที่ {month['revision'] - 1}"


def _stale(month: Row, width: int) -> list[RenderableType]:
    """Why the figures below are not the newest, and of a held month each expectation with its reason and districts."""
    held = "bold red" if month["failed_expectations"] or not month["status"] else "bold yellow"
    parts: list[RenderableType] = [paragraph(f"ล้าสมัย: {clean(month['stale_because_th'])}", width, hang=2, style=held)]
    for failed in month["failed_expectations"]:
        told = f"- {failed['expectation']}: {failed['notes'].split(' · ')[0]} · ที่พบ: {failed['observed'] or '-'}"
        parts.append(paragraph(clean(told), width, indent=2, hang=2, most=_LINES_OF_ONE))
    if month["district_names_th"]:
        parts.append(paragraph(f"อำเภอที่เกี่ยวข้อง: {' '.join(month['district_names_th'])}", width, indent=2, hang=2))
    return parts
