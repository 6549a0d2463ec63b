"""An answer as people read it in a terminal or a log, in Thai, at most 100 columns wide."""

import io
from itertools import groupby

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from include.checking import wording
from include.checking.received import WITH_ITS_REPORT, Row
from include.checking.showing_districts import districts_part
from include.checking.trial import Answer
from include.local.scoreboard.lines import TIED, clean, paragraph
from include.periods import BANGKOK

WIDTH = 100
_SOURCES = {
    "submissions": "แบบรายงาน Click ชุมชน",
    "otop_operators": "ทะเบียนผู้ประกอบการ OTOP",
    "shop_registrations": "ร้านค้า Shop ชุมชน",
    "app_downloads": "การดาวน์โหลด",
    "content_records": "ข้อมูลในบริการ",
    "leader_roster": "บัญชีจำนวนผู้นำ",
}
_STATUSES = {
    "loaded": ("รับได้", "green"),
    "rejected": ("ไม่รับทั้งไฟล์", "bold red"),
    "duplicate": ("เคยส่งแล้ว", "yellow"),
}
_SEVERITIES = {"critical": "ร้ายแรง", "warning": "ควรตรวจสอบ", "info": "เพื่อทราบ"}


def show(answer: Answer, console: Console | None = None) -> None:
    """Print an answer in colour, by default on standard output."""
    console = console or Console()
    width = min(console.width, WIDTH)
    console.print(Group(*_parts(answer, width)), width=width)


def as_text(answer: Answer) -> str:
    """An answer as plain text."""
    text = io.StringIO()
    show(answer, Console(file=text, width=WIDTH, color_system=None, force_terminal=False))
    return "\n".join(line.rstrip() for line in text.getvalue().splitlines())


def _parts(answer: Answer, width: int) -> list[RenderableType]:
    month = answer.months[0]
    title = (
        f"ตรวจก่อนส่ง · {_SOURCES[answer.question.source]} · จังหวัด{month['province_name_th']} · เดือน{month['month_th']}"
    )
    parts: list[RenderableType] = [
        Text(),
        Rule(Text(title, "bold"), align="left"),
        paragraph("ตรวจด้วยขั้นตอนเดียวกับการรับไฟล์จริงทุกประการ โดยไม่บันทึกข้อมูลใด ผลข้างล่างเป็นผลเบื้องต้น", width, style="dim"),
    ]
    parts += [part for of_programme in answer.months for part in _deadline(of_programme, answer, width)]
    for file in answer.files:
        parts += _file_part(file, width)
    for of_programme in answer.months:
        parts += districts_part(of_programme, width)
    return [*parts, Text(), _verdict(answer, width), Text()]


def _deadline(month: Row, answer: Answer, width: int) -> list[RenderableType]:
    lines: list[RenderableType] = []
    if month["due_at"] is not None and answer.question.source == "submissions":
        days = (month["due_at"].astimezone(BANGKOK).date() - answer.checked_at.astimezone(BANGKOK).date()).days
        left = "วันนี้เป็นวันสุดท้าย" if days == 0 else f"เหลืออีก {days:,} วัน" if days > 0 else "พ้นกำหนดแล้ว"
        lines.append(paragraph(f"กำหนดส่งรายงาน: ภายในวันที่ {month['due_th']} ({left})", width))
    if told := wording.published(month):
        lines.append(paragraph(told, width, style="yellow"))
    return lines


def _file_part(file: Row, width: int) -> list[RenderableType]:
    told, style = _STATUSES[file["status"]]
    parts: list[RenderableType] = [Text(), Text.assemble(("ไฟล์ " + clean(file["name"]), "bold"), " · ", (told, style))]
    if file["reason"]:
        parts.append(paragraph(clean(file["reason"]), width, indent=2, hang=2))
    if file["sheets"]:
        parts.append(Padding(_sheets_table(file), (0, 0, 0, 2)))
    by_sheet = {sheet: list(rows) for sheet, rows in groupby(file["refusals"], lambda refusal: refusal["sheet"])}
    if by_sheet:
        parts.append(Text("  สิ่งที่ต้องแก้ไข", "bold"))
    for sheet in (sheet["sheet"] for sheet in file["sheets"]):
        parts += _refusals_part(sheet, by_sheet.get(sheet, []), width)
    if file["findings"]:
        parts.append(Text("  ข้อสังเกต", "bold"))
    for finding in file["findings"]:
        told = f"- [{_SEVERITIES[finding['severity']]}] {_finding_place(finding)}{clean(finding['message_th'])}"
        parts.append(paragraph(told, width, indent=4, hang=2))
        parts += _rest(finding, width)
    return parts


def _sheets_table(file: Row) -> Table:
    """Rows read, accepted and refused of each sheet; only an export in one CSV has rows that are known already."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column(Text("แผ่นงาน" if file["sheets"][0]["sheet"] else "ไฟล์ CSV"), no_wrap=True)
    for heading in ("แถวที่อ่าน", "ผ่าน", "มีอยู่แล้ว", "ไม่ผ่าน") if file["rows_known"] else ("แถวที่อ่าน", "ผ่าน", "ไม่ผ่าน"):
        table.add_column(Text(heading), justify="right", no_wrap=True)
    for sheet in file["sheets"]:
        known = file["rows_known"]
        accepted = sheet["rows_read"] - sheet["rows_rejected"] - known
        table.add_row(
            clean(sheet["sheet"]) or "ทั้งไฟล์",
            f"{sheet['rows_read']:,}",
            f"{accepted:,}",
            *([f"{known:,}"] if known else []),
            Text(f"{sheet['rows_rejected']:,}", "red" if sheet["rows_rejected"] else ""),
        )
    return table


def _refusals_part(sheet: str, refusals: list[Row], width: int) -> list[RenderableType]:
    """Every cell that is wrong: where it is, what was found, and what to do; then what is refused with its report."""
    parts: list[RenderableType] = []
    for refusal in sorted(refusals, key=lambda refusal: refusal["rule"] == WITH_ITS_REPORT):
        if refusal["rule"] == WITH_ITS_REPORT:
            rows = f"{clean(sheet)} {refusal['left_out'] + 1:,} แถว".strip()
            parts.append(paragraph(f"✗ {rows}: {clean(refusal['message_th'])}", width, indent=4, hang=2))
            continue
        place = refusal["cell_address"] or f"แถวที่{TIED}{refusal['row_number']}"
        found = f" · พบ “{clean(refusal['value'])}”" if refusal["value"] else ""
        told = f"✗ {clean(sheet)} {place} · {clean(refusal['heading'])}{found}".replace("✗  ", "✗ ")
        parts.append(paragraph(told, width, indent=4, hang=2, most=2, style="red"))
        parts.append(paragraph(clean(refusal["message_th"]), width, indent=6))
        parts += _rest(refusal, width)
    return parts


def _rest(row: Row, width: int) -> list[RenderableType]:
    """After the last row that is shown of its kind, how many more there are."""
    told = f"และอีก {row['left_out']:,} แห่งแบบเดียวกัน"
    return [paragraph(told, width, indent=6, style="dim")] if row["left_out"] else []


def _finding_place(finding: Row) -> str:
    """The row, where the sentence does not itself begin with its place in the workbook."""
    told = finding["row_number"] is None or finding["sheet"]
    return "" if told else f"แถวที่{TIED}{finding['row_number']}: "


def _verdict(answer: Answer, width: int) -> Text:
    """What it comes to, in one sentence."""
    if answer.all_accepted:
        if any(district["valid"] is False for month in answer.months for district in month["districts"]):
            return paragraph("สรุป: ไม่มีรายการที่ต้องแก้ไข แต่ยังไม่นับเป็นรายงาน", width, style="bold yellow")
        if all(file["status"] == "duplicate" for file in answer.files):
            return paragraph("สรุป: เคยส่งแล้ว ไม่ต้องส่งซ้ำ และไม่มีรายการที่ต้องแก้ไข", width, style="bold green")
        return paragraph("สรุป: ทุกแถวผ่านการตรวจสอบ ส่งไฟล์ได้", width, style="bold green")
    wrong = [f"ไม่รับ {answer.refused_files:,} ไฟล์"] if answer.refused_files else []
    wrong += [f"ไม่ผ่าน {answer.refused_rows:,} แถว"] if answer.refused_rows else []
    told = f"สรุป: {' และ'.join(wrong)} โปรดแก้ไขตามที่แจ้งข้างต้น แล้วตรวจอีกครั้งก่อนส่ง"
    return paragraph(told, width, style="bold red")
