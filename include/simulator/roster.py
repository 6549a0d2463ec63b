"""The headcount of leaders by district and position, as a table of its own or as the annex has it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from include.simulator.calendar_months import at, folder_name
from include.simulator.csv_files import written_columns
from include.simulator.defects import Setting, spoil
from include.simulator.layout import LEADER_ROSTER
from include.simulator.orders import POSITIONS, Rulebook
from include.simulator.pen import Pen, export_days
from include.simulator.people import person
from include.simulator.places import District
from include.simulator.records import Cell, Delivery, Row
from include.simulator.table_files import MADE_IN_OFFICES, any_ending, cells_of, table_file

Headcounts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Roster:
    """Headcounts by district code as of a day, and the month they were delivered in."""

    as_of: date
    month: date
    headcounts: Headcounts


def plan(random: Random, rulebook: Rulebook, months: Sequence[date]) -> list[Roster]:
    """No roster (the annex serves), the annex's own, or that and a later one in which villages have changed."""
    if not rulebook.asks_for("leaders") or not rulebook.annex_headcounts or random.random() < 0.35:
        return []
    rosters = [Roster(months[0] + timedelta(days=9), months[0], rulebook.annex_headcounts)]
    if len(months) > 1 and random.random() < 0.5:
        changed = {code: dict(counts) for code, counts in rulebook.annex_headcounts.items()}
        for code in random.sample(sorted(changed), max(1, len(changed) // 4)):
            step = random.choice([-1, 1, 2])
            changed[code]["village_heads"] += step
            changed[code]["printed_total"] += step
        rosters.append(Roster(months[-1] + timedelta(days=9), months[-1], changed))
    return rosters


def headcounts_of(rosters: Sequence[Roster], rulebook: Rulebook, last_day: date) -> Headcounts:
    """The latest roster as of a month's last day, else the earliest, else the annex."""
    if not rosters:
        return rulebook.annex_headcounts
    ordered = sorted(rosters, key=lambda roster: roster.as_of)
    return next((roster.headcounts for roster in reversed(ordered) if roster.as_of <= last_day), ordered[0].headcounts)


def deliver(
    random: Random, roster: Roster, rulebook: Rulebook, districts: Sequence[District], defect_share: float
) -> Delivery:
    """The roster's file: a workbook with titles and totals, or CSV."""
    ending = any_ending(random, MADE_IN_OFFICES)
    setting = Setting(rulebook.province_code, roster.month, cells_of(ending))
    pen = Pen(random, roster.month, setting.cells == "workbook")
    as_of = export_days(random, setting.cells)(roster.as_of)
    rows = []
    for district in districts:
        counts = roster.headcounts[district.code]
        cells: dict[str, Cell] = {position: pen.count(counts[position], ["คน"]) for position in POSITIONS}
        cells |= {
            "district": pen.district(district, rulebook.district_aliases(district.code)),
            "printed_total": pen.count(counts["printed_total"], ["คน"]),
            "as_of_date": as_of,
        }
        row = Row(cells, {**counts, "district_name": district.name_th})
        if random.random() < defect_share:  # besides the good row, so that no district loses its headcount
            rows.append(spoil(random, row, "leader_roster", setting))
        rows.append(row)
    name = f"leader_roster/{rulebook.province_code}/{folder_name(roster.month)}/บัญชีกำนันผู้ใหญ่บ้าน_{roster.as_of:%Y%m%d}"
    sent_at = at(roster.as_of, 15, random.randrange(60))
    columns = written_columns(random, LEADER_ROSTER, kept=POSITIONS)
    titles = ["จำนวนเป้าหมายส่งเสริมการดาวน์โหลดแพลตฟอร์มบริการดิจิทัล Click ชุมชน", "(อย่างน้อยร้อยละ ๘๐ ตามเป้าหมายรวม)"]
    content, placed, remarks = table_file(random, ending, columns, rows, titles, "บัญชี", "printed_total", person(random))
    uri = f"{name}.{ending}"
    return Delivery(
        uri, sent_at, content, "leader_roster", rulebook.province_code, roster.month, rows=placed, remarks=remarks
    )
