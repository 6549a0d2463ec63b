"""What a replay found, as a table for the person who asked for it."""

from typing import Any

from rich.console import Console
from rich.table import Table

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
