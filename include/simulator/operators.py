"""The registry of OTOP operators: who is in which district as of which day, and the registry's exports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from include.simulator.calendar_months import at, folder_name, month_end
from include.simulator.csv_files import written_columns
from include.simulator.defects import Setting, spoil
from include.simulator.layout import OTOP_OPERATORS, with_places
from include.simulator.pen import export_code, export_days, slips
from include.simulator.people import KINDS, national_id, person
from include.simulator.places import District
from include.simulator.records import Delivery, Row
from include.simulator.table_files import any_ending, cells_of, table_file


@dataclass(frozen=True)
class Snapshot:
    """The registry as of a day: district code by operator, and the month it was delivered in."""

    as_of: date
    month: date
    district_of: Mapping[str, str]


def first_registry(
    random: Random, districts: Sequence[District], counts: Mapping[str, int], province_code: str
) -> dict[str, str]:
    """District code by operator id: as many in each district as the order's annex counts."""
    registry: dict[str, str] = {}
    for district in districts:
        for _ in range(counts.get(district.code, random.randint(20, 160))):
            registry[f"OT{province_code}{len(registry) + 1:06}"] = district.code
    return registry


def snapshots(
    random: Random,
    months: Sequence[date],
    as_of: date | None,
    registry: Mapping[str, str],
    movers: Sequence[str],
    newcomers: Mapping[str, str],
) -> list[Snapshot]:
    """The first month's snapshot as the annex has it; later ones in which some have moved, come or gone."""
    taken = [Snapshot(as_of or months[0] + timedelta(days=4), months[0], dict(registry))]
    current = dict(registry)
    codes = sorted(set(registry.values()))
    waiting = [*movers]
    for number, month in enumerate(months[1:]):
        if number and random.random() < 0.3:
            continue
        moving, waiting = waiting[: len(movers) // 2 + 1], waiting[len(movers) // 2 + 1 :]
        for operator in moving:
            current[operator] = random.choice([code for code in codes if code != current[operator]])
        current |= newcomers
        for operator in random.sample(sorted(current), 3):
            if operator not in movers and operator not in newcomers:
                del current[operator]
        taken.append(Snapshot(month_end(month) - timedelta(days=random.randint(2, 6)), month, dict(current)))
    return taken


def exports(
    random: Random, taken: Sequence[Snapshot], districts: Sequence[District], province_code: str, defect_share: float
) -> list[Delivery]:
    """The files of every snapshot; a large one sometimes comes in two."""
    people: dict[str, tuple[str, str, str]] = {}
    deliveries = []
    for snapshot in taken:
        operators = sorted(snapshot.district_of)
        for operator in operators:
            if operator not in people:
                people[operator] = (person(random), national_id(random), random.choice(KINDS))
        half = len(operators) // 2
        parts = [operators[:half], operators[half:]] if random.random() < 0.25 else [operators]
        for number, part in enumerate(parts, start=1):
            deliveries.append(_export(random, snapshot, part, number, districts, people, province_code, defect_share))
    return deliveries


def _export(
    random: Random,
    snapshot: Snapshot,
    operators: Sequence[str],
    part: int,
    districts: Sequence[District],
    people: Mapping[str, tuple[str, str, str]],
    province_code: str,
    defect_share: float,
) -> Delivery:
    places = {district.code: district for district in districts}
    kept = random.choice([("district_code",), ("district",), ("district_code", "district")])
    columns = written_columns(random, with_places(OTOP_OPERATORS, kept))
    names = [column.name for column in columns]
    ending = any_ending(random)
    setting = Setting(province_code, snapshot.month, cells_of(ending))
    written_as_of = export_days(random, setting.cells)(snapshot.as_of)
    coded = export_code(random, setting.cells)
    rows = []
    for operator in operators:
        district = places[snapshot.district_of[operator]]
        name, identity, kind = people[operator]
        row = Row(
            {
                "operator_id": operator,
                "operator_name": name,
                "national_id": identity,
                "kind": kind,
                "district_code": coded(district.code),
                "district": slips(random, district.name_th) if random.random() < 0.01 else district.name_th,
                "subdistrict": random.choice(district.subdistricts).name_th,
                "status": random.choice(["ดำเนินการอยู่", "ดำเนินการอยู่", "ขึ้นทะเบียนใหม่"]),
                "as_of_date": written_as_of,
            },
            {
                "operator_id": operator,
                "district_code": district.code,
                "district_name": district.name_th,
                "as_of": snapshot.as_of,
            },
        )
        if random.random() < defect_share:
            row = spoil(random, row, random.choice(["otop_operators", kept[0]]), setting, names)
            if len(kept) == 2 and row.refusal and row.refusal.column_name == "district_code":
                row.cells["district"] = None  # the code alone names the place, wrongly
        rows.append(row)
    content, placed, remarks = table_file(random, ending, columns, rows, ["ทะเบียนผู้ประกอบการ OTOP"])
    uri = f"otop_operators/{province_code}/{folder_name(snapshot.month)}/otop_{snapshot.as_of:%Y%m%d}_{part}.{ending}"
    sent_at = at(max(snapshot.as_of + timedelta(days=2), snapshot.month + timedelta(days=3)), 9, part)
    return Delivery(
        uri, sent_at, content, "otop_operators", province_code, snapshot.month, rows=placed, remarks=remarks
    )
