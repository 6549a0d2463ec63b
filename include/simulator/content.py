"""Content of the services, and the community tourism places among it, as each month's export shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from include.simulator.calendar_months import at, folder_name, month_after, month_end
from include.simulator.csv_files import written_columns
from include.simulator.defects import Setting, spoil
from include.simulator.layout import CONTENT_RECORDS, with_places
from include.simulator.orders import Rulebook
from include.simulator.pen import export_code, export_days, slips
from include.simulator.places import District
from include.simulator.records import Delivery, Row
from include.simulator.table_files import any_ending, cells_of, table_file

TOURISM = "cdd_travel"
ATTRACTIONS = ("ชุมชนท่องเที่ยว OTOP นวัตวิถี", "หมู่บ้าน OVC", "แหล่งท่องเที่ยวธรรมชาติ", "ประเพณีประจำปี")


@dataclass(frozen=True)
class Content:
    """A record and the days it was created or updated on."""

    record_id: str
    service: str
    district: District
    updates: tuple[date, ...]


def plan(
    random: Random, rulebook: Rulebook, districts: Sequence[District], months: Sequence[date], province_code: str
) -> list[Content]:
    """About eleven records a district; the tourism places of this fiscal year start just short of what is asked for."""
    first, last = months[0], month_end(months[-1])
    span = (last - first).days + 6
    long_ago = first.replace(year=first.year - 2)
    asked = int(rulebook.fixed_target("tourism_places", 10))
    services = sorted(rulebook.written_names("service"))
    records: list[Content] = []

    def add(service: str, updates: Sequence[date]) -> None:
        number = f"CT{province_code}{len(records) + 1:06}"
        records.append(Content(number, service, random.choice(districts), tuple(sorted(updates))))

    for _ in range(len(districts) * 11):
        created = long_ago + timedelta(days=random.randrange(600))
        again = [first + timedelta(days=random.randrange(span)) for _ in range(random.choice([0, 0, 1, 2]))]
        add(random.choice([service for service in services if service != TOURISM]), [created, *again])
    for _ in range(4):  # places of an earlier fiscal year
        add(TOURISM, [long_ago + timedelta(days=random.randrange(300))])
    for _ in range(asked - random.randint(0, 2)):
        add(TOURISM, [long_ago, first + timedelta(days=random.randrange(month_end(first).day - 1))])
    for month in months[1:]:
        for _ in range(random.randint(0, 2)):
            add(TOURISM, [month + timedelta(days=random.randrange(28))])
    add(TOURISM, [first, month_after(months[0])])  # its last update is after the first month, before the export
    return records


def export(
    random: Random, rulebook: Rulebook, records: Sequence[Content], month: date, province_code: str, defect_share: float
) -> Delivery:
    """The content as it stood a few days after the month's end."""
    made_on = month_after(month) + timedelta(days=random.randint(2, 5))
    kept = random.choice([("district_code",), ("district",), ("district_code", "district")])
    columns = written_columns(random, with_places(CONTENT_RECORDS, kept))
    names = [column.name for column in columns]
    ending = any_ending(random)
    setting = Setting(province_code, month, cells_of(ending))
    written = export_days(random, setting.cells, [6, 1, 3, 1, 1, 1])
    coded = export_code(random, setting.cells)
    service_names = rulebook.written_names("service")
    rows = []
    for record in records:
        updates = [day for day in record.updates if day < made_on]
        if not updates:
            continue
        district = record.district
        service = random.choice(service_names[record.service])
        row = Row(
            {
                "record_id": record.record_id,
                "service": slips(random, service) if random.random() < 0.02 else service,
                "district_code": coded(district.code),
                "district": random.choice([district.name_th, district.name_th, f"อำเภอ{district.name_th}"]),
                "updated_on": written(updates[-1]),
                "status": random.choice(["เผยแพร่", "เผยแพร่", "ร่าง"]),
                "attraction_kind": random.choice(ATTRACTIONS) if record.service == TOURISM else None,
            },
            {
                "record_id": record.record_id,
                "service": record.service,
                "updated_on": updates[-1],
                "district_name": district.name_th,
            },
        )
        if random.random() < defect_share:
            row = spoil(random, row, "content_records", setting, names)
        rows.append(row)
    content, placed, remarks = table_file(random, ending, columns, rows, ["รายการข้อมูลในบริการ Click ชุมชน"])
    uri = f"content_records/{province_code}/{folder_name(month)}/content_{made_on:%Y%m%d}.{ending}"
    return Delivery(
        uri, at(made_on, 6, 30), content, "content_records", province_code, month, rows=placed, remarks=remarks
    )
