"""Many provinces at a glance: a line a province's month, where the months themselves would fill a hundred screens."""

from rich import box
from rich.console import RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from include.local.scoreboard.lines import paragraph
from include.local.scoreboard.month import edition, number
from include.local.scoreboard.scope import Row

_STATES = {"waiting": "รอข้อมูลจากระบบ", "held": "ยังไม่ผ่านการตรวจสอบ"}
_HOW_TO_SEE_ONE = "ผลรายอำเภอของจังหวัดใด ดูได้ที่กระดานผล (make up) หรือหน้าที่เผยแพร่ของจังหวัดนั้น หรือสั่งซ้ำโดยระบุ PROVINCES=รหัสจังหวัด"


def overview_part(months: list[Row], width: int) -> list[RenderableType]:
    """How many districts have each grade, the mean, and how many reported, of every month."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for title in ("จังหวัด", "เดือน", "ฉบับ", "จำนวนอำเภอในแต่ละระดับ", "เฉลี่ยร้อยละ", "รายงาน"):
        table.add_column(title, justify="right" if title in ("เฉลี่ยร้อยละ", "รายงาน") else "left", no_wrap=True)
    for month in months:
        table.add_row(
            month["province_name_th"],
            month["month_th"],
            edition(month),
            _grades(month),
            "" if month["mean_percent"] is None else number(round(month["mean_percent"], 1)),
            "" if month["reported"] is None else f"{month['reported']}/{month['districts']}",
        )
    title = f"ผลของ {len({month['province_code'] for month in months})} จังหวัด"
    return [Text(), Rule(Text(title, "bold"), align="left"), table, paragraph(_HOW_TO_SEE_ONE, width)]


def _grades(month: Row) -> str:
    """Best grade first; of a month that is not graded, why."""
    if month["status"] != "graded":
        return _STATES.get(month["status"] or "held", "")
    return " · ".join(f"{grade} {month['grade_counts'].get(grade, 0)}" for grade in month["grades"])
