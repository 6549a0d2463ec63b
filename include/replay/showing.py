"""What a replay found, as a table for the person who asked for it."""

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from include.rulebook import Rulebook

OUTCOMES = {"same": "ตรงกัน", "differs": "[red]ไม่ตรงกัน[/red]", "not_replayable": "[yellow]สร้างซ้ำไม่ได้[/yellow]"}
_SHOWN = 20  # cells of one snapshot


def show(results: list[dict[str, Any]], console: Console) -> None:
    """A row a snapshot, what differs below, and the counts."""
    table = Table(title="สร้างผลที่เผยแพร่แล้วซ้ำจากต้นฉบับ")
    for heading in ("จังหวัด", "เดือน", "ฉบับที่", "ผล", "รายละเอียด", "วินาที"):
        table.add_column(heading, justify="right" if heading == "วินาที" else "left")
    for result in results:
        table.add_row(
            result["province_code"],
            f"{result['period']:%m}/{result['period'].year + 543}",
            str(result["revision"]),
            OUTCOMES[result["outcome"]],
            result["reason_th"],
            f"{result['duration_seconds']:.1f}",
        )
    console.print(table)
    for result in results:
        _show_differences(result, console)
    counts = {outcome: sum(result["outcome"] == outcome for result in results) for outcome in OUTCOMES}
    console.print(
        f"สร้างซ้ำ {len(results):,} ฉบับ: ตรงกัน {counts['same']:,} ไม่ตรงกัน {counts['differs']:,}"
        f" สร้างซ้ำไม่ได้ {counts['not_replayable']:,}"
    )


def _show_differences(result: dict[str, Any], console: Console) -> None:
    found = result["differences"]
    if found:
        month = f"{result['period']:%m}/{result['period'].year + 543}"
        console.print(f"\nจังหวัด {result['province_code']} เดือน {month} ฉบับที่ {result['revision']}", markup=False)
    for cell in found[:_SHOWN]:
        told = f"  {cell['table']} {cell['key']} {cell['column']}: เผยแพร่ {cell['was']} สร้างซ้ำได้ {cell['is']}"
        console.print(told, markup=False, soft_wrap=True)
    if len(found) > _SHOWN:
        console.print(f"  และอีก {len(found) - _SHOWN:,} จุด (ops.latest_replay)")


def show_rehearsal(months: list[dict[str, Any]], changed: Sequence[Rulebook], console: Console) -> None:
    """A row a district whose points or grade would be others, the months that could not be tried, and the counts."""
    names = {code: names[0] for book in changed for code, names in book.places().ever("district").items()}
    criteria = {criterion.code: criterion.name_th for book in changed for criterion in book.criteria}
    table = Table(title="ผลที่จะเปลี่ยนไปหากใช้เกณฑ์นี้กับเดือนที่เผยแพร่แล้ว")
    for heading in ("จังหวัด", "เดือน", "อำเภอ", "คะแนน", "ระดับ", "เกณฑ์ที่เปลี่ยน"):
        table.add_column(heading)
    for month in months:
        for district in month["districts"]:
            table.add_row(
                month["province_code"],
                f"{month['period']:%m}/{month['period'].year + 543}",
                names.get(district["district_code"], district["district_code"]),
                _moved(district, "points"),
                _moved(district, "grade"),
                ", ".join(
                    f"{'ผ่าน' if item[0] == '+' else 'ไม่ผ่าน'}: {criteria.get(item[1:], item[1:])}"
                    for item in district["criteria"]
                ),
            )
    if table.row_count:
        console.print(table)
    for month in (month for month in months if month["reason_th"]):
        told = f"{month['province_code']} {month['period']:%m}/{month['period'].year + 543}: {month['reason_th']}"
        console.print(told, markup=False, soft_wrap=True)
    tried = [month for month in months if not month["reason_th"]]
    moved = [district for month in tried for district in month["districts"]]
    grades = sum("grade" in district["is"] for district in moved)
    console.print(
        f"ลองเกณฑ์กับ {len(tried):,} เดือนที่เผยแพร่แล้ว: ระดับเปลี่ยน {grades:,} คะแนนเปลี่ยน {len(moved):,} (อำเภอ × เดือน)"
        " ไม่มีการบันทึกใด ๆ"
    )


def _moved(district: dict[str, Any], column: str) -> str:
    was, now = district["was"].get(column), district["is"].get(column)
    return f"{was} → {now}" if was != now else "เดิม"
